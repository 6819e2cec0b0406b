package dev.bellwether.clearinghouse;

import java.util.HashMap;
import java.util.Map;
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
///
/// @param data its fields that are texts, and `canary`
record TradeMessage(UUID tradeId, Map<String, String> data) {

  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /// Throws [IllegalArgumentException] when the body is not JSON or names no trade.
  static TradeMessage parse(byte[] body) {
    var data = new HashMap<String, String>();
    try (var json = JSON.createParser(ObjectReadContext.empty(), body)) {
      for (var token = json.nextToken(); token != null; token = json.nextToken()) {
        boolean isText = token == JsonToken.VALUE_STRING || token.isBoolean();
        if (isText && isData(json)) {
          data.put(json.streamReadContext().currentName(), json.getString());
        }
      }
    } catch (JacksonException e) {
      throw new IllegalArgumentException("body: not JSON, " + e.getOriginalMessage(), e);
    }
    return new TradeMessage(tradeId("data.trade_id", required(data.get("trade_id"))), data);
  }

  static UUID tradeId(String field, String value) {
    try {
      return UUID.fromString(value);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("%s: %s (expected: a UUID)".formatted(field, value), e);
    }
  }

  /// True for the values of `data` itself, whatever else is called so deeper inside.
  private static boolean isData(JsonParser json) {
    var place = json.streamReadContext();
    var parent = place.getParent();
    return place.currentName() != null
        && parent != null
        && "data".equals(parent.currentName())
        && parent.getParent() != null
        && parent.getParent().inRoot();
  }

  private static String required(@Nullable String tradeId) {
    if (tradeId == null) {
      throw new IllegalArgumentException("data.trade_id: missing (expected: a UUID)");
    }
    return tradeId;
  }
}
