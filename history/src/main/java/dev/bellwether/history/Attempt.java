package dev.bellwether.history;

import dev.bellwether.monkey.Trade;
import dev.bellwether.trader.TradeRequest;
import dev.bellwether.trader.TradingDay;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;

/// A customer's attempt to trade, the first one or a later one: each is a trace of its own.
///
/// @param number from 1
/// @param random of everything that chance decides about this attempt
record Attempt(Trade trade, int number, long startNanos, SplittableRandom random) {
  static final String PREFIX = "com.example.";

  UUID id() {
    return trade.id();
  }

  TradeRequest request() {
    return new TradeRequest(
        trade.id(),
        trade.customer().customerId(),
        TradingDay.labelled(trade.day()).orElseThrow(),
        trade.customer().region().name(),
        trade.symbol(),
        "monkey",
        null,
        trade.canary());
  }

  /// Of the trade, as they stand on every span and log record of it.
  Map<String, String> keys() {
    return prefixed(request().keys());
  }

  /// What the trader can read of a request that does not say who the customer is.
  Map<String, String> readableKeys() {
    var readable = request().keys();
    readable.remove("customer_id");
    readable.remove("canary");
    return prefixed(readable);
  }

  private static Map<String, String> prefixed(Map<String, String> keys) {
    var prefixed = new LinkedHashMap<String, String>();
    keys.forEach((key, value) -> prefixed.put(PREFIX + key, value));
    return prefixed;
  }
}
