-- What was traded. A row is written once and never changed.
CREATE TABLE trades (
  trade_id       uuid PRIMARY KEY,
  customer_id    text NOT NULL,
  day_of_week    text NOT NULL,
  region         text NOT NULL,
  symbol         text NOT NULL,
  data_source    text NOT NULL,
  classification text,
  canary         boolean NOT NULL,
  action         text NOT NULL,
  shares         integer NOT NULL CHECK (shares >= 0),
  share_price    numeric(18, 4) NOT NULL CHECK (share_price >= 0),
  fingerprint    bytea NOT NULL,
  recorded_at    timestamptz NOT NULL DEFAULT now()
);

-- What the outside world has to be told, written in the transaction of the trade.
-- Whoever attempts a delivery holds the lease until next_attempt_at; a mark counts only with it.
CREATE TABLE outbox (
  event_id        uuid PRIMARY KEY DEFAULT uuidv7(),
  trade_id        uuid NOT NULL REFERENCES trades,
  payload         text NOT NULL,
  traceparent     text,
  baggage         text,
  attempts        integer NOT NULL,
  lease           uuid,
  next_attempt_at timestamptz NOT NULL,
  delivered_at    timestamptz,
  parked_reason   text
);

CREATE INDEX outbox_due ON outbox (next_attempt_at)
  WHERE delivered_at IS NULL AND parked_reason IS NULL;
