package dev.bellwether.faults;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Plans and reports as JSON, read strictly: what is unknown or wrong is refused by its name.
final class PlanJson {
  private static final Set<String> FIELDS =
      Set.of("id", "kind", "where", "percent", "amount", "seed", "end");

  static final JsonMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private PlanJson() {}

  static ObjectNode parse(byte[] body) {
    try {
      if (JSON.readTree(body) instanceof ObjectNode object) {
        return object;
      }
    } catch (JacksonException e) {
      throw new IllegalArgumentException("body: not JSON, " + e.getOriginalMessage(), e);
    }
    throw new IllegalArgumentException("body: expected a JSON object");
  }

  /// @throws IllegalArgumentException naming the first field that is missing, unknown or wrong
  static FaultPlan plan(JsonNode json) {
    var unknown = new TreeSet<>(json.propertyNames());
    unknown.removeAll(FIELDS);
    if (!unknown.isEmpty()) {
      throw refused(unknown.first(), "unknown", String.join(", ", new TreeSet<>(FIELDS)));
    }
    String kind = text(json, "kind");
    return new FaultPlan(
        text(json, "id"),
        FaultKind.labelled(kind)
            .orElseThrow(() -> refused("kind", kind, List.of(FaultKind.values()).toString())),
        where(json.path("where")),
        json.has("percent") ? number(json, "percent").doubleValue() : 100,
        json.has("amount") ? (int) whole(json, "amount", Integer.MIN_VALUE, Integer.MAX_VALUE) : 0,
        json.has("seed") ? whole(json, "seed", Long.MIN_VALUE, Long.MAX_VALUE) : 0,
        end(json));
  }

  static ObjectNode json(FaultPlan plan) {
    ObjectNode json = JSON.createObjectNode();
    json.put("id", plan.id());
    json.put("kind", plan.kind().label());
    ObjectNode where = json.putObject("where");
    plan.where().forEach(where::put);
    json.put("percent", plan.percent());
    json.put("amount", plan.amount());
    json.put("seed", plan.seed());
    json.put("end", plan.end().toString());
    return json;
  }

  static ObjectNode json(Report report) {
    ObjectNode json = JSON.createObjectNode();
    json.put("id", report.id());
    json.put("matched", report.matched());
    json.put("victims", report.victims());
    json.put("from", report.from());
    var trades = json.putArray("trades");
    report.trades().forEach(trade -> trades.add(trade.toString()));
    return json;
  }

  static Report report(JsonNode json) {
    return new Report(
        json.path("id").asString(),
        json.path("matched").asLong(),
        json.path("victims").asLong(),
        json.path("from").asLong(),
        trades(json.path("trades")));
  }

  static List<UUID> trades(JsonNode array) {
    return array.valueStream().map(trade -> UUID.fromString(trade.asString())).toList();
  }

  private static Map<String, String> where(JsonNode json) {
    if (!json.isObject() && !json.isMissingNode()) {
      throw refused("where", json.toString(), "an object of texts");
    }
    var where = new TreeMap<String, String>();
    for (var field : json.properties()) {
      if (!field.getValue().isString()) {
        throw refused("where." + field.getKey(), field.getValue().toString(), "a text");
      }
      where.put(field.getKey(), field.getValue().stringValue());
    }
    return where;
  }

  private static Instant end(JsonNode json) {
    String end = text(json, "end");
    try {
      return Instant.parse(end);
    } catch (DateTimeException _) {
      throw refused("end", end, "a time like 2026-01-01T12:05:00Z");
    }
  }

  private static String text(JsonNode json, String field) {
    JsonNode value = json.path(field);
    if (!value.isString()) {
      throw refused(field, value.isMissingNode() ? "missing" : value.toString(), "a text");
    }
    return value.stringValue();
  }

  private static JsonNode number(JsonNode json, String field) {
    JsonNode value = json.path(field);
    if (!value.isNumber()) {
      throw refused(field, value.toString(), "a number");
    }
    return value;
  }

  private static long whole(JsonNode json, String field, long min, long max) {
    JsonNode value = number(json, field);
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw refused(field, value.toString(), "a whole number");
    }
    long number = value.longValue();
    if (number < min || number > max) {
      throw refused(field, value.toString(), min + " to " + max);
    }
    return number;
  }

  private static IllegalArgumentException refused(String field, String value, String expected) {
    return new IllegalArgumentException("%s: %s (expected: %s)".formatted(field, value, expected));
  }
}
