package dev.bellwether.store.elasticsearch;

import dev.bellwether.model.Span;
import dev.bellwether.model.SpanId;
import dev.bellwether.model.TraceId;
import dev.bellwether.model.Value;
import dev.bellwether.store.query.Field.Intrinsic;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/// A span as a document of `traces-…`, and back.
final class SpanJson {
  private SpanJson() {}

  /// Trace id and span id: what identifies the span identifies the document.
  static String id(Span span) {
    return span.traceId().toString() + span.id();
  }

  static Document write(Span span, long arrival) {
    var json = new SourceJson(span.startNanos(), arrival);
    json.ids(span.traceId(), span.id());
    var source = json.source();
    if (span.parentId() != null) {
      source.put("parent_span_id", span.parentId().toString());
    }
    source.put("trace_state", span.traceState());
    source.put("name", span.name());
    source.put("kind", word(span.kind()));
    source.put("duration", span.durationNanos());
    source
        .putObject("status")
        .put("code", word(span.status().code()))
        .put("message", span.status().message());
    source.put("dropped_attributes_count", span.droppedAttributes());
    json.attributes(span.attributes(), span.resource(), span.scope());
    json.ours().put("end", span.endNanos()).put("flags", span.flags());
    writeEvents(span, json);
    writeLinks(span, json);
    addTerms(span, json.terms);
    return json.document(id(span));
  }

  static Span read(JsonNode source) {
    var ours = source.path("bellwether");
    var status = source.path("status");
    return new Span(
        TraceId.parse(source.path("trace_id").asString()),
        SpanId.parse(source.path("span_id").asString()),
        SourceJson.spanId(source.path("parent_span_id")),
        source.path("trace_state").asString(),
        ours.path("flags").intValue(),
        source.path("name").asString(),
        Span.Kind.valueOf(source.path("kind").asString().toUpperCase(Locale.ROOT)),
        ours.path("time").longValue(),
        ours.path("end").longValue(),
        SourceJson.attributes(source),
        events(SourceJson.exact(source).path("events")),
        links(SourceJson.exact(source).path("links")),
        new Span.Status(
            Span.Status.Code.valueOf(status.path("code").asString().toUpperCase(Locale.ROOT)),
            status.path("message").asString()),
        SourceJson.resource(source),
        SourceJson.scope(source),
        source.path("dropped_attributes_count").intValue());
  }

  private static void writeEvents(Span span, SourceJson json) {
    for (var event : span.events()) {
      var node = json.exact().withArray("/events").addObject();
      node.put("time", event.timeNanos()).put("name", event.name());
      node.set("attributes", ValueJson.exact(event.attributes()));
    }
  }

  private static List<Span.Event> events(JsonNode nodes) {
    var events = new ArrayList<Span.Event>();
    for (var node : nodes) {
      events.add(
          new Span.Event(
              node.path("time").longValue(),
              node.path("name").asString(),
              ValueJson.readExact(node.path("attributes"))));
    }
    return events;
  }

  private static void writeLinks(Span span, SourceJson json) {
    for (var link : span.links()) {
      var node = json.exact().withArray("/links").addObject();
      node.put("trace_id", link.traceId().toString());
      node.put("span_id", link.spanId().toString());
      node.put("trace_state", link.traceState());
      node.set("attributes", ValueJson.exact(link.attributes()));
    }
  }

  private static List<Span.Link> links(JsonNode nodes) {
    var links = new ArrayList<Span.Link>();
    for (var node : nodes) {
      links.add(
          new Span.Link(
              TraceId.parse(node.path("trace_id").asString()),
              SpanId.parse(node.path("span_id").asString()),
              node.path("trace_state").asString(),
              ValueJson.readExact(node.path("attributes"))));
    }
    return links;
  }

  @SuppressWarnings("EnumOrdinal") // the model promises the order of the numbers
  private static void addTerms(Span span, SearchTerms terms) {
    terms.intrinsic(Intrinsic.SERVICE_NAME, span.service());
    terms.intrinsic(Intrinsic.NAME, span.name());
    terms.intrinsic(Intrinsic.KIND, Value.of(span.kind().ordinal()));
    terms.intrinsic(Intrinsic.STATUS, Value.of(span.status().code().ordinal()));
    terms.intrinsic(Intrinsic.STATUS_MESSAGE, span.status().message());
    terms.intrinsic(Intrinsic.DURATION, Value.of(span.durationNanos()));
    terms.intrinsic(Intrinsic.TRACE_ID, span.traceId().toString());
    terms.intrinsic(Intrinsic.SPAN_ID, span.id().toString());
    if (span.parentId() != null) {
      terms.intrinsic(Intrinsic.PARENT_ID, span.parentId().toString());
    }
    terms.intrinsic(Intrinsic.SCOPE_NAME, span.scope().name());
    terms.intrinsic(Intrinsic.TIMESTAMP, Value.of(span.startNanos()));
    terms.fullText(span.name());
    terms.fullText(span.status().message());
    terms.fullText(span.service());
    terms.fullText(span.attributes());
    for (var event : span.events()) {
      terms.intrinsic(Intrinsic.EVENT_NAME, Value.of(event.name()));
      terms.fullText(event.name());
      terms.fullText(event.attributes());
    }
  }

  /// `SERVER` is `Server` in documents, as OpenTelemetry's collector writes it.
  private static String word(Enum<?> choice) {
    var name = choice.name();
    return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
  }
}
