package dev.bellwether.benchmarks.layout;

import com.github.luben.zstd.ZstdCompressCtx;
import dev.bellwether.model.Resource;
import dev.bellwether.model.Scope;
import dev.bellwether.model.Span;
import dev.bellwether.model.SpanId;
import dev.bellwether.model.TraceId;
import dev.bellwether.model.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Spans as columns: one for each part of a span and one for each attribute key and type, with ids
/// of a dictionary that stands once in the segment. Nothing is kept raw.
///
/// A parent that is in the segment is the distance to its row, one that is not is an exception with
/// its raw id. The trace index is a sorted list of `48 bits of the trace id · its rows`.
@SuppressWarnings({"EnumOrdinal", "ArrayRecordComponent"}) // numbers of an experiment, never kept
final class ColumnSegment {
  private static final Span.Kind[] KINDS = Span.Kind.values();
  private static final Span.Status.Code[] CODES = Span.Status.Code.values();

  /// What every span has, a column each.
  private enum Part {
    TRACE,
    ID,
    PARENT,
    START,
    DURATION,
    FLAGS,
    NAME,
    KIND,
    CODE,
    MESSAGE,
    RESOURCE,
    SCOPE
  }

  private record Key(String name, char type) {}

  private record Attribute(long[] ids, Dictionary<Value> values) {}

  private final Dictionary<TraceId> traces = new Dictionary<>();
  private final Dictionary<String> names = new Dictionary<>();
  private final Dictionary<String> messages = new Dictionary<>();
  private final Dictionary<Resource> resources = new Dictionary<>();
  private final Dictionary<Scope> scopes = new Dictionary<>();
  private final Map<Integer, Long> foreignParents = new HashMap<>();
  private final Map<Key, Dictionary<Value>> dictionaries = new LinkedHashMap<>();
  private final Map<Key, Column> attributes = new LinkedHashMap<>();
  private final Column[] parts = new Column[Part.values().length];
  private final Map<TraceId, int[]> rowsByTrace = new HashMap<>();
  private final BlockedBloom filter;
  private final Map<String, Long> sizes = new LinkedHashMap<>();
  private final int rows;

  /// @param spans in the order of rows; see [#byTrace]
  ColumnSegment(List<Span> spans, int level, int pageRows) {
    rows = spans.size();
    try (var zstd = new ZstdCompressCtx().setLevel(level)) {
      var fixed = fixedValues(spans);
      for (var part : Part.values()) {
        boolean differences = part == Part.START || part == Part.TRACE;
        var column = Column.of(fixed[part.ordinal()], pageRows, differences, zstd);
        parts[part.ordinal()] = column;
        add(part.name().toLowerCase(Locale.ROOT), column.size());
      }
      attributeValues(spans)
          .forEach((key, attribute) -> {
            var column = Column.of(attribute.ids(), pageRows, false, zstd);
            attributes.put(key, column);
            dictionaries.put(key, attribute.values());
            add("attribute columns", column.size());
          });
      add("dictionaries", zstd.compress(dictionaryBytes()).length);
      add("trace ids", 16L * traces.values().size());
      add("foreign parents", 12L * foreignParents.size());
      add("trace index", zstd.compress(traceIndex()).length);
    }
    filter = filter();
    add("filter", filter.size());
  }

  /// The spans of a trace next to each other, traces and the spans in them in the order they start.
  static List<Span> byTrace(List<Span> spans) {
    var traces = new LinkedHashMap<TraceId, List<Span>>();
    for (var span : spans) {
      traces.computeIfAbsent(span.traceId(), _ -> new ArrayList<>()).add(span);
    }
    var groups = new ArrayList<>(traces.values());
    groups.forEach(
        group -> group.sort((one, other) -> Long.compare(one.startNanos(), other.startNanos())));
    groups.sort(
        (one, other) -> Long.compare(one.getFirst().startNanos(), other.getFirst().startNanos()));
    List<Span> sorted = new ArrayList<>(spans.size());
    groups.forEach(sorted::addAll);
    return sorted;
  }

  /// Bytes of each part of the file.
  Map<String, Long> sizes() {
    return sizes;
  }

  List<Span> trace(TraceId id) {
    var found = rowsByTrace.getOrDefault(id, new int[0]);
    return new Reader().spans(found);
  }

