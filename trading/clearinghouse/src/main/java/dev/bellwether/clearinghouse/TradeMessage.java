package dev.bellwether.clearinghouse;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/// What we need of `{"type":"trade.recorded","timestamp":"…","data":{"trade_id":"…", …}}`: the
/// trade. Everything else is the sender's business and is only checked to be JSON.
record TradeMessage(UUID tradeId) {

  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /// Throws [IllegalArgumentException] when the body is not JSON or names no trade.
  static TradeMessage parse(byte[] body) {
    UUID tradeId = null;
    try (var json = JSON.createParser(ObjectReadContext.empty(), body)) {
      for (var token = json.nextToken(); token != null; token = json.nextToken()) {
        if (token == JsonToken.VALUE_STRING && isTradeId(json)) {
          tradeId = tradeId("data.trade_id", json.getString());
        }
      }
    } catch (JacksonException e) {
      throw new IllegalArgumentException("body: not JSON, " + e.getOriginalMessage(), e);
    }
    return new TradeMessage(required(tradeId));
  }

  static UUID tradeId(String field, String value) {
    try {
      return UUID.fromString(value);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("%s: %s (expected: a UUID)".formatted(field, value), e);
    }
  }

  /// True for the value of `data.trade_id` itself, whatever else is called so deeper inside.
  private static boolean isTradeId(JsonParser json) {
    var place = json.streamReadContext();
    var parent = place.getParent();
    return "trade_id".equals(place.currentName())
        && parent != null
        && "data".equals(parent.currentName())
        && parent.getParent() != null
        && parent.getParent().inRoot();
  }

  private static UUID required(@Nullable UUID tradeId) {
    if (tradeId == null) {
      throw new IllegalArgumentException("data.trade_id: missing (expected: a UUID)");
    }
    return tradeId;
  }
}
