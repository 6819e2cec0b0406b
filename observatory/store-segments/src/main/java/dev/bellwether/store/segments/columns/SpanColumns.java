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
      columns.fields(writer);
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

  /// Reads each span once: they lie all over the heap.
  private void fields(TableWriter writer) throws IOException {
    var numbers = new Numbers(count);
    var texts = new Texts(count);
    var lists = new Lists(count);
    var origins = new Origins(count);
    var attributes = new AttributeColumns(count);
    for (var row = 0; row < count; row++) {
      var span = rows.get(row);
      numbers.add(row, span);
      texts.add(row, span);
      lists.add(row, span);
      origins.add(row, span.resource(), span.scope());
      attributes.add(row, span.attributes());
    }
    numbers.write(writer);
    texts.write(writer);
    addToFilter(Intrinsic.NAME, texts.names);
    addToFilter(Intrinsic.STATUS_MESSAGE, texts.messages);
    lists.write(writer);
    addToFilter(Intrinsic.EVENT_NAME, lists.eventNames);
    origins.write(writer, filter, filterMax);
    attributes.write(writer, filter, filterMax);
  }

  private void addToFilter(Intrinsic field, Dictionary values) {
    Fingerprint.addAll(filter, filterMax, Fingerprint.field(field), values.values());
  }

  private byte[] spanIds() {
    var ids = new ByteOutput();
    rows.forEach(span -> ids.fixed64(span.id().bits()));
    return Arrays.copyOf(ids.array(), ids.size());
  }

  private static final class Numbers {
    private final long[] starts;
    private final long[] durations;
    private final long[] flags;
    private final long[] kinds;
    private final long[] codes;
    private final long[] dropped;

    Numbers(int count) {
      starts = new long[count];
      durations = new long[count];
      flags = new long[count];
      kinds = new long[count];
      codes = new long[count];
      dropped = new long[count];
    }

    void add(int row, Span span) {
      starts[row] = span.startNanos();
      durations[row] = span.endNanos() - span.startNanos();
      flags[row] = span.flags();
      kinds[row] = span.kind().ordinal();
      codes[row] = span.status().code().ordinal();
      dropped[row] = span.droppedAttributes();
    }

    void write(TableWriter writer) throws IOException {
      writer.numbers(START, starts, true);
      writer.numbers(DURATION, durations, false);
      writer.numbers(FLAGS, flags, false);
      writer.numbers(KIND, kinds, false);
      writer.numbers(STATUS, codes, false);
      writer.numbers(DROPPED_ATTRIBUTES, dropped, false);
    }
  }

  private static final class Texts {
    final Dictionary names = new Dictionary();
    final Dictionary messages = new Dictionary();
    private final Dictionary states = new Dictionary();
    private final long[] nameIds;
    private final long[] messageIds;
    private final long[] stateIds;

    Texts(int count) {
      nameIds = new long[count];
      messageIds = new long[count];
      stateIds = new long[count];
    }

    void add(int row, Span span) {
      nameIds[row] = names.idOfText(span.name());
      messageIds[row] = messages.idOfText(span.status().message());
      stateIds[row] = states.idOfText(span.traceState());
    }

    void write(TableWriter writer) throws IOException {
      writer.values(NAME, names, nameIds);
      writer.values(STATUS_MESSAGE, messages, messageIds);
      writer.values(TRACE_STATE, states, stateIds);
    }
  }

  private static final class Lists {
    final Dictionary eventNames = new Dictionary();
    private final Dictionary events = new Dictionary();
    private final Dictionary links = new Dictionary();
    private final long[] eventIds;
    private final long[] linkIds;

    Lists(int count) {
      eventIds = new long[count];
      linkIds = new long[count];
    }

    void add(int row, Span span) {
      span.events().forEach(event -> eventNames.idOf(Value.of(event.name())));
      eventIds[row] = span.events().isEmpty() ? 0 : events.idOf(SpanParts.ofEvents(span));
      linkIds[row] = span.links().isEmpty() ? 0 : links.idOf(SpanParts.ofLinks(span));
    }

    void write(TableWriter writer) throws IOException {
      writer.values(EVENTS, events, eventIds);
      writer.values(LINKS, links, linkIds);
    }
  }
}
