package dev.bellwether.store.elasticsearch;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import dev.bellwether.journal.JournalException;
import dev.bellwether.journal.JournalReader;
import dev.bellwether.store.StoreException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Takes batches into the spool, and brings them to the cluster.
///
/// While nothing waits, who appends sends its own batch and is answered when the cluster has it.
/// Once the cluster does not take one, a thread sends what waits, in order, and who appends is
/// answered when its batch waits too; until the thread has caught up.
///
/// One thread at a time may call [#take].
final class Delivery implements AutoCloseable {
  private static final System.Logger log = System.getLogger(Delivery.class.getName());

  /// A cluster that restarts takes tens of seconds: asking every second finds it soon enough.
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /// As long as we obey; a cluster that wants more is asked again nevertheless.
  private static final Duration PAUSE_MAX = Duration.ofMinutes(1);

  private final BulkWriter writer;
  private final Spool spool;
  private final Freshness freshness;

  /// Held while the spool is changed.
  private final ReentrantLock lock = new ReentrantLock();

  private final Condition fellBehind = lock.newCondition();

  /// Changed only by who holds the lock.
  private volatile boolean behind;

  private final Thread thread;
  private volatile String problem = "";

  /// Before the cluster is asked again.
  private volatile Duration pause = Duration.ZERO;

  private volatile boolean closed;

  Delivery(BulkWriter writer, Spool spool, Freshness freshness) {
    this.writer = writer;
    this.spool = spool;
    this.freshness = freshness;
    this.behind = !spool.undelivered().lag().isNone();
    this.thread = Thread.ofVirtual().name("elasticsearch-delivery").start(this::run);
  }

  /// Returns the ids of those that are new, as far as that is known: while the cluster is away,
  /// all.
  ///
  /// @throws StoreException when they cannot wait; none of them is kept
  Set<String> take(SpoolRecord.Batch batch) {
    var ids = new HashSet<String>();
    batch.documents().forEach(document -> ids.add(document.id()));
    if (!spooled(batch)) {
      return ids;
    }
    var outcome = send(batch.signal(), batch.documents());
    outcome.left().forEach(document -> ids.remove(document.id()));
    lock.lock();
    try {
      if (outcome.waiting().isEmpty()) {
        spool.deliveredAll();
      } else {
        log.log(WARNING, "what comes now waits: " + outcome.problem());
        behind = true;
        fellBehind.signal();
      }
    } finally {
      lock.unlock();
    }
    return ids;
  }

  /// Whether the batch may be sent now, because nothing waits before it.
  private boolean spooled(SpoolRecord.Batch batch) {
    lock.lock();
    try {
      spool.append(batch);
      return !behind;
    } finally {
      lock.unlock();
    }
  }

  /// Why something waits; empty while nothing does.
  String problem() {
    var documents = spool.undelivered().lag().documents();
    if (!behind || documents == 0) {
      return "";
    }
    var waiting = "%d documents wait for the cluster".formatted(documents);
    return problem.isEmpty() ? waiting : waiting + ": " + problem;
  }

  /// What has not been sent stays in the spool.
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (!closed) {
        if (awaitWork()) {
          catchUp();
        }
      }
    } catch (InterruptedException _) {
      // Closed.
    }
  }

  /// Marks meanwhile how far the appending threads have come.
  private boolean awaitWork() throws InterruptedException {
    lock.lock();
    try {
      for (var nanos = PAUSE.toNanos(); !behind && nanos > 0; ) {
        nanos = fellBehind.awaitNanos(nanos);
      }
      if (!behind) {
        spool.mark();
      }
      return behind;
    } finally {
      lock.unlock();
    }
  }

  private void catchUp() throws InterruptedException {
    Thread.sleep(pause);
    try (var reader = spool.reader(spool.undelivered().position())) {
      for (var run = nextRun(reader); run.isPresent(); run = nextRun(reader)) {
        deliver(run.get());
      }
      log.log(INFO, "the cluster has everything that waited");
    } catch (JournalException e) {
      if (!closed) {
        log.log(ERROR, "the spool cannot be read", e);
        pause = PAUSE;
      }
    }
  }

  /// Empty when everything has been sent; then those who append send again.
  private Optional<Run> nextRun(JournalReader reader) {
    var run = Run.read(reader);
    if (run.isPresent()) {
      return run;
    }
    lock.lock();
    try {
      // Nothing can come in between now.
      run = Run.read(reader);
      if (run.isEmpty()) {
        spool.giveUpDamaged();
        behind = false;
      }
      return run;
    } finally {
      lock.unlock();
    }
  }

  private void deliver(Run run) throws InterruptedException {
    for (var signal : Signal.values()) {
      for (var rest = run.documents(signal); !rest.isEmpty(); ) {
        var outcome = send(signal, rest);
        rest = outcome.waiting();
        if (!rest.isEmpty()) {
          Thread.sleep(pause);
        }
      }
    }
    lock.lock();
    try {
      spool.delivered(run);
      spool.mark();
    } finally {
      lock.unlock();
    }
  }

  private BulkWriter.Outcome send(Signal signal, List<Document> documents) {
    try {
      var outcome = writer.send(signal, documents);
      problem = outcome.problem();
      if (!outcome.waiting().isEmpty()) {
        pause = pauseAfter(outcome.retryAfter());
      }
      return outcome;
    } finally {
      freshness.written(signal);
    }
  }

  private static Duration pauseAfter(Duration asked) {
    var longer = asked.compareTo(PAUSE) > 0 ? asked : PAUSE;
    return longer.compareTo(PAUSE_MAX) < 0 ? longer : PAUSE_MAX;
  }
}
