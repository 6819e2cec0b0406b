package dev.bellwether.store.segments;

import static java.lang.System.Logger.Level.INFO;

import dev.bellwether.journal.Journal;
import dev.bellwether.journal.JournalException;
import dev.bellwether.journal.JournalOptions;
import dev.bellwether.store.CheckedReader;
import dev.bellwether.store.Followers;
import dev.bellwether.store.LogReader;
import dev.bellwether.store.MetricReader;
import dev.bellwether.store.SpanFollower;
import dev.bellwether.store.Store;
import dev.bellwether.store.StoreException;
import dev.bellwether.store.StoreStatus;
import dev.bellwether.store.TelemetryWriter;
import dev.bellwether.store.TraceReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/// The embedded engine. What an append has stored survives the end of the process, however it
/// comes; a power cut costs at most the flush interval.
///
/// Many threads may use it; readers wait for nobody. One process at a time may have the folder.
public final class SegmentStore implements Store {
  private static final System.Logger log = System.getLogger(SegmentStore.class.getName());

  /// A follower that is so close is told the rest while appends wait.
  private static final int BEHIND_MAX = 64;

  /// A follower that is slower than the appends is not waited for for ever.
  private static final int ROUNDS_MAX = 20;

  private final Journal journal;
  private final Segments segments;
  private final Sealing sealing;
  private final Intake intake;
  private final Followers followers = new Followers();
  private final CheckedReader reader;
  private volatile boolean closed;

  private SegmentStore(
      Path folder, Journal journal, SegmentStoreOptions options, InstantSource clock)
      throws IOException {
    this.journal = journal;
    this.segments = new Segments();
    var rebuilding = new Rebuilding(journal);
    var known = new KnownSpans(segments::sealedAmong);
    var tables = new Tables(folder.resolve("tables"));
    var retention = new Retention(journal, segments, tables, options.retention(), clock);
    this.sealing =
        new Sealing(journal, segments, known, rebuilding, tables, retention, options.segments());
    this.intake = new Intake(journal, known, sealing, followers);
    var found = new SegmentReader(segments, options.searchMax());
    this.reader = new CheckedReader(this::requireOpen, found, found, found);
    new Recovered(journal, segments, known, rebuilding, tables)
        .load(options.segments().unsealedMax());
  }

  /// Opens the store in a folder, and makes one where there is none.
  ///
  /// @throws StoreException.Unavailable where the folder cannot be read or written, another process
  ///   has it, or a later version wrote it
  public static SegmentStore open(Path folder, SegmentStoreOptions options) {
    return open(folder, options, InstantSource.system());
  }

  static SegmentStore open(Path folder, SegmentStoreOptions options, InstantSource clock) {
    try {
      var journal = Journal.open(folder.resolve("journal"), journalOptions(options), clock);
      try {
        var store = new SegmentStore(folder, journal, options, clock);
        store.sealing.start();
        log.log(INFO, "{0}: {1} segments", folder, store.segments.all().size());
        return store;
      } catch (IOException | RuntimeException e) {
        journal.close();
        throw e;
      }
    } catch (JournalException e) {
      throw Intake.refusal(e);
    } catch (IOException e) {
      throw unavailable("%s cannot be opened: %s".formatted(folder, e), e);
    }
  }

  /// Segments are deleted with their tables, so the journal deletes nothing by itself. Who has no
  /// room is told at once, and waits where the telemetry comes from.
  private static JournalOptions journalOptions(SegmentStoreOptions options) {
    return JournalOptions.DEFAULT
        .withFlushInterval(options.flushInterval())
        .withFiles(options.segments().bytesMax(), options.segments().ageMax())
        .withWaiting(JournalOptions.Waiting.DEFAULT.bytesMax(), Duration.ZERO);
  }

  @Override
  public TelemetryWriter writer() {
    return intake;
  }

  @Override
  public TraceReader traces() {
    return reader;
  }

  @Override
  public LogReader logs() {
    return reader;
  }

  @Override
  public MetricReader metrics() {
    return reader;
  }

  /// Reads the journal while appends go on; they wait for the last few records only.
  @Override
  public void follow(SpanFollower follower, long position) {
    requireOpen();
    var end = endPosition();
    if (position > end) {
      throw new IllegalArgumentException(
          "position: %d (expected: at most %d)".formatted(position, end));
    }
    try (var replay = new Replay(journal, follower, position)) {
      for (var round = 0;
          round < ROUNDS_MAX && replay.behind(endPosition()) > BEHIND_MAX;
          round++) {
        replay.upTo(endPosition());
      }
      intake.betweenAppends(() -> {
        replay.upTo(endPosition());
        followers.add(follower);
      });
    }
  }

  @Override
  public long endPosition() {
    requireOpen();
    return intake.storedPosition();
  }

  @Override
  public long durablePosition() {
    requireOpen();
    return Math.min(journal.durablePosition(), intake.storedPosition());
  }

  /// Segments whose tables were missing or damaged when the store was opened are counted as soon as
  /// they have been written anew.
  @Override
  public StoreStatus status() {
    requireOpen();
    var stored = Contents.NONE;
    for (var segment : segments.all()) {
      var contents = segment.contents();
      stored = contents == null ? stored : stored.and(contents);
    }
    var deleted = segments.deleted();
    return new StoreStatus(
        "segments",
        stored.spans().count(),
        stored.logs().count(),
        stored.points().count(),
        deleted.spans().count(),
        deleted.logs().count(),
        deleted.points().count(),
        stored.spans().count() == 0 ? null : stored.spans().firstNanos(),
        sealing.problem());
  }

  /// How many segments have no tables yet; the open one is one of them.
  long unsealed() {
    return segments.all().stream().filter(segment -> !segment.isSealed()).count();
  }

  /// Waits for what is under way.
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      sealing.close();
      try {
        journal.close();
      } catch (JournalException e) {
        throw Intake.refusal(e);
      } finally {
        segments.all().forEach(segment -> segment.answerFrom(null));
      }
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new StoreException.Unavailable("the store is closed", Duration.ofSeconds(1));
    }
  }

  private static StoreException unavailable(String message, Exception cause) {
    var exception = new StoreException.Unavailable(message, Duration.ofSeconds(1));
    exception.initCause(cause);
    return exception;
  }
}
