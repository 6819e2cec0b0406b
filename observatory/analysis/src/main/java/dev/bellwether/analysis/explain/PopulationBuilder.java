package dev.bellwether.analysis.explain;

import dev.bellwether.model.Span;
import dev.bellwether.model.TraceId;
import dev.bellwether.model.Value;
import dev.bellwether.store.Trace;
import dev.bellwether.store.query.Field.Intrinsic;
import dev.bellwether.store.query.Query;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes rows of traces: one for each, from the span with which the request came in.
///
/// Its attributes and those of its resource are the row's; spans of the same trace add what the
/// entry span does not say itself, under the name of their service. Not thread-safe.
public final class PopulationBuilder {
  /// Six services with 40 keys each; 50,000 rows of so many columns are 50 MB.
  private static final int COLUMNS_MAX = 256;

  /// Whoever makes keys out of values makes more than anybody wants to count.
  private static final int LEFT_OUT_MAX = 10_000;

  /// Ports that the operating system gave a connection: requests share one for no other reason than
  /// that they came at the same time.
  private static final Set<String> OF_CONNECTION =
      Set.of("network.peer.port", "client.port", "net.peer.port", "net.sock.peer.port");

  private final Map<Trait, GrowingColumn> columns = new LinkedHashMap<>();

  /// The same columns by service and key: a [Trait] for each attribute of each span would cost more
  /// than all the rest.
  private final Map<String, Map<String, GrowingColumn>> attributes = new HashMap<>();

  /// Services of which the resource is among what the row has.
  private final Set<String> told = new HashSet<>();

  private final Set<Trait> leftOut = new LinkedHashSet<>();
  private final List<TraceId> traceIds = new ArrayList<>();
  private final Map<Integer, TraceId> repeated = new HashMap<>();
  private final Map<TraceId, Integer> rowOf = new HashMap<>();
  private final BitSet failed = new BitSet();
  private final BitSet baseline = new BitSet();
  private long[] durationNanos = new long[1_024];

  /// Adds a request to explain.
  ///
  /// @param spans of one trace, at least one
  public void add(Collection<Span> spans) {
    addRow(spans.stream().sorted(Trace.ORDER).toList(), Query.EVERYTHING);
  }

  /// Adds the part of a request that `asked` is about; nothing where no span matches.
  ///
  /// @param spans of one trace
  /// @param usual it is of the time when all was as usual
  /// @return whether there is one row more
  boolean add(Collection<Span> spans, Query asked, boolean usual) {
    if (spans.stream().noneMatch(asked::matches)) {
      return false;
    }
    baseline.set(traceIds.size(), usual);
    addRow(spans.stream().sorted(Trace.ORDER).toList(), asked);
    return true;
  }

  int rows() {
    return traceIds.size();
  }

  /// What repeats a request that has failed fails because that one did, and tells nothing new of
  /// who fails: it is left out.
  public Population build() {
    var all = all();
    var kept = new BitSet();
    kept.set(0, all.rows());
    repeated.forEach((row, of) -> {
      var original = rowOf.get(of);
      kept.set(row, original == null || !failed.get(original));
    });
    return kept.cardinality() == all.rows() ? all : all.only(kept);
  }

  private Population all() {
    int rows = traceIds.size();
    return new Population(
        columns.entrySet().stream()
            .map(entry -> entry.getValue().column(entry.getKey(), rows))
            .toList(),
        Arrays.copyOf(durationNanos, rows),
        (BitSet) failed.clone(),
        (BitSet) baseline.clone(),
        List.copyOf(traceIds),
        List.copyOf(leftOut));
  }

  private void addRow(List<Span> spans, Query asked) {
    var request = Request.of(spans, asked);
    var entry = request.entry();
    int row = traceIds.size();
    traceIds.add(entry.traceId());
    rowOf.put(entry.traceId(), row);
    Request.linked(spans).ifPresent(origin -> repeated.put(row, origin));
    if (row == durationNanos.length) {
      durationNanos = Arrays.copyOf(durationNanos, row * 2);
    }
    durationNanos[row] = request.durationNanos();
    failed.set(row, request.failed());
    addEntry(row, entry);
    var entryService = entry.service();
    told.clear();
    told.add("");
    for (var span : spans) {
      if (!span.id().equals(entry.id()) && span.startNanos() < request.failedNanos()) {
        var service = span.service().equals(entryService) ? "" : span.service();
        addFrom(row, service, span, entry.attributes());
        if (told.add(service)) {
          addResource(row, service, span);
        }
      }
      addSymptoms(row, span);
    }
  }

