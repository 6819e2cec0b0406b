package dev.bellwether.otlp;

import dev.bellwether.model.LogRecord;
import dev.bellwether.model.Resource;
import dev.bellwether.model.Scope;
import dev.bellwether.model.SpanId;
import dev.bellwether.model.TraceId;
import dev.bellwether.model.Value;
import org.jspecify.annotations.Nullable;

/// Reads an `ExportLogsServiceRequest`. One request, one thread.
///
/// No log record is rejected: an id that is not valid means that the record belongs to no trace.
final class LogDecoder {
  private static final Shape REQUEST = Shape.of("resourceLogs[]=1");
  private static final Shape RESOURCE_LOGS = Shape.of("resource=1 scopeLogs[]=2");
  private static final Shape SCOPE_LOGS = Shape.of("scope=1 logRecords[]=2");
  private static final Shape LOG_RECORD =
      Shape.of(
          "timeUnixNano=1 severityNumber=2 severityText=3 body=5 attributes[]=6"
              + " droppedAttributesCount=7 flags=8 traceId=9 spanId=10 observedTimeUnixNano=11"
              + " eventName=12");

  private static final int SEVERITY_MAX = 24;

  private final Fields in;
  private final Values values;
  private final Batch<LogRecord> batch = new Batch<>();
  private Resource resource = Values.nobody();
  private Scope scope = Scope.NONE;

  private LogDecoder(Fields in, int attributesMax) {
    this.in = in;
    this.values = new Values(in, attributesMax);
  }

  static Batch<LogRecord> decode(Fields in, int attributesMax) {
    var decoder = new LogDecoder(in, attributesMax);
    decoder.request();
    return decoder.batch;
  }

  private void request() {
    for (int field = in.next(REQUEST); field != 0; field = in.next(REQUEST)) {
      switch (field) {
        case 1 -> resourceLogs();
        default -> in.skip();
      }
    }
  }

  private void resourceLogs() {
    resource = Values.nobody();
    int first = batch.mark();
    in.enter();
    for (int field = in.next(RESOURCE_LOGS); field != 0; field = in.next(RESOURCE_LOGS)) {
      switch (field) {
        case 1 -> {
          resource = values.resource();
          batch.changeFrom(first, record -> record.from(resource, record.scope()));
        }
        case 2 -> scopeLogs();
        default -> in.skip();
      }
    }
  }

  private void scopeLogs() {
    scope = Scope.NONE;
    int first = batch.mark();
    in.enter();
    for (int field = in.next(SCOPE_LOGS); field != 0; field = in.next(SCOPE_LOGS)) {
      switch (field) {
        case 1 -> {
          scope = values.scope();
          batch.changeFrom(first, record -> record.from(record.resource(), scope));
        }
        case 2 -> logRecord();
        default -> in.skip();
      }
    }
  }

  private void logRecord() {
    long timeNanos = 0;
    long observedNanos = 0;
    int severityNumber = 0;
    var severityText = "";
    var eventName = "";
    @Nullable Value body = Value.EMPTY;
    var attributes = values.attributes();
    int droppedByOthers = 0;
    @Nullable TraceId traceId = null;
    @Nullable SpanId spanId = null;
    int flags = 0;
    in.enter();
    for (int field = in.next(LOG_RECORD); field != 0; field = in.next(LOG_RECORD)) {
      switch (field) {
        case 1 -> timeNanos = in.fixed64();
        case 2 -> severityNumber = in.constant(SEVERITY_MAX);
        case 3 -> severityText = in.text();
        case 5 -> body = values.value();
        case 6 -> attributes.read();
        case 7 -> droppedByOthers = in.uint32();
        case 8 -> flags = in.fixed32();
        case 9 -> traceId = values.traceId();
        case 10 -> spanId = values.spanId();
        case 11 -> observedNanos = in.fixed64();
        case 12 -> eventName = in.text();
        default -> in.skip();
      }
    }
    int droppedBody = body == null ? 1 : 0;
    batch.add(
        new LogRecord(
            timeNanos,
            observedNanos,
            severityNumber,
            severityText,
            eventName,
            body == null ? Value.EMPTY : body,
            attributes.map(),
            traceId,
            spanId,
            flags,
            resource,
            scope,
            attributes.dropped() + droppedByOthers + droppedBody));
  }
}
