package dev.bellwether.store.segments.columns;

import dev.bellwether.model.Span;
import dev.bellwether.model.Span.Status;
import dev.bellwether.model.SpanId;
import dev.bellwether.model.TraceId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rebuilds spans from their columns. One thread.
final class SpanReading {
  private static final Span.Kind[] KINDS = Span.Kind.values();
  private static final Status.Code[] CODES = Status.Code.values();

  private final Reading reading;
  private final TraceIndex traces;
  private final Section spanIds;
  private final OriginReading origins;

  SpanReading(Reading reading) {
    this.reading = reading;
    this.traces = new TraceIndex(reading.file());
    this.spanIds = reading.file().spanIds();
    this.origins = new OriginReading(reading);
  }

  Span span(int row) {
    var start = startNanos(row);
    var events = column(SpanColumns.EVENTS).valueAt(row);
    var links = column(SpanColumns.LINKS).valueAt(row);
    return new Span(
        traceId(row),
        id(row),
        parentId(row),
        text(SpanColumns.TRACE_STATE, row),
        (int) number(SpanColumns.FLAGS, row),
        name(row),
        KINDS[(int) number(SpanColumns.KIND, row)],
        start,
        start + number(SpanColumns.DURATION, row),
        origins.attributes(row),
        events == null ? List.of() : SpanParts.events(events, start),
        links == null ? List.of() : SpanParts.links(links),
        status(row),
        origins.resource(row),
        origins.scope(row),
        (int) number(SpanColumns.DROPPED_ATTRIBUTES, row));
  }

  TraceId traceId(int row) {
    return traces.id(tracePlace(row));
  }

  /// The place of the row's trace in the index.
  int tracePlace(int row) {
    return (int) number(SpanColumns.TRACE, row);
  }

  SpanId id(int row) {
    return new SpanId(spanIds.longAt((long) row * Long.BYTES));
  }

  @Nullable SpanId parentId(int row) {
    var stored = number(SpanColumns.PARENT, row);
    if (stored == SpanColumns.NO_PARENT) {
      return null;
    }
    if (stored == SpanColumns.NO_ROW) {
      return new SpanId(number(SpanColumns.PARENT_ELSEWHERE, row));
    }
    return id(row - (int) ByteInput.unzigzag(stored - SpanColumns.FIRST_DISTANCE));
  }

  boolean hasParent(int row) {
    return number(SpanColumns.PARENT, row) != SpanColumns.NO_PARENT;
  }

  long startNanos(int row) {
    return number(SpanColumns.START, row);
  }

  long endNanos(int row) {
    return startNanos(row) + number(SpanColumns.DURATION, row);
  }

  String name(int row) {
    return text(SpanColumns.NAME, row);
  }

  String service(int row) {
    return origins.resource(row).serviceName();
  }

  boolean failed(int row) {
    return code(row) == Status.Code.ERROR;
  }

  private Status.Code code(int row) {
    return CODES[(int) number(SpanColumns.STATUS, row)];
  }

  private Status status(int row) {
    return new Status(code(row), text(SpanColumns.STATUS_MESSAGE, row));
  }

  private long number(String name, int row) {
    return column(name).at(row);
  }

  private String text(String name, int row) {
    var value = column(name).valueAt(row);
    return value == null ? "" : value.text();
  }

  private ColumnReading column(String name) {
    return reading.fixed(name);
  }
}
