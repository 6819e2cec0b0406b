package dev.bellwether.store.segments.columns;

import dev.bellwether.model.LogRecord;
import dev.bellwether.model.SpanId;
import dev.bellwether.model.TraceId;
import dev.bellwether.model.Value;
import org.jspecify.annotations.Nullable;

/// Rebuilds log records from their columns. One thread.
final class LogReading {
  private final Reading reading;
  private final TraceIndex traces;
  private final OriginReading origins;

  LogReading(Reading reading) {
    this.reading = reading;
    this.traces = new TraceIndex(reading.file());
    this.origins = new OriginReading(reading);
  }

  LogRecord record(int row) {
    var effective = timeNanos(row);
    return new LogRecord(
        number(LogColumns.TIME_IS_KNOWN, row) == 0 ? 0 : effective,
        effective + number(LogColumns.OBSERVED, row),
        (int) number(LogColumns.SEVERITY, row),
        text(LogColumns.SEVERITY_TEXT, row),
        text(LogColumns.EVENT_NAME, row),
        body(row),
        origins.attributes(row),
        traceId(row),
        spanId(row),
        (int) number(LogColumns.FLAGS, row),
        origins.resource(row),
        origins.scope(row),
        (int) number(LogColumns.DROPPED_ATTRIBUTES, row));
  }

  RecordHit hit(int row) {
    return new RecordHit(row, timeNanos(row), row + number(LogColumns.ARRIVAL, row));
  }

  @Nullable TraceId traceId(int row) {
    var place = number(LogColumns.TRACE, row);
    return place == 0 ? null : traces.id((int) place - 1);
  }

  @Nullable SpanId spanId(int row) {
    var bits = number(LogColumns.SPAN, row);
    return bits == 0 ? null : new SpanId(bits);
  }

  private long timeNanos(int row) {
    return number(LogColumns.TIME, row);
  }

  private Value body(int row) {
    var body = reading.fixed(LogColumns.BODY).valueAt(row);
    return body == null ? Value.EMPTY : body;
  }

  private long number(String name, int row) {
    return reading.fixed(name).at(row);
  }

  private String text(String name, int row) {
    var value = reading.fixed(name).valueAt(row);
    return value == null ? "" : value.text();
  }
}
