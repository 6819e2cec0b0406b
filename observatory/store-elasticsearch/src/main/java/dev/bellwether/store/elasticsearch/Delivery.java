package dev.bellwether.store.elasticsearch;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import dev.bellwether.store.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Takes documents, and answers when they are in the cluster or, while it is away, in the spool.
///
/// While something waits, everything that comes joins the queue; one thread sends the queue in its
/// order until it is empty. One thread at a time may call [#take].
final class Delivery implements AutoCloseable {
  private static final System.Logger log = System.getLogger(Delivery.class.getName());

  /// A cluster that restarts takes tens of seconds: asking every second finds it soon enough.
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  private final BulkWriter writer;
  private final Spool spool;
  private final Freshness freshness;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition somethingWaits = lock.newCondition();

  /// Guarded by the lock: what the spool holds, so that it is not taken twice.
  private final Set<String> waitingIds = new HashSet<>();

  private final Thread thread;
  private volatile boolean closed;

  Delivery(BulkWriter writer, Spool spool, Freshness freshness) {
    this.writer = writer;
    this.spool = spool;
    this.freshness = freshness;
    this.thread = Thread.ofVirtual().name("elasticsearch-delivery").start(this::run);
  }

  /// Returns the ids of those that are new, as far as that is known: while the cluster is away,
  /// those that do not wait already.
  ///
  /// @throws StoreException.Full when there is no room for them to wait; none of them is kept
  Set<String> take(Signal signal, List<Document> documents) {
    var created = new HashSet<String>();
    var rest = documents;
    if (spool.isEmpty()) {
      var outcome = writer.send(signal, documents);
      freshness.written(signal);
      outcome.created().forEach(document -> created.add(document.id()));
      rest = outcome.waiting();
    }
    created.addAll(spooled(signal, rest));
    return created;
  }

  long waiting() {
    return spool.documents();
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }

  private List<String> spooled(Signal signal, List<Document> documents) {
    if (documents.isEmpty()) {
      return List.of();
    }
    lock.lock();
    try {
      var first = spool.isEmpty();
      var fresh = new ArrayList<Document>();
      for (var document : documents) {
        if (waitingIds.add(document.id())) {
          fresh.add(document);
        }
      }
      var ids = fresh.stream().map(Document::id).toList();
      if (!fresh.isEmpty() && !spool.offer(new Spool.Batch(signal, fresh))) {
        ids.forEach(waitingIds::remove);
        throw new StoreException.Full(
            "%d documents wait for the cluster (expected: fewer)".formatted(waiting()),
            RETRY_AFTER);
      }
      if (first) {
        log.log(WARNING, "the cluster is away or busy: what comes now waits");
      }
      somethingWaits.signal();
      return ids;
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    try {
      while (!closed) {
        deliver(awaitBatch());
      }
    } catch (InterruptedException _) {
      // Closed: what waits is in the spool.
    }
  }

  private Spool.Batch awaitBatch() throws InterruptedException {
    lock.lock();
    try {
      while (true) {
        var first = spool.first();
        if (first.isPresent()) {
          return first.get();
        }
        somethingWaits.await();
      }
    } finally {
      lock.unlock();
    }
  }

  private void deliver(Spool.Batch batch) throws InterruptedException {
    var rest = batch.documents();
    while (!rest.isEmpty() && !closed) {
      Thread.sleep(PAUSE);
      rest = send(batch.signal(), rest);
    }
    if (rest.isEmpty()) {
      lock.lock();
      try {
        spool.removeFirst();
        batch.documents().forEach(document -> waitingIds.remove(document.id()));
      } finally {
        lock.unlock();
      }
      if (spool.isEmpty()) {
        log.log(INFO, "the cluster has everything that waited");
      }
    }
  }

  private List<Document> send(Signal signal, List<Document> documents) {
    try {
      return writer.send(signal, documents).waiting();
    } catch (IllegalStateException e) {
      // The cluster says that we ask wrongly: it may be another one tomorrow, so nothing is
      // dropped.
      log.log(ERROR, "the cluster refuses %d documents".formatted(documents.size()), e);
      return documents;
    } finally {
      freshness.written(signal);
    }
  }
}
