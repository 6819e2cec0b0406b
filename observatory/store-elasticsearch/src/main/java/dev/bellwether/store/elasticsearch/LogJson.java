package dev.bellwether.store.elasticsearch;

import dev.bellwether.model.LogRecord;
import dev.bellwether.model.LogRecord.Severity;
import dev.bellwether.model.Value;
import dev.bellwether.store.query.Field.Intrinsic;
import tools.jackson.databind.JsonNode;

/// A log record as a document of `logs-…`, and back.
final class LogJson {
  private LogJson() {}

  static Document write(LogRecord record, String id, long arrival) {
    var json = new SourceJson(record.effectiveNanos(), arrival);
    json.ids(record.traceId(), record.spanId());
    var source = json.source();
    source.put("severity_number", record.severityNumber());
    source.put("severity_text", record.severityText());
    source.put("event_name", record.eventName());
    source.putObject("body").put("text", record.body().text());
    source.put("dropped_attributes_count", record.droppedAttributes());
    json.attributes(record.attributes(), record.resource(), record.scope());
    json.ours()
        .put("happened", record.timeNanos())
        .put("observed", record.observedNanos())
        .put("flags", record.flags());
    if (!(record.body() instanceof Value.Text)) {
      json.exact().set("body", ValueJson.exact(record.body()));
    }
    addTerms(record, json.terms);
    return json.document(id);
  }

  static LogRecord read(JsonNode source) {
    var ours = source.path("bellwether");
    var body = SourceJson.exact(source).path("body");
    return new LogRecord(
        ours.path("happened").longValue(),
        ours.path("observed").longValue(),
        source.path("severity_number").intValue(),
        source.path("severity_text").asString(),
        source.path("event_name").asString(),
        body.isObject()
            ? ValueJson.readValue(body)
            : Value.of(source.path("body").path("text").asString()),
        SourceJson.attributes(source),
        SourceJson.traceId(source.path("trace_id")),
        SourceJson.spanId(source.path("span_id")),
        ours.path("flags").intValue(),
        SourceJson.resource(source),
        SourceJson.scope(source),
        source.path("dropped_attributes_count").intValue());
  }

  @SuppressWarnings("EnumOrdinal") // the model promises the order of the numbers
  private static void addTerms(LogRecord record, SearchTerms terms) {
    terms.intrinsic(Intrinsic.SERVICE_NAME, record.service());
    if (record.traceId() != null) {
      terms.intrinsic(Intrinsic.TRACE_ID, record.traceId().toString());
    }
    if (record.spanId() != null) {
      terms.intrinsic(Intrinsic.SPAN_ID, record.spanId().toString());
    }
    if (record.severity() != Severity.UNSPECIFIED) {
      terms.intrinsic(Intrinsic.SEVERITY, Value.of(record.severity().ordinal()));
    }
    if (!(record.body() instanceof Value.Empty)) {
      terms.intrinsic(Intrinsic.BODY, record.body());
    }
    terms.intrinsic(Intrinsic.EVENT_NAME, record.eventName());
    terms.intrinsic(Intrinsic.SCOPE_NAME, record.scope().name());
    terms.intrinsic(Intrinsic.TIMESTAMP, Value.of(record.effectiveNanos()));
    terms.fullText(record.body().text());
    terms.fullText(record.eventName());
    terms.fullText(record.service());
    terms.fullText(record.attributes());
  }
}
