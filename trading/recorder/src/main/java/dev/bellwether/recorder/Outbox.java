package dev.bellwether.recorder;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The table of events to deliver. A row is in one of three states:
///
/// ```
///   waiting, or leased until next_attempt_at ──> delivered_at
///                                            └─> parked_reason
/// ```
///
/// Time is the database's, so that recorders with wrong clocks agree on leases. May be used by many
/// threads and processes.
final class Outbox {

  private static final String ADD =
      """
      INSERT INTO outbox (trade_id, payload, traceparent, baggage, attempts, lease, next_attempt_at)
      VALUES (:tradeId, :payload, :traceparent, :baggage, 1, gen_random_uuid(),
        now() + :leaseMillis * interval '1 ms')
      RETURNING *\
      """;

  private static final String CLAIM =
      """
      UPDATE outbox
      SET attempts = attempts + 1, lease = gen_random_uuid(),
        next_attempt_at = now() + :leaseMillis * interval '1 ms'
      WHERE event_id IN (
        SELECT event_id FROM outbox
        WHERE delivered_at IS NULL AND parked_reason IS NULL AND next_attempt_at <= now()
        ORDER BY next_attempt_at LIMIT :eventsMax FOR UPDATE SKIP LOCKED)
      RETURNING *\
      """;

  private static final String DELIVERED =
      """
      UPDATE outbox SET delivered_at = now(), lease = NULL
      WHERE event_id = :eventId AND lease = :lease\
      """;

  private static final String POSTPONED =
      """
      UPDATE outbox SET next_attempt_at = now() + :delayMillis * interval '1 ms', lease = NULL
      WHERE event_id = :eventId AND lease = :lease\
      """;

  private static final String PARKED =
      """
      UPDATE outbox SET parked_reason = :reason, lease = NULL
      WHERE event_id = :eventId AND lease = :lease\
      """;

  private final JdbcClient database;
  private final Duration lease;

  Outbox(JdbcClient database, Duration lease) {
    this.database = database;
    this.lease = lease;
  }

  /// Adds an event in the caller's transaction, already leased to the caller: the first attempt
  /// needs no claim, and if this process dies before it, the lease ends and a relay takes over.
  OutboxEvent add(Trade trade, TraceHeaders headers) {
    return database
        .sql(ADD)
        .param("tradeId", trade.tradeId())
        .param("payload", trade.eventJson())
        .param("traceparent", headers.traceparent())
        .param("baggage", headers.baggage())
        .param("leaseMillis", lease.toMillis())
        .query(Outbox::event)
        .single();
  }

  /// Takes over at most `eventsMax` events whose time has come, the oldest first.
  List<OutboxEvent> claim(int eventsMax) {
    return database
        .sql(CLAIM)
        .param("leaseMillis", lease.toMillis())
        .param("eventsMax", eventsMax)
        .query(Outbox::event)
        .list();
  }

  /// Each mark is false when the lease has passed to another process; the row is then its business.
  boolean markDelivered(OutboxEvent event) {
    return mark(database.sql(DELIVERED), event);
  }

  boolean postpone(OutboxEvent event, Duration delay) {
    return mark(database.sql(POSTPONED).param("delayMillis", delay.toMillis()), event);
  }

  boolean park(OutboxEvent event, String reason) {
    return mark(database.sql(PARKED).param("reason", reason), event);
  }

  private static boolean mark(JdbcClient.StatementSpec statement, OutboxEvent event) {
    return statement.param("eventId", event.eventId()).param("lease", event.lease()).update() == 1;
  }

  private static OutboxEvent event(ResultSet row, int rowNumber) throws SQLException {
    return new OutboxEvent(
        row.getObject("event_id", UUID.class),
        row.getObject("trade_id", UUID.class),
        row.getObject("lease", UUID.class),
        row.getInt("attempts"),
        row.getString("payload"),
        new TraceHeaders(row.getString("traceparent"), row.getString("baggage")));
  }
}
