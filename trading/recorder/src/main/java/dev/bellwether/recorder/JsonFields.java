package dev.bellwether.recorder;

import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The fields of a JSON object, each read by the rule for it. Fields that nobody asks for are
/// ignored.
final class JsonFields {

  /// Long enough for every id and name of ours, and short enough for an attribute of a span.
  private static final int TEXT_CHARACTERS_MAX = 64;

  /// The column is numeric(18, 4); PostgreSQL would round what has more decimals.
  private static final int AMOUNT_DECIMALS_MAX = 4;

  private static final int AMOUNT_DIGITS_MAX = 18;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private final JsonNode object;

  private JsonFields(JsonNode object) {
    this.object = object;
  }

  static JsonFields parse(byte[] body) {
    try {
      var node = JSON.readTree(body);
      if (node.isObject()) {
        return new JsonFields(node);
      }
    } catch (JacksonException e) {
      throw new BadTrade("body", "body: not JSON, " + e.getOriginalMessage());
    }
    throw new BadTrade("body", "body: expected a JSON object");
  }

  String text(String field) {
    var node = object.path(field);
    var value = node.isString() ? node.stringValue() : "";
    var isPlain = value.chars().noneMatch(Character::isISOControl);
    if (value.isEmpty() || value.length() > TEXT_CHARACTERS_MAX || !isPlain) {
      throw broken(
          field, "1 to %d characters, no control characters".formatted(TEXT_CHARACTERS_MAX));
    }
    return value;
  }

  @Nullable String optionalText(String field) {
    return object.path(field).isMissingNode() || object.path(field).isNull() ? null : text(field);
  }

  String oneOf(String field, String... choices) {
    var value = text(field);
    if (!List.of(choices).contains(value)) {
      throw broken(field, "one of " + String.join(", ", choices));
    }
    return value;
  }

  UUID uuid(String field) {
    var value = text(field);
    try {
      var uuid = UUID.fromString(value);
      // The JDK also reads 1-1-1-1-1, which would be stored under another name.
      if (uuid.toString().equalsIgnoreCase(value)) {
        return uuid;
      }
    } catch (IllegalArgumentException _) {
      // Answered below, like a short form.
    }
    throw broken(field, "a UUID");
  }

  boolean bool(String field) {
    var node = object.path(field);
    if (!node.isBoolean()) {
      throw broken(field, "true or false");
    }
    return node.booleanValue();
  }

  int integer(String field) {
    var node = object.path(field);
    if (!node.isIntegralNumber() || !node.canConvertToInt()) {
      throw broken(field, "an integer, %d to %d".formatted(Integer.MIN_VALUE, Integer.MAX_VALUE));
    }
    return node.intValue();
  }

  /// Without trailing zeros: 10, 10.0 and 1e1 are the same amount.
  BigDecimal amount(String field) {
    var node = object.path(field);
    if (node.isNumber()) {
      var amount = node.decimalValue().stripTrailingZeros();
      var wholeDigits = amount.precision() - amount.scale();
      if (amount.scale() <= AMOUNT_DECIMALS_MAX
          && wholeDigits <= AMOUNT_DIGITS_MAX - AMOUNT_DECIMALS_MAX) {
        return amount;
      }
    }
    throw broken(
        field,
        "a number of at most %d digits, %d of them decimals"
            .formatted(AMOUNT_DIGITS_MAX, AMOUNT_DECIMALS_MAX));
  }

  private BadTrade broken(String field, String expected) {
    var node = object.path(field);
    if (node.isMissingNode()) {
      return new BadTrade(field, "%s: missing (expected: %s)".formatted(field, expected));
    }
    var value = node.toString();
    var shown = value.substring(0, Math.min(value.length(), TEXT_CHARACTERS_MAX));
    return new BadTrade(field, "%s: %s (expected: %s)".formatted(field, shown, expected));
  }
}
