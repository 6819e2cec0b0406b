package dev.bellwether.store.segments;

import dev.bellwether.journal.Journal;
import dev.bellwether.journal.JournalException;
import dev.bellwether.journal.PendingAppend;
import dev.bellwether.model.LogRecord;
import dev.bellwether.model.MetricPoint;
import dev.bellwether.model.Span;
import dev.bellwether.store.Followers;
import dev.bellwether.store.StoreException;
import dev.bellwether.store.TelemetryWriter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Takes what was received: decides what is new, encodes it, has it journaled, and then, in the
/// order of the journal, makes it readable and tells the followers. For many threads.
///
/// ```
///  each caller's thread              the journal's writer         one caller at a time, in order
///  reserve, encode, begin ─────────> block, compress, write ────> open segment, followers
/// ```
final class Intake implements TelemetryWriter {
  /// A table has room for four times as many. A sender's batch is 512, a collector's 8,192.
  private static final int BATCH_MAX = 1 << 18;

  private static final Duration RETRY = Duration.ofSeconds(1);

  private final Journal journal;
  private final KnownSpans known;
  private final Sealing sealing;
  private final Followers followers;

  /// Held while an append gets its place in the journal and in `begun`.
  private final ReentrantLock beginning = new ReentrantLock();

  /// Held while appends become readable and followers are told.
  private final ReentrantLock storing = new ReentrantLock();

  private final Deque<Append> begun = new ArrayDeque<>();
  private volatile long storedPosition;

  Intake(Journal journal, KnownSpans known, Sealing sealing, Followers followers) {
    this.journal = journal;
    this.known = known;
    this.sealing = sealing;
    this.followers = followers;
    this.storedPosition = journal.endPosition();
  }

  /// An append under way.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Append(Batch batch, byte[] encoded, PendingAppend pending) {}

  @Override
  public void appendSpans(List<Span> spans) {
    var batch = copy("spans", spans);
    requireTurn();
    sealing.requireRoom();
    var fresh = known.reserve(batch);
    if (!fresh.isEmpty()) {
      append(new Batch.Spans(fresh));
    }
  }

  @Override
  public void appendLogs(List<LogRecord> records) {
    var batch = copy("log records", records);
    requireTurn();
    sealing.requireRoom();
    if (!batch.isEmpty()) {
      append(new Batch.Logs(batch));
    }
  }

  @Override
  public void appendPoints(List<MetricPoint> points) {
    var batch = copy("metric points", points);
    requireTurn();
    sealing.requireRoom();
    if (!batch.isEmpty()) {
      append(new Batch.Points(batch));
    }
  }

  /// Everything before it can be read, and followers have been told.
  long storedPosition() {
    return storedPosition;
  }

  /// Runs while nothing is being stored.
  void betweenAppends(Runnable action) {
    requireTurn();
    storing.lock();
    try {
      storeDone();
      action.run();
    } finally {
      storing.unlock();
    }
  }

  private static <T> List<T> copy(String what, List<T> records) {
    if (records.size() > BATCH_MAX) {
      throw new IllegalArgumentException(
          "%s: %d (expected: up to %d at a time)".formatted(what, records.size(), BATCH_MAX));
    }
    return List.copyOf(records);
  }

  private void requireTurn() {
    if (storing.isHeldByCurrentThread()) {
      throw new IllegalStateException("a follower changes the store (expected: it only reads)");
    }
  }

  private void append(Batch batch) {
    var append = begin(batch);
    try {
      append.pending.await();
    } catch (JournalException e) {
      throw refusal(e);
    } finally {
      storing.lock();
      try {
        storeDone();
      } finally {
        storing.unlock();
      }
    }
  }

  private Append begin(Batch batch) {
    var begins = false;
    try {
      var encoded = BatchEncoder.encode(batch);
      beginning.lock();
      try {
        var append = new Append(batch, encoded, journal.begin(encoded));
        begun.add(append);
        begins = true;
        return append;
      } finally {
        beginning.unlock();
      }
    } catch (JournalException e) {
      throw refusal(e);
    } finally {
      if (!begins) {
        release(batch);
      }
    }
  }

  /// Stores what the journal has finished, from the first on: whoever comes here first does it for
  /// the others too.
  private void storeDone() {
    for (var append = nextDone(); append != null; append = nextDone()) {
      try {
        store(append, append.pending.await());
      } catch (JournalException e) {
        // Its caller is told; nothing of it was kept.
        release(append.batch);
      }
    }
  }

  private @Nullable Append nextDone() {
    beginning.lock();
    try {
      var next = begun.peek();
      return next != null && next.pending.isDone() ? begun.poll() : null;
    } finally {
      beginning.unlock();
    }
  }

  private void store(Append append, long position) {
    sealing.store(append.pending.fileNumber(), append.encoded, append.batch);
    if (append.batch instanceof Batch.Spans(List<Span> spans)) {
      known.stored(append.pending.fileNumber(), spans);
      storedPosition = position + 1;
      followers.tell(spans, position + 1);
    }
    storedPosition = position + 1;
  }

  private void release(Batch batch) {
    if (batch instanceof Batch.Spans(List<Span> spans)) {
      known.release(spans);
    }
  }

  static StoreException refusal(JournalException cause) {
    var message = String.valueOf(cause.getMessage());
    var refusal =
        cause instanceof JournalException.Full
            ? new StoreException.Full(message, RETRY)
            : new StoreException.Unavailable(message, RETRY);
    refusal.initCause(cause);
    return refusal;
  }
}
