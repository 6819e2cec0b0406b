package dev.bellwether.store.segments;

import dev.bellwether.model.LogRecord;
import dev.bellwether.model.MetricPoint;
import dev.bellwether.model.Span;
import dev.bellwether.model.SpanId;
import dev.bellwether.model.TraceId;
import dev.bellwether.store.TimeRange;
import dev.bellwether.store.Trace;
import dev.bellwether.store.query.Query;
import dev.bellwether.store.segments.columns.TracePart;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/// A segment in the heap: the batches as they are in the journal, and which of them a trace is in.
///
/// One thread adds at a time; many may read meanwhile. The lock is held to copy references only.
final class HeapPart implements Part {
  private static final Comparator<HeapBatch> LATEST_FIRST =
      Comparator.comparingLong((HeapBatch batch) -> batch.extent().lastNanos()).reversed();

  private final long number;
  private final ReentrantLock lock = new ReentrantLock();
  private final List<HeapBatch> spans = new ArrayList<>();
  private final List<HeapBatch> logs = new ArrayList<>();
  private final List<HeapBatch> points = new ArrayList<>();
  private final Map<TraceId, List<HeapBatch>> spansByTrace = new HashMap<>();
  private final Map<TraceId, List<HeapBatch>> logsByTrace = new HashMap<>();
  private final Set<String> names = new TreeSet<>();
  private volatile Contents contents = Contents.NONE;

  /// @param number of the segment
  HeapPart(long number) {
    this.number = number;
  }

