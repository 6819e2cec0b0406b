package dev.bellwether.notifier;

import java.util.HashMap;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.core.json.JsonFactory;

/// What we need of an event as the recorder sends it:
/// `{"type":"trade.recorded","timestamp":"…","data":{"trade_id":"…", …}}`. Its bytes travel beside
/// it as they came, because they are what is signed and sent on.
record TradeMessage(String eventId, String tradeId) {

  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /// The texts an event must have, by their path in the body.
  private static final List<String> REQUIRED = List.of("type", "timestamp", "data.trade_id");

  /// Throws [IllegalArgumentException] that names the field to blame.
  static TradeMessage parse(String eventId, byte[] body) {
    if (!eventId.matches("[A-Za-z0-9._-]{1,64}")) {
      throw new IllegalArgumentException(
          "webhook-id: expected 1 to 64 letters, digits, dots, dashes or underscores");
    }
    var found = new HashMap<String, String>();
    try (var json = JSON.createParser(ObjectReadContext.empty(), body)) {
      for (var token = json.nextToken(); token != null; token = json.nextToken()) {
        var path = token == JsonToken.VALUE_STRING ? path(json.streamReadContext()) : "";
        if (REQUIRED.contains(path)) {
          found.put(path, json.getString());
        }
      }
    } catch (JacksonException e) {
      throw new IllegalArgumentException("body: not JSON, " + e.getOriginalMessage(), e);
    }
    for (var path : REQUIRED) {
      if (!found.containsKey(path)) {
        throw new IllegalArgumentException(path + ": missing (expected: a text)");
      }
    }
    return new TradeMessage(eventId, found.getOrDefault("data.trade_id", ""));
  }

  /// `data.trade_id` for a value at that place; a value inside an array has no such path.
  private static String path(TokenStreamContext place) {
    var parent = place.getParent();
    if (place.currentName() == null || parent == null) {
      return "[]";
    }
    return parent.inRoot() ? place.currentName() : path(parent) + "." + place.currentName();
  }
}
