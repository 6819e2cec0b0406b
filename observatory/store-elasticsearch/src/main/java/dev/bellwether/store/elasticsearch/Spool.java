package dev.bellwether.store.elasticsearch;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.WARNING;

import dev.bellwether.journal.Journal;
import dev.bellwether.journal.JournalException;
import dev.bellwether.journal.JournalFile;
import dev.bellwether.journal.JournalOptions;
import dev.bellwether.journal.JournalReader;
import dev.bellwether.journal.JournalRecord;
import dev.bellwether.store.Lag;
import dev.bellwether.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// Everything that was acknowledged, until the cluster has it and for a while longer: a journal of
/// [SpoolRecord]s. It survives the end of this process.
///
/// A batch is in the journal before it is sent; a mark says now and then how far the cluster has
/// come. After a crash what follows the last mark is sent again, which is harmless, because
/// documents have their ids.
///
/// One thread at a time may change it; the others only read.
final class Spool implements AutoCloseable {
  private static final System.Logger log = System.getLogger(Spool.class.getName());

  /// A batch is one record, so that all of it is kept or none. The largest OTLP request is 20 MiB,
  /// and its documents are a few times as long.
  private static final int RECORD_BYTES_MAX = 256 << 20;

  /// Whole files are deleted: small ones leave soon.
  private static final JournalOptions OPTIONS =
      JournalOptions.DEFAULT
          .withWaiting(RECORD_BYTES_MAX, Duration.ofSeconds(10))
          .withBlocks(RECORD_BYTES_MAX, 1 << 20)
          .withFiles(16 << 20, Duration.ofMinutes(5));

  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  private final SpoolSettings settings;
  private final InstantSource clock;
  private final Journal journal;

  /// Those who read what may have been delivered: nothing is deleted meanwhile.
  private final AtomicInteger replays = new AtomicInteger();

  private volatile long nextArrival;
  private volatile Undelivered undelivered;
  private long markedPosition;

  /// What the cluster may not have.
  ///
  /// @param position of its first record
  /// @param arrival of its first document
  record Undelivered(long position, long arrival, Lag lag) {}

  private Spool(SpoolSettings settings, InstantSource clock, Journal journal, Found found) {
    this.settings = settings;
    this.clock = clock;
    this.journal = journal;
    // Without a spool, too, arrivals go on and do not begin anew.
    this.nextArrival = Math.max(clock.millis() * 1_000_000, found.nextArrival);
    this.undelivered = found.undelivered(nextArrival);
    this.markedPosition = found.deliveredPosition;
  }

  /// Opens the folder, whatever the last process left in it.
  ///
  /// @param visitor is told of all batches that are still there, in order
  static Spool open(
      SpoolSettings settings, InstantSource clock, Consumer<SpoolRecord.Batch> visitor) {
    var journal = Journal.open(settings.folder(), OPTIONS, clock);
    try {
      return new Spool(settings, clock, journal, Found.in(journal, visitor));
    } catch (RuntimeException e) {
      journal.close();
      throw e;
    }
  }

  /// Keeps a batch. A single one has room, however large it is.
  ///
  /// @throws StoreException where there is no room for it, or the disk refuses; none of it is kept
  void append(SpoolRecord.Batch batch) {
    var before = undelivered;
    var lag = before.lag();
    if (!lag.isNone() && lag.bytes() + batch.bytes() > settings.bytesMax()) {
      throw new StoreException.Full(
          "%d documents of %d bytes wait for the cluster, no room for %d bytes more (expected: %d)"
              .formatted(lag.documents(), lag.bytes(), batch.bytes(), settings.bytesMax()),
          RETRY_AFTER);
    }
    var position = written(batch);
    nextArrival = batch.endArrival();
    var oldest = lag.oldest();
    undelivered =
        new Undelivered(
            oldest == null ? position : before.position(),
            oldest == null ? batch.arrival() : before.arrival(),
            new Lag(
                lag.documents() + batch.documents().size(),
                lag.bytes() + batch.bytes(),
                oldest == null ? clock.instant() : oldest));
  }

  private long written(SpoolRecord record) {
    try {
      return journal.append(record.encode());
    } catch (JournalException.Full e) {
      throw new StoreException.Full("the spool: " + e.getMessage(), RETRY_AFTER);
    } catch (JournalException e) {
      throw new StoreException.Unavailable("the spool: " + e.getMessage(), RETRY_AFTER);
    }
  }

  /// The cluster has everything.
  void deliveredAll() {
    undelivered = new Undelivered(journal.endPosition(), nextArrival, Lag.NONE);
  }

  /// The cluster has these too.
  void delivered(Run run) {
    var lag = undelivered.lag();
    var rest = lag.documents() - run.documents();
    if (rest <= 0) {
      deliveredAll();
      return;
    }
    undelivered =
        new Undelivered(
            run.endPosition(),
            run.endArrival(),
            new Lag(rest, lag.bytes() - run.bytes(), run.appended()));
  }

