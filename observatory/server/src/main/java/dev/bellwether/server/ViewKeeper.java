package dev.bellwether.server;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import dev.bellwether.analysis.Checkpoint;
import dev.bellwether.analysis.DurableView;
import dev.bellwether.analysis.ViewStorage;
import dev.bellwether.store.Store;
import dev.bellwether.store.StoreException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// Lets a view follow the store, from where it stopped before a restart, and writes it down now and
/// then: after a crash it has to be told only of what came since.
final class ViewKeeper<V extends DurableView> implements AutoCloseable {
  private static final System.Logger log = System.getLogger(ViewKeeper.class.getName());

  /// A span that came late is on the map within a second.
  private static final Duration SETTLE_EVERY = Duration.ofMillis(500);

  /// What has to be told again after a crash is a second's work or less.
  private static final Duration WRITE_EVERY = Duration.ofSeconds(10);

  /// A cluster that is away may come back any moment; asking it costs nothing.
  private static final Duration ASK_AGAIN_AFTER = Duration.ofSeconds(2);

  /// A store forces its journal to the disk once a second; when it does not, the disk is full.
  private static final Duration DURABLE_WITHIN = Duration.ofSeconds(5);

  private final Store store;
  private final FolderViewStorage storage;
  private final V view;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  /// Before that, what the store has of a trace may not have been told.
  private volatile boolean caughtUp;

  /// Changed by one thread at a time: by the one that catches up, and then by the view's own.
  private volatile boolean waiting;

  private ViewKeeper(Store store, FolderViewStorage storage, V view) {
    this.store = store;
    this.storage = storage;
    this.view = view;
    this.thread =
        Thread.ofVirtual().name("view-" + view.getClass().getSimpleName()).start(this::keep);
  }

  /// While it catches up the view is written down as well: a long way is gone once.
  ///
  /// @param format of what the view writes
  /// @param open makes a view that goes on from what a storage has
  /// @param atOnce whether to return only when the view has caught up with the store; a cluster may
  ///   be away, or take its time to tell what it has, and meanwhile the pages should be there
  static <V extends DurableView> ViewKeeper<V> start(
      Store store, Path folder, int format, Function<ViewStorage, V> open, boolean atOnce) {
    var storage = FolderViewStorage.open(folder, format);
    if (storage.position().orElse(0) > store.endPosition()) {
      log.log(INFO, "view {0}: the store has begun anew, so does the view", folder.getFileName());
      storage.clear();
    }
    var keeper = new ViewKeeper<>(store, storage, opened(storage, folder, open));
    if (atOnce) {
      keeper.catchUpOrClose();
    } else {
      Thread.ofVirtual().name(keeper.thread.getName() + "-catch-up").start(keeper::catchUpSometime);
    }
    return keeper;
  }

  private static <V extends DurableView> V opened(
      FolderViewStorage storage, Path folder, Function<ViewStorage, V> open) {
    try {
      return open.apply(storage);
    } catch (RuntimeException e) {
      log.log(WARNING, "view %s cannot be read; it begins anew".formatted(folder.getFileName()), e);
      storage.clear();
      return open.apply(storage);
    }
  }

  V view() {
    return view;
  }

  /// Writes the view down for the last time. The store has to be open still.
  @Override
  public void close() {
    closing.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void catchUp() {
    long end = store.endPosition();
    store.follow(view, view.position());
    view.caughtUp(end);
    caughtUp = true;
  }

  private void catchUpOrClose() {
    try {
      catchUp();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private void catchUpSometime() {
    try {
      while (!hasCaughtUp()) {
        if (closing.await(ASK_AGAIN_AFTER.toMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean hasCaughtUp() {
    try {
      catchUp();
      noLongerWaiting();
      return true;
    } catch (StoreException e) {
      waiting(e);
      return false;
    }
  }

  /// Said once, however long it takes.
  private void waiting(StoreException cause) {
    if (!waiting) {
      waiting = true;
      log.log(INFO, "{0} waits for the store: {1}", thread.getName(), cause.getMessage());
    }
  }

  private void noLongerWaiting() {
    if (waiting) {
      waiting = false;
      log.log(INFO, "{0} has what it waited for", thread.getName());
    }
  }

  private void keep() {
    try {
      long writtenAt = System.nanoTime();
      while (!closing.await(SETTLE_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
        settle();
        if (System.nanoTime() - writtenAt >= WRITE_EVERY.toNanos()) {
          write();
          writtenAt = System.nanoTime();
        }
      }
      settle();
      write();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void settle() {
    if (!caughtUp) {
      return;
    }
    try {
      view.settle(store.traces(), store::endPosition);
      noLongerWaiting();
    } catch (StoreException e) {
      waiting(e);
    } catch (RuntimeException e) {
      log.log(WARNING, "late spans could not be looked up", e);
    }
  }

  private void write() throws InterruptedException {
    try {
      if (storage.position().equals(OptionalLong.of(view.position()))) {
        return;
      }
      var oldest = store.status().oldestNanos();
      var checkpoint = view.checkpoint(oldest == null ? Long.MIN_VALUE : oldest);
      if (durable(checkpoint)) {
        storage.write(checkpoint);
        view.kept();
      }
    } catch (StoreException | UncheckedIOException e) {
      log.log(WARNING, "a view could not be written down; it is tried again", e);
    } catch (RuntimeException e) {
      log.log(WARNING, "a view could not be written down", e);
    }
  }

  /// Waits until a power cut cannot make the store forget what the checkpoint remembers.
  private boolean durable(Checkpoint checkpoint) throws InterruptedException {
    long begin = System.nanoTime();
    while (store.durablePosition() < checkpoint.position()) {
      if (System.nanoTime() - begin > DURABLE_WITHIN.toNanos()) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
    return true;
  }
}