  /// How many spans have an attribute of this value.
  long count(String key, Value value) {
    var wanted = new Key(key, ValueText.type(value));
    var column = attributes.get(wanted);
    var dictionary = dictionaries.get(wanted);
    int id = dictionary == null ? 0 : dictionary.find(value);
    if (column == null || id == 0) {
      return 0;
    }
    long count = 0;
    for (int page = 0; page < column.pageCount(); page++) {
      for (long found : column.page(page)) {
        count += found == id ? 1 : 0;
      }
    }
    return count;
  }

  boolean mayHave(String key, Value value) {
    return filter.mayHave(BlockedBloom.hash(key, value));
  }

  private void add(String part, long bytes) {
    sizes.merge(part, bytes, Long::sum);
  }

  private long[][] fixedValues(List<Span> spans) {
    var values = new long[Part.values().length][rows];
    var rowById = new HashMap<SpanId, Integer>(2 * rows);
    for (int row = 0; row < rows; row++) {
      rowById.put(spans.get(row).id(), row);
    }
    for (int row = 0; row < rows; row++) {
      var span = spans.get(row);
      values[Part.TRACE.ordinal()][row] = traces.idOf(span.traceId());
      values[Part.ID.ordinal()][row] = span.id().bits();
      values[Part.PARENT.ordinal()][row] = parent(span, row, rowById, spans);
      values[Part.START.ordinal()][row] = span.startNanos();
      values[Part.DURATION.ordinal()][row] = Bytes.zigzag(span.endNanos() - span.startNanos());
      values[Part.FLAGS.ordinal()][row] = span.flags();
      values[Part.NAME.ordinal()][row] = names.idOf(span.name());
      values[Part.KIND.ordinal()][row] = span.kind().ordinal();
      values[Part.CODE.ordinal()][row] = span.status().code().ordinal();
      values[Part.MESSAGE.ordinal()][row] = messages.idOf(span.status().message());
      values[Part.RESOURCE.ordinal()][row] = resources.idOf(span.resource());
      values[Part.SCOPE.ordinal()][row] = scopes.idOf(span.scope());
      if (!span.events().isEmpty() || !span.links().isEmpty() || !span.traceState().isEmpty()) {
        throw new IllegalArgumentException("the experiment has no such spans: " + span);
      }
    }
    return values;
  }

  /// 0: no parent; 1: in [#foreignParents]; else two more than the zigzag distance.
  private long parent(Span span, int row, Map<SpanId, Integer> rowById, List<Span> spans) {
    var parent = span.parentId();
    if (parent == null) {
      return 0;
    }
    var at = rowById.get(parent);
    if (at == null || !spans.get(at).traceId().equals(span.traceId())) {
      foreignParents.put(row, parent.bits());
      return 1;
    }
    return Bytes.zigzag((long) row - at) + 2;
  }

  private Map<Key, Attribute> attributeValues(List<Span> spans) {
    var byName = new HashMap<String, Map<Character, Attribute>>();
    for (int row = 0; row < rows; row++) {
      int at = row;
      spans
          .get(row)
          .attributes()
          .forEach((name, value) -> {
            var attribute =
                byName
                    .computeIfAbsent(name, _ -> new HashMap<>())
                    .computeIfAbsent(
                        ValueText.type(value),
                        _ -> new Attribute(new long[rows], new Dictionary<>()));
            attribute.ids()[at] = attribute.values().idOf(value);
          });
    }
    var columns = new LinkedHashMap<Key, Attribute>();
    byName.forEach((name, types) ->
        types.forEach((type, attribute) -> columns.put(new Key(name, type), attribute)));
    return columns;
  }

  private byte[] dictionaryBytes() {
    var out = new Bytes();
    names.values().forEach(out::text);
    messages.values().forEach(out::text);
    for (var resource : resources.values()) {
      write(out, resource.attributes());
    }
    for (var scope : scopes.values()) {
      out.text(scope.name());
      out.text(scope.version());
      write(out, scope.attributes());
    }
    dictionaries.forEach((key, values) -> {
      out.text(key.name());
      out.varint(values.values().size());
      values.values().forEach(value -> ValueText.write(out, value));
    });
    return out.toByteArray();
  }

