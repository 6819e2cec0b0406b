package dev.bellwether.recorder;

import java.io.StringWriter;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// A row of `trades`. Its JSON depends on nothing but the row, so every answer about a trade is the
/// same byte for byte, whoever asks and however often.
record Trade(
    UUID tradeId,
    String customerId,
    String dayOfWeek,
    String region,
    String symbol,
    String dataSource,
    @Nullable String classification,
    boolean canary,
    String action,
    int shares,
    BigDecimal sharePrice,
    Instant recordedAt) {

  private static final JsonFactory JSON = new JsonFactory();

  static Trade of(ResultSet row, int rowNumber) throws SQLException {
    return new Trade(
        row.getObject("trade_id", UUID.class),
        row.getString("customer_id"),
        row.getString("day_of_week"),
        row.getString("region"),
        row.getString("symbol"),
        row.getString("data_source"),
        row.getString("classification"),
        row.getBoolean("canary"),
        row.getString("action"),
        row.getInt("shares"),
        row.getBigDecimal("share_price"),
        row.getObject("recorded_at", OffsetDateTime.class).toInstant());
  }

  String json() {
    var text = new StringWriter();
    try (var json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      write(json);
    }
    return text.toString();
  }

  /// What the outside world is told.
  String eventJson() {
    var text = new StringWriter();
    try (var json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      json.writeStringProperty("type", "trade.recorded");
      json.writeStringProperty("timestamp", recordedAt.toString());
      json.writeName("data");
      write(json);
      json.writeEndObject();
    }
    return text.toString();
  }

  private void write(JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("trade_id", tradeId.toString());
    json.writeStringProperty("customer_id", customerId);
    json.writeStringProperty("day_of_week", dayOfWeek);
    json.writeStringProperty("region", region);
    json.writeStringProperty("symbol", symbol);
    json.writeStringProperty("data_source", dataSource);
    if (classification != null) {
      json.writeStringProperty("classification", classification);
    }
    json.writeBooleanProperty("canary", canary);
    json.writeStringProperty("action", action);
    json.writeNumberProperty("shares", shares);
    json.writeName("share_price");
    json.writeNumber(sharePrice.stripTrailingZeros().toPlainString());
    json.writeStringProperty("recorded_at", recordedAt.toString());
    json.writeEndObject();
  }
}
