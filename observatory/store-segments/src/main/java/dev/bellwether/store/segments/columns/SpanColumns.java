package dev.bellwether.store.segments.columns;

import dev.bellwether.model.Span;
import dev.bellwether.model.SpanId;
import dev.bellwether.model.TraceId;
import dev.bellwether.model.Value;
import dev.bellwether.store.Trace;
import dev.bellwether.store.query.Field.Intrinsic;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/// Writes spans as columns. The spans of a trace are neighbours; traces, and the spans in them,
/// stand in the order they start. One thread.
@SuppressWarnings("EnumOrdinal") // the model promises the order of the numbers
final class SpanColumns {
  static final String TRACE = "trace";
  static final String PARENT = "parent";
  static final String PARENT_ELSEWHERE = "parent elsewhere";
  static final String START = "start";
  static final String DURATION = "duration";
  static final String FLAGS = "flags";
  static final String NAME = "name";
  static final String KIND = "kind";
  static final String STATUS = "status";
  static final String STATUS_MESSAGE = "status message";
  static final String TRACE_STATE = "trace state";
  static final String EVENTS = "events";
  static final String LINKS = "links";
  static final String DROPPED_ATTRIBUTES = "dropped attributes";

  /// In [#PARENT]: no parent, and one that is not a row of the trace; others are two more than the
  /// zigzag distance between the rows.
  static final int NO_PARENT = 0;

  static final int NO_ROW = 1;
  static final int FIRST_DISTANCE = 2;

  /// Entries of the filter that a row may cost, 10 bits each. The trading system's cost 0.3; a key
  /// with another text on each row costs one and saves reading its dictionary in every segment.
  private static final int FILTER_ENTRIES_OF_ROW_MAX = 4;

  /// In a short trace the parent is found sooner without a map.
  private static final int SHORT_TRACE_SPANS = 32;

  private final List<Span> rows;
  private final int count;
  private final BloomFilter filter = new BloomFilter();
  private final int filterMax;

  private SpanColumns(List<Span> rows) {
    this.rows = rows;
    this.count = rows.size();
    this.filterMax = FILTER_ENTRIES_OF_ROW_MAX * count + Layout.PAGE_ROWS;
  }

  static void write(Path file, List<Span> spans) throws IOException {
    Layout.requireRows("spans", spans.size());
    var traces = byTrace(spans);
    var rows = new ArrayList<Span>(spans.size());
    traces.forEach(rows::addAll);
    var columns = new SpanColumns(rows);
    try (var writer = TableWriter.create(file, TableKind.SPANS, rows.size())) {
      var index = columns.traces(writer, traces);
      columns.parents(writer, traces);
      columns.numbers(writer);
      columns.texts(writer);
      columns.lists(writer);
      columns.attributes(writer);
      var starts = rows.stream().mapToLong(Span::startNanos).summaryStatistics();
      writer.finish(
          starts.getMin(), starts.getMax(), index, columns.spanIds(), columns.filter.toByteArray());
    }
  }

  private static List<List<Span>> byTrace(List<Span> spans) {
    var traces = new HashMap<TraceId, List<Span>>();
    for (var span : spans) {
      traces.computeIfAbsent(span.traceId(), _ -> new ArrayList<>()).add(span);
    }
    var groups = new ArrayList<>(traces.values());
    groups.forEach(group -> group.sort(Trace.ORDER));
    groups.sort(
        Comparator.comparingLong((List<Span> group) -> group.getFirst().startNanos())
            .thenComparing(group -> group.getFirst().traceId()));
    return groups;
  }

  /// Returns the index and writes the column of the traces' places in it.
  private byte[] traces(TableWriter writer, List<List<Span>> traces) throws IOException {
    var firstRows = new int[traces.size()];
    var byId = new ArrayList<Integer>(traces.size());
    var row = 0;
    for (var i = 0; i < traces.size(); i++) {
      byId.add(i);
      firstRows[i] = row;
      row += traces.get(i).size();
    }
    byId.sort(Comparator.comparing(i -> traces.get(i).getFirst().traceId()));
    var index = new ByteOutput();
    var places = new long[count];
    for (var place = 0; place < byId.size(); place++) {
      var trace = traces.get(byId.get(place));
      var first = firstRows[byId.get(place)];
      var id = trace.getFirst().traceId();
      TraceIndex.write(index, id, first, first + trace.size() - 1);
      Arrays.fill(places, first, first + trace.size(), place);
      filter.add(Fingerprint.trace(id));
    }
    writer.numbers(TRACE, places, true);
    return TraceIndex.bytes(index);
  }

