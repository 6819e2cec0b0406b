package dev.bellwether.recorder;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A trade as it was asked for. Whether shares and price are allowed is the database's decision.
record TradeRequest(
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
    BigDecimal sharePrice) {

  /// Throws [BadTrade] for the first field that breaks a rule.
  static TradeRequest parse(byte[] body) {
    var fields = JsonFields.parse(body);
    return new TradeRequest(
        fields.uuid("trade_id"),
        fields.text("customer_id"),
        fields.oneOf("day_of_week", "M", "Tu", "W", "Th", "F"),
        fields.text("region"),
        fields.text("symbol"),
        fields.text("data_source"),
        fields.optionalText("classification"),
        fields.bool("canary"),
        fields.oneOf("action", "buy", "sell", "hold"),
        fields.integer("shares"),
        fields.amount("share_price"));
  }

  /// The same trade of other shares at another price.
  TradeRequest with(int otherShares, BigDecimal otherPrice) {
    return new TradeRequest(
        tradeId,
        customerId,
        dayOfWeek,
        region,
        symbol,
        dataSource,
        classification,
        canary,
        action,
        otherShares,
        otherPrice);
  }

  /// What the trade is known by, by the names on the wire.
  Map<String, String> keys() {
    var keys = new HashMap<String, String>();
    keys.put("customer_id", customerId);
    keys.put("day_of_week", dayOfWeek);
    keys.put("region", region);
    keys.put("symbol", symbol);
    keys.put("data_source", dataSource);
    if (classification != null) {
      keys.put("classification", classification);
    }
    keys.put("canary", Boolean.toString(canary));
    keys.put("action", action);
    return keys;
  }

  /// Equal for two requests that ask for the same trade, however they were written. A line break
  /// separates the fields because no text may contain one.
  byte[] fingerprint() {
    var text =
        String.join(
            "\n",
            tradeId.toString(),
            customerId,
            dayOfWeek,
            region,
            symbol,
            dataSource,
            Objects.requireNonNullElse(classification, ""),
            Boolean.toString(canary),
            action,
            Integer.toString(shares),
            sharePrice.toPlainString());
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