  /// Everything has been read, so what should still be there is damaged.
  void giveUpDamaged() {
    var lag = undelivered.lag();
    if (!lag.isNone()) {
      log.log(ERROR, "%d documents are lost: the spool is damaged".formatted(lag.documents()));
      deliveredAll();
    }
  }

  Undelivered undelivered() {
    return undelivered;
  }

  JournalReader reader(long position) {
    return journal.reader(position);
  }

  /// Writes down how far the cluster has come, where that is news, and lets go what is not needed.
  void mark() {
    var position = undelivered.position();
    if (position > markedPosition) {
      try {
        written(new SpoolRecord.Mark(nextArrival, position));
        markedPosition = position;
        trim(position);
      } catch (StoreException e) {
        log.log(WARNING, "what the cluster has will be sent again: {0}", e.getMessage());
      }
    }
  }

  private void trim(long deliveredPosition) {
    var files = journal.files();
    var bytes = files.stream().mapToLong(JournalFile::bytes).sum();
    var keptFrom = clock.instant().minus(settings.keptFor());
    // The newest must stay, and the one before it may be the last to know an arrival.
    for (var file : files.subList(0, Math.max(0, files.size() - 2))) {
      var isNeeded = file.lastAppend().isAfter(keptFrom) && bytes <= settings.keptBytesMax();
      if (isNeeded || replays.get() > 0 || file.endPosition() > deliveredPosition) {
        return;
      }
      journal.delete(file);
      bytes -= file.bytes();
    }
  }

  /// The arrival of the next document is not before this.
  long nextArrival() {
    return nextArrival;
  }

  /// Documents that arrived before survive a power cut.
  long durableArrival() {
    var end = nextArrival;
    var durable = journal.durablePosition();
    if (durable >= journal.endPosition()) {
      return end;
    }
    return journal.read(durable).map(SpoolRecord::decode).map(SpoolRecord::arrival).orElse(end);
  }

  Replay replay() {
    return new Replay();
  }

  @Override
  public void close() {
    try {
      mark();
    } finally {
      journal.close();
    }
  }

  /// As long as it is open, nothing is deleted.
  final class Replay implements AutoCloseable {
    private Replay() {
      replays.incrementAndGet();
    }

    /// Everything that arrived before is in the cluster.
    long deliveredArrival() {
      return undelivered.arrival();
    }

    /// Whether everything from this arrival on is still here.
    boolean reachesBackTo(long arrival) {
      return firstArrival(0) <= arrival;
    }

    /// A reader that begins at or before an arrival.
    JournalReader from(long arrival) {
      var position = 0L;
      for (var file : journal.files()) {
        if (firstArrival(file.firstPosition()) > arrival) {
          break;
        }
        position = file.firstPosition();
      }
      return journal.reader(position);
    }

    private long firstArrival(long position) {
      try (var reader = journal.reader(position)) {
        return reader
            .next()
            .map(record -> SpoolRecord.decode(record.bytes()).arrival())
            .orElse(nextArrival);
      }
    }

    @Override
    public void close() {
      replays.decrementAndGet();
    }
  }

  /// What opening finds.
  private static final class Found {
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private final Journal journal;
    private long deliveredPosition;
    private long nextArrival;

    /// A batch, without its documents.
    private record Waiting(
        long position, long arrival, long documents, long bytes, Instant appended) {}

    private Found(Journal journal) {
      this.journal = journal;
    }

    static Found in(Journal journal, Consumer<SpoolRecord.Batch> visitor) {
      var found = new Found(journal);
      try (var reader = journal.reader(0)) {
        for (var next = reader.next(); next.isPresent(); next = reader.next()) {
          switch (SpoolRecord.decode(next.get().bytes())) {
            case SpoolRecord.Batch batch -> {
              found.add(next.get(), batch);
              visitor.accept(batch);
            }
            case SpoolRecord.Mark mark -> found.add(mark);
          }
        }
      }
      return found;
    }

    private void add(JournalRecord record, SpoolRecord.Batch batch) {
      nextArrival = batch.endArrival();
      waiting.add(
          new Waiting(
              record.position(),
              batch.arrival(),
              batch.documents().size(),
              batch.bytes(),
              record.appended()));
    }

    private void add(SpoolRecord.Mark mark) {
      nextArrival = mark.arrival();
      deliveredPosition = mark.deliveredPosition();
      while (!waiting.isEmpty() && waiting.getFirst().position() < deliveredPosition) {
        waiting.remove();
      }
    }

    Undelivered undelivered(long nextArrival) {
      if (waiting.isEmpty()) {
        return new Undelivered(journal.endPosition(), nextArrival, Lag.NONE);
      }
      var first = waiting.getFirst();
      var documents = waiting.stream().mapToLong(Waiting::documents).sum();
      var bytes = waiting.stream().mapToLong(Waiting::bytes).sum();
      return new Undelivered(
          first.position(), first.arrival(), new Lag(documents, bytes, first.appended()));
    }
  }
}
