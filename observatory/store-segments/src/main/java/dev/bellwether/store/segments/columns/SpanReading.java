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

  private final TraceIndex traces;
  private final Section spanIds;
  private final OriginReading origins;
  private final ColumnReading tracePlaces;
  private final ColumnReading parents;
  private final ColumnReading parentsElsewhere;
  private final ColumnReading starts;
  private final ColumnReading durations;
  private final ColumnReading flags;
  private final ColumnReading names;
  private final ColumnReading kinds;
  private final ColumnReading codes;
  private final ColumnReading messages;
  private final ColumnReading traceStates;
  private final ColumnReading events;
  private final ColumnReading links;
  private final ColumnReading droppedAttributes;

  SpanReading(Reading reading) {
    this.traces = new TraceIndex(reading.file());
    this.spanIds = reading.file().spanIds();
    this.origins = new OriginReading(reading);
    this.tracePlaces = reading.fixed(SpanColumns.TRACE);
    this.parents = reading.fixed(SpanColumns.PARENT);
    this.parentsElsewhere = reading.fixed(SpanColumns.PARENT_ELSEWHERE);
    this.starts = reading.fixed(SpanColumns.START);
    this.durations = reading.fixed(SpanColumns.DURATION);
    this.flags = reading.fixed(SpanColumns.FLAGS);
    this.names = reading.fixed(SpanColumns.NAME);
    this.kinds = reading.fixed(SpanColumns.KIND);
    this.codes = reading.fixed(SpanColumns.STATUS);
    this.messages = reading.fixed(SpanColumns.STATUS_MESSAGE);
    this.traceStates = reading.fixed(SpanColumns.TRACE_STATE);
    this.events = reading.fixed(SpanColumns.EVENTS);
    this.links = reading.fixed(SpanColumns.LINKS);
    this.droppedAttributes = reading.fixed(SpanColumns.DROPPED_ATTRIBUTES);
  }

  Span span(int row) {
    var start = startNanos(row);
    var eventsHere = events.valueAt(row);
    var linksHere = links.valueAt(row);
    return new Span(
        traceId(row),
        id(row),
        parentId(row),
        text(traceStates, row),
        (int) flags.at(row),
        name(row),
        KINDS[(int) kinds.at(row)],
        start,
        start + durations.at(row),
        origins.attributes(row),
        eventsHere == null ? List.of() : SpanParts.events(eventsHere, start),
        linksHere == null ? List.of() : SpanParts.links(linksHere),
        status(row),
        origins.resource(row),
        origins.scope(row),
        (int) droppedAttributes.at(row));
  }

  TraceId traceId(int row) {
    return traces.id(tracePlace(row));
  }

  /// The place of the row's trace in the index.
  int tracePlace(int row) {
    return (int) tracePlaces.at(row);
  }

  SpanId id(int row) {
    return new SpanId(spanIds.longAt((long) row * Long.BYTES));
  }

  @Nullable SpanId parentId(int row) {
    var stored = parents.at(row);
    if (stored == SpanColumns.NO_PARENT) {
      return null;
    }
    if (stored == SpanColumns.NO_ROW) {
      return new SpanId(parentsElsewhere.at(row));
    }
    return id(row - (int) ByteInput.unzigzag(stored - SpanColumns.FIRST_DISTANCE));
  }

  boolean hasParent(int row) {
    return parents.at(row) != SpanColumns.NO_PARENT;
  }

  long startNanos(int row) {
    return starts.at(row);
  }

  long endNanos(int row) {
    return startNanos(row) + durations.at(row);
  }

  String name(int row) {
    return text(names, row);
  }

  String service(int row) {
    return origins.resource(row).serviceName();
  }

  boolean failed(int row) {
    return code(row) == Status.Code.ERROR;
  }

  private Status.Code code(int row) {
    return CODES[(int) codes.at(row)];
  }

  private Status status(int row) {
    return new Status(code(row), text(messages, row));
  }

  private static String text(ColumnReading column, int row) {
    var value = column.valueAt(row);
    return value == null ? "" : value.text();
  }
}
