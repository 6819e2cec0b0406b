package dev.bellwether.store.segments;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.WARNING;

import dev.bellwether.journal.Journal;
import dev.bellwether.journal.JournalException;
import dev.bellwether.store.StoreException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The life of a segment: it is written to, it is complete, its tables are written and its heap is
/// released. For many threads; one of its own does all that takes long.
///
/// ```
///  store ──> open ──(full, or its file is)──> complete ──tables──> sealed ──retention──> gone
///            heap                             heap                 tables
/// ```
final class Sealing implements AutoCloseable {
  private static final System.Logger log = System.getLogger(Sealing.class.getName());

  /// How late what failed is tried again, and an old segment is deleted.
  private static final Duration TICK = Duration.ofMillis(500);

  private static final Duration RETRY = Duration.ofSeconds(1);

  /// What an open segment may grow beyond its size while the journal begins the next file: what the
  /// fastest senders have under way in a second, and about 20 MB of heap.
  private static final int EXCESS_MAX = 1 << 18;

  private final Journal journal;
  private final Segments segments;
  private final KnownSpans known;
  private final Rebuilding rebuilding;
  private final Tables tables;
  private final Retention retention;
  private final SegmentStoreOptions.Segments limits;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Thread worker =
      Thread.ofPlatform().daemon().name("segment-sealer").unstarted(this::work);
  private final AtomicLong rolled = new AtomicLong();
  private volatile boolean closed;
  private volatile long waiting;
  private volatile @Nullable String problem;
  private boolean woken;

  Sealing(
      Journal journal,
      Segments segments,
      KnownSpans known,
      Rebuilding rebuilding,
      Tables tables,
      Retention retention,
      SegmentStoreOptions.Segments limits) {
    this.journal = journal;
    this.segments = segments;
    this.known = known;
    this.rebuilding = rebuilding;
    this.tables = tables;
    this.retention = retention;
    this.limits = limits;
  }

  void start() {
    worker.start();
  }

  /// Why the store is behind; absent while it is not.
  @Nullable String problem() {
    return problem;
  }

  /// Asked before an append: what cannot be sealed stays in the heap, and that is bounded.
  void requireRoom() {
    if (waiting > limits.unsealedMax()) {
      throw new StoreException.Full(
          "%d complete segments wait to be written (expected: up to %d)"
              .formatted(waiting, limits.unsealedMax()),
          RETRY);
    }
    var open = openPart();
    if (open != null && isFull(open.contents(), EXCESS_MAX)) {
      throw new StoreException.Full(
          "the open segment holds %s and cannot be completed".formatted(open.contents()), RETRY);
    }
  }

  /// Makes a batch readable. One thread at a time, in the order of the journal.
  ///
  /// @param file the number of the journal's file that the batch is in
  void store(long file, byte[] encoded, Batch batch) {
    var open = segments.open();
    var part = open == null || open.number() != file ? null : open.heap();
    if (part == null) {
      part = new HeapPart(file);
      segments.add(new Segment(file, rebuilding, part));
      countWaiting();
      wake();
    }
    part.add(encoded, batch);
    if (isFull(part.contents(), 0) && rolled.getAndSet(file) != file) {
      // Not by the worker, which may be busy with the segment before; nobody waits for it.
      Thread.startVirtualThread(this::roll);
    }
  }

  /// The next append begins a segment. What was begun before still goes into this one.
  private void roll() {
    try {
      journal.roll();
    } catch (JournalException e) {
      rolled.set(0);
      behind(WARNING, e);
    }
  }

  /// All in the heap but the open one. Two threads call it.
  private void countWaiting() {
    lock.lock();
    try {
      waiting = segments.all().stream().filter(segment -> segment.heap() != null).count() - 1;
    } finally {
      lock.unlock();
    }
  }

  private @Nullable HeapPart openPart() {
    var open = segments.open();
    return open == null ? null : open.heap();
  }

  private boolean isFull(Contents contents, int excess) {
    return contents.spans().count() >= limits.spansMax() + (long) excess
        || contents.logs().count() >= limits.logsMax() + (long) excess
        || contents.points().count() >= limits.pointsMax() + (long) excess;
  }

  private void wake() {
    lock.lock();
    try {
      woken = true;
      work.signal();
    } finally {
      lock.unlock();
    }
  }

  private void work() {
    while (!closed) {
      try {
        awaitWork();
        sealComplete();
        retention.apply();
        problem = null;
      } catch (JournalException | UncheckedIOException e) {
        behind(WARNING, e);
      } catch (RuntimeException e) {
        behind(ERROR, e);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void behind(System.Logger.Level level, RuntimeException cause) {
    if (!closed && problem == null) {
      log.log(level, "segments cannot be completed; this is tried again and again", cause);
    }
    problem = String.valueOf(cause.getMessage());
  }

  private void awaitWork() throws InterruptedException {
    lock.lock();
    try {
      for (var nanos = TICK.toNanos(); !woken && nanos > 0; ) {
        nanos = work.awaitNanos(nanos);
      }
      woken = false;
    } finally {
      lock.unlock();
    }
  }

  /// All but the last, which is open. Those that wait in the heap come first: they hold up appends.
  private void sealComplete() {
    var all = segments.all();
    var complete = all.subList(0, Math.max(0, all.size() - 1));
    for (var segment : complete) {
      var part = segment.heap();
      if (part != null && !closed) {
        seal(segment, part);
      }
    }
    for (var segment : complete.reversed()) {
      if (segment.isInJournalOnly() && !closed) {
        seal(segment, rebuilding.segment(segment.number()));
      }
    }
    for (var segment : complete.reversed()) {
      if (!segments.isFiltered(segment) && !closed) {
        segments.filter(segment, segment.ask(Part::traces));
      }
    }
  }

  private void seal(Segment segment, HeapPart part) {
    segment.answerFrom(tables.write(segment.number(), part));
    countWaiting();
    known.sealed(segment.number());
  }

  /// Waits for the segment that is being written.
  @Override
  public void close() {
    closed = true;
    wake();
    try {
      worker.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
