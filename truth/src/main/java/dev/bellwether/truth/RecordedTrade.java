package dev.bellwether.truth;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/// A row of the table `trades`.
record RecordedTrade(
    UUID id,
    Instant recordedAt,
    String customer,
    String day,
    String region,
    String symbol,
    String action,
    int shares,
    BigDecimal sharePrice) {
  /// A trade earns a thousandth of its value, rounded up to whole dollars.
  private static final BigDecimal FEE = new BigDecimal("0.001");

  /// By the names that telemetry has for them, behind the prefix.
  Map<String, String> fields() {
    var fields = new LinkedHashMap<String, String>();
    fields.put("customer_id", customer);
    fields.put("day_of_week", day);
    fields.put("region", region);
    fields.put("symbol", symbol);
    fields.put("action", action);
    fields.put("shares", Integer.toString(shares));
    fields.put("share_price", Double.toString(sharePrice.doubleValue()));
    return fields;
  }

  long revenue() {
    return action.equals("hold")
        ? 0
        : sharePrice
            .multiply(BigDecimal.valueOf(shares))
            .multiply(FEE)
            .setScale(0, RoundingMode.CEILING)
            .longValueExact();
  }
}
