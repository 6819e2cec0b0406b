package dev.bellwether.store;

import dev.bellwether.model.LogRecord;
import dev.bellwether.model.TraceId;
import dev.bellwether.store.Timeline.Moment;
import dev.bellwether.store.query.Query;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/// The log records of the [InMemoryStore]. One thread appends at a time; many may read meanwhile.
final class InMemoryLogs implements LogReader {
  private final int recordsMax;
  private final Supplier<Deadline> deadlines;

  /// What is stored, oldest arrival first: the first one is arrival number `evicted`.
  private final ArrayDeque<LogRecord> byArrival = new ArrayDeque<>();

  private final Timeline<LogRecord> byTime = new Timeline<>();
  private final Map<TraceId, Timeline<LogRecord>> byTrace = new ConcurrentHashMap<>();
  private final AtomicLong arrived = new AtomicLong();
  private final AtomicLong evicted = new AtomicLong();

  InMemoryLogs(int recordsMax, Supplier<Deadline> deadlines) {
    this.recordsMax = recordsMax;
    this.deadlines = deadlines;
  }

  void append(List<LogRecord> batch) {
    for (var record : batch) {
      var moment = new Moment(record.effectiveNanos(), arrived.getAndIncrement());
      byArrival.add(record);
      byTime.add(moment, record);
      if (record.traceId() != null) {
        byTrace.computeIfAbsent(record.traceId(), _ -> new Timeline<>()).add(moment, record);
      }
    }
    while (byArrival.size() > recordsMax) {
      evictOldest();
    }
  }

  @Override
  public Page<LogRecord> logs(TimeRange range, Query filter, int limit) {
    return byTime.newest(range, filter::matches, limit, deadlines.get());
  }

  @Override
  public Page<LogRecord> logsOf(TraceId id, int limit) {
    var timeline = byTrace.get(id);
    return timeline == null ? Page.empty() : timeline.oldest(limit, deadlines.get());
  }

  long records() {
    return arrived.get() - evicted.get();
  }

  long evicted() {
    return evicted.get();
  }

  private void evictOldest() {
    var record = byArrival.remove();
    var moment = new Moment(record.effectiveNanos(), evicted.getAndIncrement());
    byTime.remove(moment);
    if (record.traceId() != null) {
      byTrace.computeIfPresent(record.traceId(), (_, timeline) -> timeline.without(moment));
    }
  }
}
