package dev.bellwether.store;

import dev.bellwether.model.Span;
import dev.bellwether.model.SpanId;
import dev.bellwether.model.TraceId;
import dev.bellwether.store.query.Query;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The spans of the [InMemoryStore], as traces:
///
/// ```
/// byId      trace id      -> stored trace, in the order of arrival; the first leaves first
/// byStart   newest first  -> the same stored trace
///                               spans: span id -> span and its arrival, in that order
/// ```
///
/// One thread appends at a time; many may read meanwhile. A search walks `byStart` without holding
/// the lock, so that a long one does not keep spans from being stored; it takes the lock only to
/// copy the spans of one trace. It misses no trace that was there when it began: when a span with
/// an earlier start arrives, its trace moves towards the end of the walk, never back.
final class InMemoryTraces implements TraceReader {
  private static final TraceId LAST_ID = new TraceId(-1, -1);

  private static final Comparator<Span> NEWEST_SPANS_FIRST =
      Comparator.comparingLong(Span::startNanos)
          .reversed()
          .thenComparing(Span::traceId)
          .thenComparing(Span::id);

  private final int spansMax;
  private final Supplier<Deadline> deadlines;
  private final ReentrantLock lock = new ReentrantLock();
  private final LinkedHashMap<TraceId, StoredTrace> byId = new LinkedHashMap<>();
  private final ConcurrentSkipListMap<Position, StoredTrace> byStart =
      new ConcurrentSkipListMap<>();
  private final AtomicLong spans = new AtomicLong();
  private final AtomicLong arrived = new AtomicLong();
  private final AtomicLong evicted = new AtomicLong();

  InMemoryTraces(int spansMax, Supplier<Deadline> deadlines) {
    this.spansMax = spansMax;
    this.deadlines = deadlines;
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

  @Override
  public Optional<Trace> trace(TraceId id) {
    var copy = spansOf(id);
    return copy.isEmpty() ? Optional.empty() : Optional.of(Trace.of(id, copy));
  }

  @Override
  public Page<TraceSummary> traces(TimeRange range, Query filter, int limit) {
    var met = new HashSet<TraceId>();
    var found = new Findings<TraceSummary>(limit, deadlines.get());
    for (var stored : startingBefore(range.toNanos()).values()) {
      if (!found.goOn()) {
        break;
      }
      var copy = spansToSearch(stored, range);
      if (copy.stream().anyMatch(s -> range.contains(s.startNanos()) && filter.matches(s))
          && met.add(stored.id)) { // it may have moved while we walked, and we met it twice
        found.add(TraceSummary.of(Trace.of(stored.id, copy)));
      }
    }
    return found.page();
  }

  /// Looks at every trace that begins before the range ends: an old one may have young spans.
  @Override
  public Page<Span> spans(TimeRange range, Query filter, int limit) {
    var found = new Findings<Span>(Integer.MAX_VALUE, deadlines.get());
    for (var stored : startingBefore(range.toNanos()).values()) {
      for (var span : spansToSearch(stored, range)) {
        if (found.goOn() && range.contains(span.startNanos()) && filter.matches(span)) {
          found.add(span);
        }
      }
    }
    return found.page(NEWEST_SPANS_FIRST, limit);
  }

  /// What arrived from this position on and is still there, in the order of arrival.
  List<Span> since(long position) {
    lock.lock();
    try {
      return byId.values().stream()
          .flatMap(stored -> stored.spans.values().stream())
          .filter(span -> span.position >= position)
          .sorted(Comparator.comparingLong(ArrivedSpan::position))
          .map(ArrivedSpan::span)
          .toList();
    } finally {
      lock.unlock();
    }
  }

  /// How many spans have arrived, which is the position of the next.
  long arrived() {
    return arrived.get();
  }

  long stored() {
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
    if (stored.spans.containsKey(span.id())) {
      return false;
    }
    stored.spans.put(span.id(), new ArrivedSpan(arrived.getAndIncrement(), span));
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
    move(stored, stored.copy().stream().mapToLong(Span::startNanos).min().orElseThrow());
  }

  private void forget(int count) {
    spans.addAndGet(-count);
    evicted.addAndGet(count);
  }

  private List<Span> spansOf(TraceId id) {
    lock.lock();
    try {
      var stored = byId.get(id);
      return stored == null ? List.of() : stored.copy();
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
      return stored.latestStartNanos < range.fromNanos() ? List.of() : stored.copy();
    } finally {
      lock.unlock();
    }
  }

  /// Guarded by the lock.
  private static final class StoredTrace {
    final TraceId id;
    final LinkedHashMap<SpanId, ArrivedSpan> spans = new LinkedHashMap<>();
    long startNanos = Long.MAX_VALUE;
    long latestStartNanos = Long.MIN_VALUE;

    StoredTrace(TraceId id) {
      this.id = id;
    }

    Position position() {
      return new Position(startNanos, id);
    }

    List<Span> copy() {
      return spans.values().stream().map(ArrivedSpan::span).toList();
    }
  }

  private record ArrivedSpan(long position, Span span) {}

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
