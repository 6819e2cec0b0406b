package dev.bellwether.history;

/// The recorder's statements, as they stand on its spans.
final class Sql {
  static final String INSERT_TRADE =
      """
      INSERT INTO trades (trade_id, customer_id, day_of_week, region, symbol, data_source,
        classification, canary, action, shares, share_price, fingerprint)
      VALUES (?, ?, ?, ?, ?, ?,
        ?, ?, ?, ?, ?, ?)
      ON CONFLICT (trade_id) DO NOTHING
      RETURNING *\
      """;
  static final String INSERT_OUTBOX =
      """
      INSERT INTO outbox (trade_id, payload, traceparent, baggage, attempts, lease, next_attempt_at)
      VALUES (?, ?, ?, ?, 1, gen_random_uuid(),
        now() + ? * interval '1 ms')
      RETURNING *\
      """;
  static final String DELIVERED =
      """
      UPDATE outbox SET delivered_at = now(), lease = NULL
      WHERE event_id = ? AND lease = ?\
      """;
  static final String POSTPONED =
      """
      UPDATE outbox SET next_attempt_at = now() + ? * interval '1 ms', lease = NULL
      WHERE event_id = ? AND lease = ?\
      """;
  static final String POSITION =
      """
      SELECT sum(CASE action WHEN 'sell' THEN -shares ELSE shares END), pg_sleep(?)
      FROM trades WHERE customer_id = ?\
      """;
  static final String FIND = "SELECT * FROM trades WHERE trade_id = ?";

  private Sql() {}

  /// With the parameters as PostgreSQL counts them: `$1`, `$2`, ….
  static String numbered(String sql) {
    var numbered = new StringBuilder();
    int parameter = 0;
    for (int i = 0; i < sql.length(); i++) {
      char one = sql.charAt(i);
      if (one == '?') {
        parameter++;
        numbered.append('$').append(parameter);
      } else {
        numbered.append(one);
      }
    }
    return numbered.toString();
  }
}
