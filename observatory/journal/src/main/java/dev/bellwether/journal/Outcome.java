package dev.bellwether.journal;

import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/// What became of a request: set once by the writer, awaited by any number of threads.
final class Outcome {
  private final CountDownLatch known = new CountDownLatch(1);
  private long position;
  private @Nullable JournalException failure;

  /// `position` of the request's first record, or of the next record where it has none.
  void succeed(long position) {
    this.position = position;
    known.countDown();
  }

  void fail(JournalException failure) {
    this.failure = failure;
    known.countDown();
  }

  boolean isKnown() {
    return known.getCount() == 0;
  }

  /// An interrupted thread goes on waiting, and stays interrupted: the fate of its record is known
  /// in a moment, and an append that may or may not have happened would be worse.
  long await() {
    var interrupted = false;
    while (true) {
      try {
        known.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (failure != null) {
      throw failure.again();
    }
    return position;
  }
}
