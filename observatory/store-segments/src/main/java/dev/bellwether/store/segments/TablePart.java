package dev.bellwether.store.segments;

import dev.bellwether.model.LogRecord;
import dev.bellwether.model.MetricPoint;
import dev.bellwether.model.Span;
import dev.bellwether.model.SpanId;
import dev.bellwether.model.TraceId;
import dev.bellwether.store.TimeRange;
import dev.bellwether.store.query.Query;
import dev.bellwether.store.segments.columns.LogTable;
import dev.bellwether.store.segments.columns.PointTable;
import dev.bellwether.store.segments.columns.RecordHit;
import dev.bellwether.store.segments.columns.SpanTable;
import dev.bellwether.store.segments.columns.TracePart;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A sealed segment: its three tables. For many threads.
///
/// They are closed when the last one who reads them has finished; who comes later is told so.
final class TablePart implements Part {
  private final long number;
  private final Contents contents;
  private final @Nullable SpanTable spans;
  private final @Nullable LogTable logs;
  private final @Nullable PointTable points;
  private final long bytes;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable Set<String> names;
  private int readers;
  private boolean closed;

  /// @param number of the segment
  TablePart(
      long number,
      Contents contents,
      @Nullable SpanTable spans,
      @Nullable LogTable logs,
      @Nullable PointTable points) {
    this.number = number;
    this.contents = contents;
    this.spans = spans;
    this.logs = logs;
    this.points = points;
    this.bytes =
        (spans == null ? 0 : spans.bytes())
            + (logs == null ? 0 : logs.bytes())
            + (points == null ? 0 : points.bytes());
  }

  /// The tables have been closed, because another part answers or the segment has been deleted.
  static final class Closed extends RuntimeException {
    private static final long serialVersionUID = 1;

    Closed() {
      super("closed", null, false, false);
    }
  }

  /// What the tables take on the disk.
  long bytes() {
    return bytes;
  }

  @Override
  public Contents contents() {
    return contents;
  }

  @Override
  public List<TraceId> traces() {
    return reading(spans, List.of(), table -> table.traceIds().toList());
  }

  @Override
  public boolean contains(TraceId trace, SpanId id) {
    return reading(spans, false, table -> table.contains(trace, id));
  }

  @Override
  public List<Span> trace(TraceId id) {
    return reading(spans, List.of(), table -> table.trace(id));
  }

  @Override
  public Optional<TracePart> share(TraceId id) {
    return reading(spans, Optional.empty(), table -> table.part(id));
  }

  @Override
  public void traces(TimeRange range, Query filter, Search search, FoundTraces found) {
    reading(
        spans,
        true,
        table -> {
          if (!table.mayMatch(filter)) {
            return false;
          }
          var hits = table.search(range, filter, search::isOver);
          search.read(hits.rowsRead());
          for (var hit : hits.traces()) {
            if (hit.startNanos() < found.floorNanos() || search.isOver()) {
              break;
            }
            found.offer(hit.id(), hit.startNanos());
          }
          return true;
        });
  }

  @Override
  public void spans(TimeRange range, Query filter, Search search, FoundSpans found) {
    reading(
        spans,
        true,
        table -> {
          if (!table.mayMatch(filter)) {
            return false;
          }
          var hits = table.search(range, filter, search::isOver);
          search.read(hits.rowsRead());
          var floor = found.floorNanos();
          var newest =
              hits.newest(found.wanted()).stream()
                  .filter(hit -> hit.startNanos() >= floor)
                  .toList();
          table.spans(newest).forEach(found::offer);
          return true;
        });
  }

  @Override
  public void logs(TimeRange range, Query filter, Search search, FoundRecords<LogRecord> found) {
    reading(
        logs,
        true,
        table -> {
          if (!table.mayMatch(filter)) {
            return false;
          }
          var hits = table.search(range, filter, found.wanted(), search::isOver);
          search.read(hits.rowsRead());
          offer(hits.hits(), table::records, found);
          return true;
        });
  }

  @Override
  public void logsOf(TraceId id, Search search, FoundRecords<LogRecord> found) {
    reading(
        logs,
        true,
        table -> {
          var hits = table.ofTrace(id, found.wanted());
          if (!hits.isEmpty()) {
            search.read(hits.size());
            offer(hits, table::records, found);
          }
          return true;
        });
  }

  @Override
  public Set<String> names() {
    var known = names;
    if (known == null) {
      known = reading(points, Set.of(), TablePart::namesOf);
      names = known;
    }
    return known;
  }

  /// Every segment has the same names, so they are kept once.
  private static Set<String> namesOf(PointTable table) {
    return table.names().stream().map(String::intern).collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public void points(String name, TimeRange range, Search search, FoundRecords<MetricPoint> found) {
    reading(
        points,
        true,
        table -> {
          var hits = table.search(name, range, found.wanted(), search::isOver);
          search.read(hits.rowsRead());
          offer(hits.hits(), table::points, found);
          return true;
        });
  }

  /// Rebuilds only what is among the first.
  private <T> void offer(
      List<RecordHit> hits, Function<List<RecordHit>, List<T>> rebuild, FoundRecords<T> found) {
    var useful =
        hits.stream().filter(hit -> found.wants(hit.timeNanos(), number, hit.arrival())).toList();
    var records = rebuild.apply(useful);
    for (var i = 0; i < useful.size(); i++) {
      var hit = useful.get(i);
      found.offer(hit.timeNanos(), number, hit.arrival(), records.get(i));
    }
  }

  void close() {
    lock.lock();
    try {
      closed = true;
      closeUnused();
    } finally {
      lock.unlock();
    }
  }

  /// @param none the answer of a table that does not exist, because it would be empty
  private <S, T> T reading(@Nullable S table, T none, Function<S, T> answer) {
    enter();
    try {
      return table == null ? none : answer.apply(table);
    } finally {
      leave();
    }
  }

  private void enter() {
    lock.lock();
    try {
      if (closed) {
        throw new Closed();
      }
      readers++;
    } finally {
      lock.unlock();
    }
  }

  private void leave() {
    lock.lock();
    try {
      readers--;
      closeUnused();
    } finally {
      lock.unlock();
    }
  }

  private void closeUnused() {
    if (!closed || readers > 0) {
      return;
    }
    if (spans != null) {
      spans.close();
    }
    if (logs != null) {
      logs.close();
    }
    if (points != null) {
      points.close();
    }
  }
}
