package dev.bellwether.trader;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Who wants to trade what. Equal requests are the same request sent again.
///
/// @param tradeId made by the customer's side before the first send, so that a retry is recognised
/// @param dataSource who made the request up: `monkey`, `training`, …
/// @param classification what a training trade is labelled with, for example `fraud`
/// @param canary whether the new recorder shall take it
public record TradeRequest(
    UUID tradeId,
    String customerId,
    TradingDay day,
    String region,
    String symbol,
    String dataSource,
    @Nullable String classification,
    boolean canary) {

  /// What identifies the trade, by its name on the wire and, behind a prefix, in telemetry.
  public Map<String, String> keys() {
    var keys = new LinkedHashMap<String, String>();
    keys.put("trade_id", tradeId.toString());
    keys.put("customer_id", customerId);
    keys.put("day_of_week", day.label());
    keys.put("region", region);
    keys.put("symbol", symbol);
    keys.put("data_source", dataSource);
    if (classification != null) {
      keys.put("classification", classification);
    }
    keys.put("canary", Boolean.toString(canary));
    return keys;
  }
}
