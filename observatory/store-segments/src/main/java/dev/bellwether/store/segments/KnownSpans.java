package dev.bellwether.store.segments;

import dev.bellwether.model.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Decides which spans are new, before they go to the journal: what is in a record of the journal
/// was new when it was written, and is handed out by every replay. For many threads.
///
/// ```
///   new ──reserve──> under way ──stored──> unsealed ──sealed──> (asked of the segments' tables)
///                        └─────release (the append failed)────> new
/// ```
///
/// A span that is under way in another append is neither new nor stored: who sends it waits for the
/// other's fate, holding nothing, so that no two can wait for each other.
final class KnownSpans {
  private final SealedSpans sealed;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition decided = lock.newCondition();
  private final SpanIds underWay = new SpanIds();
  private final Map<Long, SpanIds> unsealed = new HashMap<>();

  /// Grows whenever a segment was sealed: its spans are then looked for elsewhere.
  private final AtomicLong seals = new AtomicLong();

  /// @param sealed finds spans in segments that are not held here
  KnownSpans(SealedSpans sealed) {
    this.sealed = sealed;
  }

  /// What the tables know.
  @FunctionalInterface
  interface SealedSpans {
    /// Those of the spans that are stored in a sealed segment, by their place in the list.
    Set<Integer> among(List<Span> spans);
  }

  /// The spans that are new, in their order, each once. They are under way until they are [#stored]
  /// or [#release]d.
  List<Span> reserve(List<Span> batch) {
    while (true) {
      var asOf = seals.get();
      var stored = sealed.among(batch);
      lock.lock();
      try {
        if (asOf != seals.get()) {
          continue;
        }
        if (batch.stream().anyMatch(underWay::contains)) {
          decided.awaitUninterruptibly();
          continue;
        }
        return reserveNew(batch, stored);
      } finally {
        lock.unlock();
      }
    }
  }

  private List<Span> reserveNew(List<Span> batch, Set<Integer> stored) {
    var fresh = new ArrayList<Span>(batch.size());
    for (var i = 0; i < batch.size(); i++) {
      var span = batch.get(i);
      if (!isUnsealed(span) && !stored.contains(i) && underWay.add(span)) {
        fresh.add(span);
      }
    }
    return fresh.size() == batch.size() ? batch : List.copyOf(fresh);
  }

  private boolean isUnsealed(Span span) {
    for (var ids : unsealed.values()) {
      if (ids.contains(span)) {
        return true;
      }
    }
    return false;
  }

  /// The spans are in the segment now, and found there.
  void stored(long segment, List<Span> spans) {
    lock.lock();
    try {
      var ids = unsealed.computeIfAbsent(segment, _ -> new SpanIds());
      for (var span : spans) {
        ids.add(span);
        underWay.remove(span);
      }
      decided.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// The append failed: the spans may be sent again.
  void release(List<Span> spans) {
    lock.lock();
    try {
      spans.forEach(underWay::remove);
      decided.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// The segment's tables answer from now on.
  void sealed(long segment) {
    lock.lock();
    try {
      unsealed.remove(segment);
      seals.incrementAndGet();
    } finally {
      lock.unlock();
    }
  }
}
