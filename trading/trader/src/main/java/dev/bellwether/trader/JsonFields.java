package dev.bellwether.trader;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/// The fields of one JSON object, read strictly: every refusal names the field to blame.
///
/// Numbers keep their exact decimal value. A field that is `null` counts as absent. What is nested
/// is skipped and can only be refused; fields nobody asks for are ignored.
final class JsonFields {
  /// A value that no field may have: an object, an array, NaN or a number beyond all bounds.
  private record Unusable(String shown) {
    @Override
    public String toString() {
      return shown;
    }
  }

  /// Values longer than this are shortened in messages.
  private static final int SHOWN_MAX = 40;

  /// NaN and Infinity are let through by the reader, and refused below by the name of their field.
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .build();

  private final Map<String, Object> values;

  private JsonFields(Map<String, Object> values) {
    this.values = values;
  }

  /// @throws Problem 400, if this is not one JSON object
  static JsonFields parse(byte[] body) {
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), body)) {
      try {
        return new JsonFields(values(parser));
      } catch (JacksonException e) {
        String name = parser.currentName();
        throw new Problem(
            400,
            "%s: not valid JSON: %s"
                .formatted(name == null ? "body" : shown(name), e.getOriginalMessage()),
            name);
      }
    }
  }

  private static Map<String, Object> values(JsonParser parser) {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw new Problem(400, "body: not a JSON object", null);
    }
    var values = new HashMap<String, Object>();
    for (String name = parser.nextName(); name != null; name = parser.nextName()) {
      Object value = value(parser);
      if (value != null) {
        values.put(name, value);
      }
    }
    if (parser.nextToken() != null) {
      throw new Problem(400, "body: more follows after the JSON object", null);
    }
    return values;
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  /// Text that can be stored, logged and sent on as it is.
  ///
  /// @throws Problem 400, if the field is absent, too long or has control characters
  String text(String name, int charactersMax) {
    String expected = "1 to %d characters, no control characters".formatted(charactersMax);
    if (!(required(name, expected) instanceof String text)) {
      throw refused(name, expected);
    }
    int length = text.codePointCount(0, text.length());
    if (length < 1 || length > charactersMax || text.codePoints().anyMatch(JsonFields::unfit)) {
      throw refused(name, expected);
    }
    return text;
  }

  /// The same where nothing depends on it: empty instead of a refusal.
  Optional<String> readable(String name, int charactersMax) {
    try {
      return Optional.of(text(name, charactersMax));
    } catch (Problem _) {
      return Optional.empty();
    }
  }

  boolean flag(String name, boolean otherwise) {
    Object value = values.get(name);
    if (value == null) {
      return otherwise;
    }
    if (!(value instanceof Boolean flag)) {
      throw refused(name, "true or false");
    }
    return flag;
  }

  int integer(String name, int max) {
    String expected = "a whole number from -%d to %d".formatted(max, max);
    BigDecimal value = decimal(name, 0, max, expected);
    return value.intValueExact();
  }

  BigDecimal decimal(String name, int placesMax, int max) {
    return decimal(
        name,
        placesMax,
        max,
        "a number from -%d to %d, at most %d decimal places".formatted(max, max, placesMax));
  }

  private BigDecimal decimal(String name, int placesMax, int max, String expected) {
    if (!(required(name, expected) instanceof BigDecimal value)
        || value.abs().compareTo(BigDecimal.valueOf(max)) > 0
        || value.stripTrailingZeros().scale() > placesMax) {
      throw refused(name, expected);
    }
    return value.setScale(Math.clamp(value.scale(), 0, placesMax));
  }

  /// A refusal that quotes the value as it came.
  Problem refused(String name, String expected) {
    return Problem.field(name, shown(String.valueOf(values.get(name))), expected);
  }

  private Object required(String name, String expected) {
    Object value = values.get(name);
    if (value == null) {
      throw Problem.field(name, "missing", expected);
    }
    return value;
  }

  private static @Nullable Object value(JsonParser parser) {
    return switch (parser.nextToken()) {
      case VALUE_STRING -> parser.getString();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser);
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      default -> {
        parser.skipChildren();
        yield new Unusable("an object or array");
      }
    };
  }

  private static Object number(JsonParser parser) {
    try {
      return parser.isNaN() ? new Unusable(parser.getString()) : parser.getDecimalValue();
    } catch (NumberFormatException _) {
      // An exponent of ten digits is valid JSON, but no number we could hold.
      return new Unusable(parser.getString());
    }
  }

  /// Control characters, and halves of a surrogate pair, which UTF-8 cannot carry.
  private static boolean unfit(int codePoint) {
    return Character.isISOControl(codePoint)
        || Character.getType(codePoint) == Character.SURROGATE
        || codePoint == 0x2028
        || codePoint == 0x2029;
  }

  private static String shown(String value) {
    var shown = new StringBuilder();
    value
        .codePoints()
        .limit(SHOWN_MAX)
        .map(codePoint -> unfit(codePoint) ? '\uFFFD' : codePoint)
        .forEach(shown::appendCodePoint);
    return value.length() > SHOWN_MAX ? shown + "…" : shown.toString();
  }
}