  private void addEntry(int row, Span entry) {
    set(row, new Trait("", Intrinsic.SERVICE_NAME), Value.of(entry.service()));
    set(row, new Trait("", Intrinsic.NAME), Value.of(entry.name()));
    addFrom(row, "", entry, Map.of());
    addResource(row, "", entry);
    // Nothing else has been told of the row yet.
    attributesOf("").values().forEach(column -> column.ofEntry |= column.has(row));
  }

  private void addFrom(int row, String service, Span span, Map<String, Value> known) {
    var ofService = attributesOf(service);
    span.attributes()
        .forEach((key, value) -> {
          if (known.isEmpty() || !value.equals(known.get(key))) {
            set(row, ofService, service, key, value);
          }
        });
  }

  private void addResource(int row, String service, Span span) {
    var ofService = attributesOf(service);
    span.resource()
        .attributes()
        .forEach((key, value) -> {
          if (!key.equals("service.name")) {
            set(row, ofService, service, key, value);
          }
        });
  }

  private Map<String, GrowingColumn> attributesOf(String service) {
    return attributes.computeIfAbsent(service, _ -> new HashMap<>());
  }

  private void addSymptoms(int row, Span span) {
    if (!span.failed()) {
      return;
    }
    if (!span.status().message().isEmpty()) {
      set(row, new Trait("", Intrinsic.STATUS_MESSAGE), Value.of(span.status().message()));
    }
    for (var event : span.events()) {
      var type = event.attributes().get("exception.type");
      if (type != null) {
        set(row, Trait.ofEntry("exception.type"), type);
      }
    }
  }

  private void set(
      int row, Map<String, GrowingColumn> ofService, String service, String key, Value value) {
    var known = ofService.get(key);
    if (known != null) {
      known.set(row, value);
    } else if (!OF_CONNECTION.contains(key)) {
      var column = set(row, Trait.of(service, key), value);
      if (column != null) {
        ofService.put(key, column);
      }
    }
  }

  /// @return absent where there are too many columns
  private @Nullable GrowingColumn set(int row, Trait trait, Value value) {
    var column = columns.get(trait);
    if (column == null) {
      if (columns.size() >= COLUMNS_MAX) {
        if (leftOut.size() < LEFT_OUT_MAX) {
          leftOut.add(trait);
        }
        return null;
      }
      column = new GrowingColumn(trait.field() instanceof Intrinsic && !trait.isSymptom());
      columns.put(trait, column);
    }
    column.set(row, value);
    return column;
  }

  private static final class GrowingColumn {
    private final Map<Value, Integer> idOf = new HashMap<>();
    private final List<Value> values = new ArrayList<>();
    private int[] ids = new int[0];
    private boolean ofEntry;
    private Value last = Value.EMPTY;
    private int lastId;

    GrowingColumn(boolean ofEntry) {
      this.ofEntry = ofEntry;
    }

    /// The first value that a row is given stays. Neighbours are often the same.
    void set(int row, Value value) {
      if (row >= ids.length) {
        ids = Arrays.copyOf(ids, Math.max(row + 1, ids.length * 2));
      }
      if (ids[row] == 0) {
        if (lastId == 0 || !value.equals(last)) {
          last = value;
          lastId = idOf(value);
        }
        ids[row] = lastId;
      }
    }

    private int idOf(Value value) {
      return idOf.computeIfAbsent(
          value,
          _ -> {
            values.add(value);
            return values.size();
          });
    }

    boolean has(int row) {
      return row < ids.length && ids[row] != 0;
    }

    Column column(Trait trait, int rows) {
      return new Column(trait, Arrays.copyOf(ids, rows), values, ofEntry);
    }
  }
}
