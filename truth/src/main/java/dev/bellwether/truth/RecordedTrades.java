package dev.bellwether.truth;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// Reads the rows of a window. Only reads: the recorder's own role may do no more.
final class RecordedTrades {
  private static final String SELECT =
      """
      SELECT trade_id, recorded_at, customer_id, day_of_week, region, symbol, action, shares,
        share_price
      FROM trades WHERE recorded_at >= ? AND recorded_at < ? ORDER BY recorded_at\
      """;

  /// A driver that fetches all rows at once needs memory for all of them.
  private static final int FETCHED = 1_000;

  private static final int CONNECT_SECONDS_MAX = 5;

  private RecordedTrades() {}

  /// @param url such as `jdbc:postgresql://127.0.0.1:9032/trades`
  static List<RecordedTrade> read(
      String url, String user, String password, Instant from, Instant to) throws IOException {
    DriverManager.setLoginTimeout(CONNECT_SECONDS_MAX);
    try (var database = DriverManager.getConnection(url, user, password)) {
      database.setReadOnly(true);
      database.setAutoCommit(false);
      return read(database, from, to);
    } catch (SQLException e) {
      throw new IOException("%s: %s".formatted(url, e.getMessage()), e);
    }
  }

  private static List<RecordedTrade> read(Connection database, Instant from, Instant to)
      throws SQLException {
    try (var select = database.prepareStatement(SELECT)) {
      select.setFetchSize(FETCHED);
      select.setTimestamp(1, Timestamp.from(from));
      select.setTimestamp(2, Timestamp.from(to));
      var trades = new ArrayList<RecordedTrade>();
      try (var rows = select.executeQuery()) {
        while (rows.next()) {
          trades.add(trade(rows));
        }
      }
      return trades;
    }
  }

  private static RecordedTrade trade(ResultSet row) throws SQLException {
    return new RecordedTrade(
        row.getObject("trade_id", UUID.class),
        row.getTimestamp("recorded_at").toInstant(),
        row.getString("customer_id"),
        row.getString("day_of_week"),
        row.getString("region"),
        row.getString("symbol"),
        row.getString("action"),
        row.getInt("shares"),
        row.getBigDecimal("share_price"));
  }
}