  private static void write(Bytes out, Map<String, Value> attributes) {
    attributes.forEach((key, value) -> {
      out.text(key);
      ValueText.write(out, value);
    });
  }

  /// Also remembers what it writes: a reader would keep it in memory.
  private byte[] traceIndex() {
    var all = new int[traces.values().size()][];
    var counts = new int[all.length + 1];
    var ordinals = new int[rows];
    for (int page = 0, row = 0; page < part(Part.TRACE).pageCount(); page++) {
      for (long trace : part(Part.TRACE).page(page)) {
        ordinals[row++] = (int) trace - 1;
        counts[(int) trace - 1]++;
      }
    }
    for (int i = 0; i < all.length; i++) {
      all[i] = new int[counts[i]];
    }
    Arrays.fill(counts, 0);
    for (int row = 0; row < rows; row++) {
      int trace = ordinals[row];
      all[trace][counts[trace]++] = row;
    }
    for (int i = 0; i < all.length; i++) {
      rowsByTrace.put(traces.value(i + 1), all[i]);
    }
    var sorted = new ArrayList<>(traces.values());
    sorted.sort(null);
    var out = new Bytes();
    long last = 0;
    for (var trace : sorted) {
      long hash = trace.high() >>> 16;
      out.varint(hash - last);
      last = hash;
      writeRows(out, rowsByTrace.getOrDefault(trace, new int[0]));
    }
    return out.toByteArray();
  }

  private static void writeRows(Bytes out, int[] rows) {
    boolean neighbours = rows[rows.length - 1] - rows[0] == rows.length - 1;
    out.varint(2L * rows.length + (neighbours ? 1 : 0));
    out.varint(rows[0]);
    for (int i = 1; i < rows.length && !neighbours; i++) {
      out.varint(rows[i] - rows[i - 1]);
    }
  }

  private BlockedBloom filter() {
    int pairs = dictionaries.values().stream().mapToInt(one -> one.values().size()).sum();
    var bloom = new BlockedBloom(pairs, 10);
    dictionaries.forEach((key, values) ->
        values.values().forEach(value -> bloom.add(BlockedBloom.hash(key.name(), value))));
    return bloom;
  }

  private Column part(Part part) {
    return parts[part.ordinal()];
  }

  /// Rebuilds a few spans; each page that they need is inflated once.
  private final class Reader {
    private final Map<Column, Map<Integer, long[]>> pages = new HashMap<>();

    List<Span> spans(int[] wanted) {
      List<Span> spans = new ArrayList<>(wanted.length);
      for (int row : wanted) {
        spans.add(span(row));
      }
      return spans;
    }

    private long at(Column column, int row) {
      int page = column.pageOf(row);
      var values =
          pages.computeIfAbsent(column, _ -> new HashMap<>()).computeIfAbsent(page, column::page);
      return values[row - page * column.pageRows()];
    }

    private long at(Part part, int row) {
      return at(part(part), row);
    }

    private Span span(int row) {
      long start = at(Part.START, row);
      var found = new HashMap<String, Value>();
      attributes.forEach((key, column) -> {
        int id = (int) at(column, row);
        var values = dictionaries.get(key);
        if (id != 0 && values != null) {
          found.put(key.name(), values.value(id));
        }
      });
      long parent = parentId(row);
      return new Span(
          traces.value((int) at(Part.TRACE, row)),
          new SpanId(at(Part.ID, row)),
          parent == 0 ? null : new SpanId(parent),
          "",
          (int) at(Part.FLAGS, row),
          names.value((int) at(Part.NAME, row)),
          KINDS[(int) at(Part.KIND, row)],
          start,
          start + Bytes.unzigzag(at(Part.DURATION, row)),
          found,
          List.of(),
          List.of(),
          new Span.Status(
              CODES[(int) at(Part.CODE, row)], messages.value((int) at(Part.MESSAGE, row))),
          resources.value((int) at(Part.RESOURCE, row)),
          scopes.value((int) at(Part.SCOPE, row)),
          0);
    }

    private long parentId(int row) {
      long stored = at(Part.PARENT, row);
      if (stored <= 1) {
        return stored == 0 ? 0 : foreignParents.getOrDefault(row, 0L);
      }
      return at(Part.ID, row - (int) Bytes.unzigzag(stored - 2));
    }
  }
}
