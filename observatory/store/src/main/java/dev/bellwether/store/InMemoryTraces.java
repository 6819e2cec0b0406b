package dev.bellwether.store;

import dev.bellwether.model.Span;
import dev.bellwether.model.SpanId;
import dev.bellwether.model.TraceId;
import dev.bellwether.store.query.Query;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The spans of the [InMemoryStore], as traces:
///
/// ```
/// byId      trace id      -> stored trace, in the order of arrival; the first leaves first
/// byStart   newest first  -> the same stored trace
///                               spans: span id -> span, in the order of arrival
/// ```
///
/// One thread appends at a time; many may read meanwhile. A search walks `byStart` without holding
/// the lock, so that a long one does not keep spans from being stored; it takes the lock only to
/// copy the spans of one trace. It misses no trace that was there when it began: when a span with
/// an earlier start arrives, its trace moves towards the end of the walk, never back.
final class InMemoryTraces {
  private static final TraceId LAST_ID = new TraceId(-1, -1);

  private final int spansMax;
  private final ReentrantLock lock = new ReentrantLock();
  private final LinkedHashMap<TraceId, StoredTrace> byId = new LinkedHashMap<>();
  private final ConcurrentSkipListMap<Position, StoredTrace> byStart =
      new ConcurrentSkipListMap<>();
  private final AtomicLong spans = new AtomicLong();
  private final AtomicLong evicted = new AtomicLong();

  InMemoryTraces(int spansMax) {
    this.spansMax = spansMax;
  }

  /// Stores what is not yet stored and returns it, in the order of the batch.
  List<Span> append(List<Span> batch) {
    var added = new ArrayList<Span>(batch.size());
    lock.lock();
    try {
      for (var span : batch) {
        if (add(span)) {
          added.add(span);
        }
      }
      evict();
    } finally {
      lock.unlock();
    }
    return added;
  }

  Optional<Trace> trace(TraceId id) {
    var copy = spansOf(id);
    return copy.isEmpty() ? Optional.empty() : Optional.of(Trace.of(id, copy));
  }

  Page<TraceSummary> find(TimeRange range, Query filter, int limit) {
    var found = new LinkedHashMap<TraceId, TraceSummary>();
    for (var stored : startingBefore(range.toNanos()).values()) {
      var copy = spansToSearch(stored, range);
      if (copy.stream().noneMatch(s -> range.contains(s.startNanos()) && filter.matches(s))
          || found.containsKey(stored.id)) { // it moved while we walked and we met it twice
        continue;
      }
      if (found.size() == limit) {
        return new Page<>(List.copyOf(found.values()), true);
      }
      found.put(stored.id, TraceSummary.of(Trace.of(stored.id, copy)));
    }
    return new Page<>(List.copyOf(found.values()), false);
  }

  long spans() {
    return spans.get();
  }

  long evicted() {
    return evicted.get();
  }

  @Nullable Long oldestNanos() {
    var oldest = byStart.lastEntry();
    return oldest == null ? null : oldest.getKey().startNanos;
  }

  private boolean add(Span span) {
    var stored = byId.computeIfAbsent(span.traceId(), StoredTrace::new);
    if (stored.spans.putIfAbsent(span.id(), span) != null) {
      return false;
    }
    spans.incrementAndGet();
    stored.latestStartNanos = Math.max(stored.latestStartNanos, span.startNanos());
    if (stored.spans.size() == 1 || span.startNanos() < stored.startNanos) {
      move(stored, span.startNanos());
    }
    return true;
  }

  /// Enters the new position before it leaves the old one: a search that walks by must meet it.
  private void move(StoredTrace stored, long startNanos) {
    var before = stored.position();
    stored.startNanos = startNanos;
    byStart.put(stored.position(), stored);
    if (!before.equals(stored.position())) {
      byStart.remove(before);
    }
  }

  private void evict() {
    while (spans.get() > spansMax && byId.size() > 1) {
      var oldest = byId.pollFirstEntry().getValue();
      byStart.remove(oldest.position());
      forget(oldest.spans.size());
      oldest.spans.clear();
    }
    if (spans.get() > spansMax) {
      trim(byId.firstEntry().getValue());
    }
  }

  /// One trace alone is too large, so it does lose its oldest spans.
  private void trim(StoredTrace stored) {
    while (spans.get() > spansMax) {
      stored.spans.pollFirstEntry();
      forget(1);
    }
    move(stored, stored.spans.values().stream().mapToLong(Span::startNanos).min().orElseThrow());
  }

  private void forget(int count) {
    spans.addAndGet(-count);
    evicted.addAndGet(count);
  }

  private List<Span> spansOf(TraceId id) {
    lock.lock();
    try {
      var stored = byId.get(id);
      return stored == null ? List.of() : List.copyOf(stored.spans.values());
    } finally {
      lock.unlock();
    }
  }

  private Map<Position, StoredTrace> startingBefore(long nanos) {
    return byStart.tailMap(new Position(nanos, LAST_ID), false);
  }

  /// All spans of the trace, or none where none of them can lie in the range.
  private List<Span> spansToSearch(StoredTrace stored, TimeRange range) {
    lock.lock();
    try {
      return stored.latestStartNanos < range.fromNanos()
          ? List.of()
          : List.copyOf(stored.spans.values());
    } finally {
      lock.unlock();
    }
  }

  /// Guarded by the lock.
  private static final class StoredTrace {
    final TraceId id;
    final LinkedHashMap<SpanId, Span> spans = new LinkedHashMap<>();
    long startNanos = Long.MAX_VALUE;
    long latestStartNanos = Long.MIN_VALUE;

    StoredTrace(TraceId id) {
      this.id = id;
    }

    Position position() {
      return new Position(startNanos, id);
    }
  }

  /// Newest first, then by trace id.
  private record Position(long startNanos, TraceId id) implements Comparable<Position> {
    private static final Comparator<Position> ORDER =
        Comparator.comparingLong(Position::startNanos).reversed().thenComparing(Position::id);

    @Override
    public int compareTo(Position other) {
      return ORDER.compare(this, other);
    }
  }
}
