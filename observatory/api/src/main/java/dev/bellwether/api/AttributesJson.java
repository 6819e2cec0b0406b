package dev.bellwether.api;

import dev.bellwether.model.Value;
import java.util.LinkedHashMap;
import java.util.Map;

/// Attributes as JSON, by key.
final class AttributesJson {
  /// Larger whole numbers would be rounded by a browser, so they leave as text.
  private static final long EXACT_IN_BROWSERS_MAX = (1L << 53) - 1;

  private AttributesJson() {}

  static Map<String, Object> of(Map<String, Value> attributes) {
    var json = new LinkedHashMap<String, Object>();
    attributes.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry -> json.put(entry.getKey(), of(entry.getValue())));
    return json;
  }

  private static Object of(Value value) {
    return switch (value) {
      case Value.Text(String text) -> text;
      case Value.Whole(long number) ->
          Math.abs(number) <= EXACT_IN_BROWSERS_MAX ? (Object) number : Long.toString(number);
      case Value.Decimal(double number) ->
          Double.isFinite(number) ? (Object) number : Double.toString(number);
      case Value.Flag(boolean flag) -> flag;
      case Value.Bytes bytes -> bytes.text();
      case Value.ListOf list -> list.values().stream().map(AttributesJson::of).toList();
      case Value.MapOf map -> of(map.values());
      case Value.Empty _ -> "";
    };
  }
}
