package dev.bellwether.analysis;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// How far a view has followed the store, and the lock under which that changes together with what
/// the view knows: nobody sees spans without the position behind them.
///
/// One thread at a time writes, many may read; whoever holds the lock may take it again.
final class Progress {
  private final ReentrantLock lock = new ReentrantLock();
  private long position;

  /// What was stored before is in the view.
  long position() {
    return ask(() -> position);
  }

  /// Counts spans, then moves on behind them.
  void accept(Runnable spans, long position) {
    change(() -> {
      spans.run();
      this.position = position;
    });
  }

  /// Moves on to `position`, unless it has been passed already.
  void caughtUp(long position) {
    change(() -> this.position = Math.max(this.position, position));
  }

  <T> T ask(Supplier<T> question) {
    lock.lock();
    try {
      return question.get();
    } finally {
      lock.unlock();
    }
  }

  void change(Runnable change) {
    lock.lock();
    try {
      change.run();
    } finally {
      lock.unlock();
    }
  }
}
