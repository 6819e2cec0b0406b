package dev.bellwether.store.elasticsearch;

import dev.bellwether.model.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Attributes as JSON, twice: as everybody reads them, and exactly where the first way cannot be.
///
/// **Readable** is `{"com.example.shares": 10, "tags": ["a", "b"]}`: text, finite numbers, flags
/// and lists of them, under keys that both engines take. Anything else reads there as its
/// [text][Value#text()], cut to what fits, and is kept in **exact**, a list in which an object
/// names the type of the value; a key is a value there, because JSON parsers bound the length of
/// names:
///
/// ```
/// [{"key": "ratio", "value": {"decimal": "NaN"}}, …]
///
/// {"text": "a"}  {"whole": 1}  {"decimal": "NaN"}  {"flag": true}  {"bytes": "cafe"}
/// {"list": [ … ]}  {"map": [{"key": …}, … ]}  {}  (the empty value)
/// ```
final class ValueJson {
  /// A Lucene term has at most 32,766 bytes, and a character in UTF-8 at most 3: this leaves room
  /// for the key, which is part of the term.
  private static final int TEXT_CHARACTERS_MAX = 8_191;

  private static final int KEY_CHARACTERS_MAX = 512;
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private ValueJson() {}

  /// What is readable, and in `exact` what is not.
  static ObjectNode readable(Map<String, Value> attributes, ArrayNode exact) {
    var readable = NODES.objectNode();
    attributes.forEach((key, value) -> {
      var plainKey = isPlain(key);
      var plainValue = isPlain(value);
      if (plainKey) {
        readable.set(key, plainValue ? plain(value) : NODES.stringNode(cut(value.text())));
      }
      if (!plainKey || !plainValue) {
        add(exact, key, value);
      }
    });
    return readable;
  }

  static ArrayNode exact(Map<String, Value> attributes) {
    var exact = NODES.arrayNode();
    attributes.forEach((key, value) -> add(exact, key, value));
    return exact;
  }

  static Map<String, Value> read(JsonNode readable, JsonNode exact) {
    var attributes = new HashMap<String, Value>();
    readable
        .properties()
        .forEach(entry -> attributes.put(entry.getKey(), readPlain(entry.getValue())));
    attributes.putAll(readExact(exact));
    return attributes;
  }

  static Map<String, Value> readExact(JsonNode exact) {
    var attributes = new HashMap<String, Value>();
    exact.forEach(one -> attributes.put(one.path("key").asString(), readValue(one.path("value"))));
    return attributes;
  }

  static JsonNode exact(Value value) {
    var node = NODES.objectNode();
    switch (value) {
      case Value.Text(String text) -> node.put("text", text);
      case Value.Whole(long number) -> node.put("whole", number);
      // As text: JSON has no word for infinity.
      case Value.Decimal(double number) -> node.put("decimal", Double.toString(number));
      case Value.Flag(boolean flag) -> node.put("flag", flag);
      case Value.Bytes(byte[] bytes) -> node.put("bytes", HexFormat.of().formatHex(bytes));
      case Value.ListOf(var values) -> {
        var list = node.putArray("list");
        values.forEach(one -> list.add(exact(one)));
      }
      case Value.MapOf(var values) -> node.set("map", exact(values));
      case Value.Empty _ -> {}
    }
    return node;
  }

  static Value readValue(JsonNode node) {
    var type = node.propertyNames().stream().findFirst().orElse("");
    var content = node.path(type);
    return switch (type) {
      case "text" -> Value.of(content.asString());
      case "whole" -> Value.of(content.longValue());
      case "decimal" -> Value.of(Double.parseDouble(content.asString()));
      case "flag" -> Value.of(content.booleanValue());
      case "bytes" -> new Value.Bytes(HexFormat.of().parseHex(content.asString()));
      case "map" -> new Value.MapOf(readExact(content));
      case "list" -> {
        var values = new ArrayList<Value>();
        content.forEach(one -> values.add(readValue(one)));
        yield new Value.ListOf(values);
      }
      default -> Value.EMPTY;
    };
  }

  private static void add(ArrayNode exact, String key, Value value) {
    exact.addObject().put("key", key).set("value", exact(value));
  }

  private static boolean fits(String text) {
    return text.length() <= TEXT_CHARACTERS_MAX;
  }

  private static String cut(String text) {
    return fits(text) ? text : text.substring(0, TEXT_CHARACTERS_MAX - 1) + "…";
  }

  /// Both engines split keys at dots, and have their own ideas of what an empty part means.
  private static boolean isPlain(String key) {
    return key.length() <= KEY_CHARACTERS_MAX
        && !key.isBlank()
        && key.indexOf('\0') < 0
        && !("." + key + ".").contains("..");
  }

  private static boolean isPlain(Value value) {
    return value instanceof Value.ListOf(var values)
        ? values.stream().allMatch(ValueJson::isPlainScalar)
        : isPlainScalar(value);
  }

  private static boolean isPlainScalar(Value value) {
    return switch (value) {
      case Value.Text(String text) -> fits(text);
      case Value.Whole _, Value.Flag _ -> true;
      case Value.Decimal(double number) -> Double.isFinite(number);
      case Value.Bytes _, Value.ListOf _, Value.MapOf _, Value.Empty _ -> false;
    };
  }

  private static JsonNode plain(Value value) {
    return switch (value) {
      case Value.Whole(long number) -> NODES.numberNode(number);
      case Value.Decimal(double number) -> NODES.numberNode(number);
      case Value.Flag(boolean flag) -> NODES.booleanNode(flag);
      case Value.ListOf(var values) -> {
        var list = NODES.arrayNode();
        values.forEach(one -> list.add(plain(one)));
        yield list;
      }
      case Value.Text _, Value.Bytes _, Value.MapOf _, Value.Empty _ ->
          NODES.stringNode(value.text());
    };
  }

  private static Value readPlain(JsonNode node) {
    if (node.isArray()) {
      var values = new ArrayList<Value>();
      node.forEach(one -> values.add(readPlain(one)));
      return new Value.ListOf(values);
    }
    if (node.isBoolean()) {
      return Value.of(node.booleanValue());
    }
    if (node.isIntegralNumber()) {
      return Value.of(node.longValue());
    }
    return node.isNumber() ? Value.of(node.doubleValue()) : Value.of(node.asString());
  }
}