  /// @param encoded the same as `batch`; nobody changes it from now on
  void add(byte[] encoded, Batch batch) {
    lock.lock();
    try {
      switch (batch) {
        case Batch.Spans(List<Span> added) -> {
          var extent = Extent.of(added, Span::startNanos);
          var stored = new HeapBatch(encoded, batch, extent, contents.spans().count());
          spans.add(stored);
          added.forEach(span -> enter(spansByTrace, span.traceId(), stored));
          contents = contents.withSpans(extent);
        }
        case Batch.Logs(List<LogRecord> added) -> {
          var extent = Extent.of(added, LogRecord::effectiveNanos);
          var stored = new HeapBatch(encoded, batch, extent, contents.logs().count());
          logs.add(stored);
          for (var record : added) {
            if (record.traceId() != null) {
              enter(logsByTrace, record.traceId(), stored);
            }
          }
          contents = contents.withLogs(extent);
        }
        case Batch.Points(List<MetricPoint> added) -> {
          var extent = Extent.of(added, MetricPoint::timeNanos);
          points.add(new HeapBatch(encoded, batch, extent, contents.points().count()));
          added.forEach(point -> names.add(point.name()));
          contents = contents.withPoints(extent);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  @SuppressWarnings("ReferenceEquality") // it is the same batch or it is not
  private static void enter(Map<TraceId, List<HeapBatch>> index, TraceId trace, HeapBatch batch) {
    var batches = index.computeIfAbsent(trace, _ -> new ArrayList<>(2));
    if (batches.isEmpty() || batches.getLast() != batch) {
      batches.add(batch);
    }
  }

  @Override
  public Contents contents() {
    return contents;
  }

  /// All spans, in the order of arrival.
  List<Span> allSpans() {
    return copy(spans).stream().flatMap(batch -> spansOf(batch).stream()).toList();
  }

  List<LogRecord> allLogs() {
    return copy(logs).stream().flatMap(batch -> logsOf(batch).stream()).toList();
  }

  List<MetricPoint> allPoints() {
    return copy(points).stream().flatMap(batch -> pointsOf(batch).stream()).toList();
  }

  @Override
  public Set<TraceId> traces() {
    lock.lock();
    try {
      return Set.copyOf(spansByTrace.keySet());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<Span> trace(TraceId id) {
    var found = new ArrayList<Span>();
    for (var batch : batchesOf(spansByTrace, id)) {
      for (var span : spansOf(batch)) {
        if (span.traceId().equals(id)) {
          found.add(span);
        }
      }
    }
    return found;
  }

  @Override
  public boolean contains(TraceId trace, SpanId id) {
    return trace(trace).stream().anyMatch(span -> span.id().equals(id));
  }

  @Override
  public Optional<TracePart> share(TraceId id) {
    var spans = trace(id);
    return spans.isEmpty() ? Optional.empty() : Optional.of(TracePart.of(Trace.of(id, spans)));
  }

  @Override
  public void traces(TimeRange range, Query filter, Search search, FoundTraces found) {
    matching(
        latestFirst(spans, range),
        HeapPart::spansOf,
        Span::startNanos,
        span -> range.contains(span.startNanos()) && filter.matches(span),
        found::floorNanos,
        search,
        (_, span) -> found.offer(span.traceId(), span.startNanos()));
  }

  @Override
  public void spans(TimeRange range, Query filter, Search search, FoundSpans found) {
    matching(
        latestFirst(spans, range),
        HeapPart::spansOf,
        Span::startNanos,
        span -> range.contains(span.startNanos()) && filter.matches(span),
        found::floorNanos,
        search,
        (_, span) -> found.offer(span));
  }

  @Override
  public void logs(TimeRange range, Query filter, Search search, FoundRecords<LogRecord> found) {
    matching(
        latestFirst(logs, range),
        HeapPart::logsOf,
        LogRecord::effectiveNanos,
        record -> range.contains(record.effectiveNanos()) && filter.matches(record),
        found::floorNanos,
        search,
        (arrival, record) -> found.offer(record.effectiveNanos(), number, arrival, record));
  }

  @Override
  public void logsOf(TraceId id, Search search, FoundRecords<LogRecord> found) {
    matching(
        batchesOf(logsByTrace, id),
        HeapPart::logsOf,
        LogRecord::effectiveNanos,
        record -> id.equals(record.traceId()),
        found::floorNanos,
        search,
        (arrival, record) -> found.offer(record.effectiveNanos(), number, arrival, record));
  }

  @Override
  public Set<String> names() {
    lock.lock();
    try {
      return Set.copyOf(names);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void points(String name, TimeRange range, Search search, FoundRecords<MetricPoint> found) {
    matching(
        latestFirst(points, range),
        HeapPart::pointsOf,
        MetricPoint::timeNanos,
        point -> range.contains(point.timeNanos()) && point.name().equals(name),
        found::floorNanos,
        search,
        (arrival, point) -> found.offer(point.timeNanos(), number, arrival, point));
  }

  /// Hands over what a record and its arrival.
  private interface Finding<T> {
    void accept(long arrival, T record);
  }

  private static <T> void matching(
      List<HeapBatch> batches,
      Function<HeapBatch, List<T>> content,
      ToLongFunction<T> nanos,
      Predicate<T> matches,
      LongSupplier floorNanos,
      Search search,
      Finding<T> finding) {
    var rows = 0L;
    for (var batch : batches) {
      if (batch.extent().lastNanos() < floorNanos.getAsLong()) {
        continue;
      }
      var records = content.apply(batch);
      rows += records.size();
      for (var i = records.size() - 1; i >= 0 && search.goOn(); i--) {
        var record = records.get(i);
        if (nanos.applyAsLong(record) >= floorNanos.getAsLong() && matches.test(record)) {
          finding.accept(batch.firstArrival() + i, record);
        }
      }
    }
    if (rows > 0) {
      search.read(rows);
    }
  }

  private List<HeapBatch> latestFirst(List<HeapBatch> batches, TimeRange range) {
    return copy(batches).stream()
        .filter(batch -> batch.extent().touches(range))
        .sorted(LATEST_FIRST)
        .toList();
  }

  private List<HeapBatch> copy(List<HeapBatch> batches) {
    lock.lock();
    try {
      return List.copyOf(batches);
    } finally {
      lock.unlock();
    }
  }

  private List<HeapBatch> batchesOf(Map<TraceId, List<HeapBatch>> index, TraceId id) {
    lock.lock();
    try {
      return List.copyOf(index.getOrDefault(id, List.of()));
    } finally {
      lock.unlock();
    }
  }

  private static List<Span> spansOf(HeapBatch batch) {
    return ((Batch.Spans) batch.batch()).spans();
  }

  private static List<LogRecord> logsOf(HeapBatch batch) {
    return ((Batch.Logs) batch.batch()).records();
  }

  private static List<MetricPoint> pointsOf(HeapBatch batch) {
    return ((Batch.Points) batch.batch()).points();
  }
}
