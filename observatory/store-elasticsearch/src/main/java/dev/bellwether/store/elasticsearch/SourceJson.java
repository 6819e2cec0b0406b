package dev.bellwether.store.elasticsearch;

import dev.bellwether.model.Resource;
import dev.bellwether.model.Scope;
import dev.bellwether.model.SpanId;
import dev.bellwether.model.TraceId;
import dev.bellwether.model.Value;
import dev.bellwether.store.query.Field.Attribute.Source;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What the JSON of the three signals has in common.
///
/// ```
/// @timestamp, attributes, resource.attributes, scope   OpenTelemetry's own layout
/// bellwether.time, .arrival                            the order of pages, exact to the nanosecond
/// bellwether.exact                                     what JSON cannot say: see ValueJson
/// search                                               what it is found by: see SearchTerms
/// ```
final class SourceJson {
  private final ObjectNode source = Cluster.JSON.createObjectNode();
  private final ObjectNode ours = Cluster.JSON.createObjectNode();
  private final ObjectNode exact = Cluster.JSON.createObjectNode();
  final SearchTerms terms = new SearchTerms();

  /// Begins a document.
  ///
  /// @param arrival how many came before it
  SourceJson(long timeNanos, long arrival) {
    // The engines' dates begin in 1970 and end in 2262.
    source.put("@timestamp", Instant.EPOCH.plusNanos(Math.max(0, timeNanos)).toString());
    ours.put("time", timeNanos).put("arrival", arrival);
  }

  ObjectNode source() {
    return source;
  }

  ObjectNode ours() {
    return ours;
  }

  ObjectNode exact() {
    return exact;
  }

  void attributes(Map<String, Value> attributes, Resource resource, Scope scope) {
    source.set("attributes", ValueJson.readable(attributes, exact.putArray("attributes")));
    source
        .putObject("resource")
        .set("attributes", ValueJson.readable(resource.attributes(), exact.putArray("resource")));
    source.putObject("scope").put("name", scope.name()).put("version", scope.version());
    if (!scope.attributes().isEmpty()) {
      exact.set("scope", ValueJson.exact(scope.attributes()));
    }
    terms.attributes(Source.OWN, attributes);
    terms.attributes(Source.RESOURCE, resource.attributes());
  }

  void ids(@Nullable TraceId traceId, @Nullable SpanId spanId) {
    if (traceId != null) {
      source.put("trace_id", traceId.toString());
    }
    if (spanId != null) {
      source.put("span_id", spanId.toString());
    }
  }

  Document document(String id) {
    ours.set("exact", exact);
    source.set("bellwether", ours);
    source.set("search", terms.json());
    return new Document(id, source.toString());
  }

  /// What was stored, also where the cluster took it only as text.
  static JsonNode stored(JsonNode hit) {
    var source = hit.path("_source");
    var text = source.path("bellwether").path("exact").path("document");
    return text.isString() ? Cluster.JSON.readTree(text.asString()) : source;
  }

  static Map<String, Value> attributes(JsonNode source) {
    return ValueJson.read(source.path("attributes"), exact(source).path("attributes"));
  }

  static Resource resource(JsonNode source) {
    return new Resource(
        ValueJson.read(source.path("resource").path("attributes"), exact(source).path("resource")));
  }

  static Scope scope(JsonNode source) {
    var scope = source.path("scope");
    return new Scope(
        scope.path("name").asString(),
        scope.path("version").asString(),
        ValueJson.readExact(exact(source).path("scope")));
  }

  static JsonNode exact(JsonNode source) {
    return source.path("bellwether").path("exact");
  }

  static @Nullable TraceId traceId(JsonNode id) {
    return id.isString() ? TraceId.parse(id.asString()) : null;
  }

  static @Nullable SpanId spanId(JsonNode id) {
    return id.isString() ? SpanId.parse(id.asString()) : null;
  }
}