  private void parents(TableWriter writer, List<List<Span>> traces) throws IOException {
    var parents = new long[count];
    var elsewhere = new long[count];
    var row = 0;
    for (var trace : traces) {
      var indexes = trace.size() > SHORT_TRACE_SPANS ? indexes(trace) : Map.<SpanId, Integer>of();
      for (var i = 0; i < trace.size(); i++, row++) {
        var parent = trace.get(i).parentId();
        if (parent == null) {
          continue;
        }
        var at = indexes.isEmpty() ? indexOf(parent, trace) : indexes.getOrDefault(parent, -1);
        parents[row] = at < 0 ? NO_ROW : FIRST_DISTANCE + ByteOutput.zigzag((long) i - at);
        elsewhere[row] = at < 0 ? parent.bits() : 0;
      }
    }
    writer.numbers(PARENT, parents, false);
    writer.numbers(PARENT_ELSEWHERE, elsewhere, false);
  }

  private static Map<SpanId, Integer> indexes(List<Span> trace) {
    var indexes = new HashMap<SpanId, Integer>(2 * trace.size());
    for (var i = 0; i < trace.size(); i++) {
      indexes.put(trace.get(i).id(), i);
    }
    return indexes;
  }

  private static int indexOf(SpanId id, List<Span> trace) {
    for (var i = 0; i < trace.size(); i++) {
      if (trace.get(i).id().bits() == id.bits()) {
        return i;
      }
    }
    return -1;
  }

  private void numbers(TableWriter writer) throws IOException {
    var numbers = new long[count];
    fill(numbers, Span::startNanos);
    writer.numbers(START, numbers, true);
    fill(numbers, span -> span.endNanos() - span.startNanos());
    writer.numbers(DURATION, numbers, false);
    fill(numbers, Span::flags);
    writer.numbers(FLAGS, numbers, false);
    fill(numbers, span -> span.kind().ordinal());
    writer.numbers(KIND, numbers, false);
    fill(numbers, span -> span.status().code().ordinal());
    writer.numbers(STATUS, numbers, false);
    fill(numbers, Span::droppedAttributes);
    writer.numbers(DROPPED_ATTRIBUTES, numbers, false);
  }

  private void texts(TableWriter writer) throws IOException {
    var names = new Dictionary();
    var ids = new long[count];
    fill(ids, span -> names.idOfText(span.name()));
    writer.values(NAME, names, ids);
    addToFilter(Intrinsic.NAME, names);
    var messages = new Dictionary();
    fill(ids, span -> messages.idOfText(span.status().message()));
    writer.values(STATUS_MESSAGE, messages, ids);
    addToFilter(Intrinsic.STATUS_MESSAGE, messages);
    var states = new Dictionary();
    fill(ids, span -> states.idOfText(span.traceState()));
    writer.values(TRACE_STATE, states, ids);
  }

  private void addToFilter(Intrinsic field, Dictionary values) {
    Fingerprint.addAll(filter, filterMax, Fingerprint.field(field), values.values());
  }

  private void lists(TableWriter writer) throws IOException {
    var events = new Dictionary();
    var names = new Dictionary();
    var ids = new long[count];
    fill(
        ids,
        span -> {
          span.events().forEach(event -> names.idOf(Value.of(event.name())));
          return span.events().isEmpty() ? 0 : events.idOf(SpanParts.ofEvents(span));
        });
    writer.values(EVENTS, events, ids);
    addToFilter(Intrinsic.EVENT_NAME, names);
    var links = new Dictionary();
    fill(ids, span -> span.links().isEmpty() ? 0 : links.idOf(SpanParts.ofLinks(span)));
    writer.values(LINKS, links, ids);
  }

  private void attributes(TableWriter writer) throws IOException {
    var origins = new Origins(count);
    var attributes = new AttributeColumns(count);
    for (var row = 0; row < count; row++) {
      var span = rows.get(row);
      origins.add(row, span.resource(), span.scope());
      attributes.add(row, span.attributes());
    }
    origins.write(writer, filter, filterMax);
    attributes.write(writer, filter, filterMax);
  }

  private byte[] spanIds() {
    var ids = new ByteOutput();
    rows.forEach(span -> ids.fixed64(span.id().bits()));
    return Arrays.copyOf(ids.array(), ids.size());
  }

  private void fill(long[] numbers, ToLongFunction<Span> number) {
    for (var row = 0; row < count; row++) {
      numbers[row] = number.applyAsLong(rows.get(row));
    }
  }
}
