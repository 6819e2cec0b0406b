-- The service's own role can add and read, and mark what it delivered; it cannot change a trade.
REVOKE ALL ON trades, outbox FROM PUBLIC;
GRANT SELECT, INSERT ON trades TO "${user}";
GRANT SELECT, INSERT ON outbox TO "${user}";
GRANT UPDATE (attempts, lease, next_attempt_at, delivered_at, parked_reason) ON outbox TO "${user}";
