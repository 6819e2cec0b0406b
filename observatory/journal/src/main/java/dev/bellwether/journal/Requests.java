package dev.bellwether.journal;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// What waits for the writer, in order and bounded by bytes. For many threads.
///
/// A record joins the last batch while there is room in it: what gathers while the writer is busy
/// shares a block, a compression and a write. When the writer is idle a record is alone.
final class Requests {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final Condition room = lock.newCondition();
  private final Deque<Request> waiting = new ArrayDeque<>();
  private final JournalOptions options;
  private long waitingBytes;
  private boolean closed;

  Requests(JournalOptions options) {
    this.options = options;
  }

  PendingAppend append(byte[] record) {
    var bytes = Framing.bytes(record);
    lock.lock();
    try {
      awaitRoom(bytes);
      refuseClosed();
      waitingBytes += bytes;
      if (waiting.peekLast() instanceof Request.Batch last
          && last.bytes() + bytes <= options.blocks().bytesMax()) {
        return new PendingAppend(last, last.add(record));
      }
      var batch = new Request.Batch();
      waiting.add(batch);
      arrived.signal();
      return new PendingAppend(batch, batch.add(record));
    } finally {
      lock.unlock();
    }
  }

  void add(Request request) {
    lock.lock();
    try {
      refuseClosed();
      closed = request instanceof Request.Stop;
      waiting.add(request);
      arrived.signal();
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// The next request, or null when none came in time. A batch that was taken is closed to further
  /// records, but its bytes count until it is [#done].
  @Nullable Request take(Duration timeout) throws InterruptedException {
    lock.lock();
    try {
      for (var nanos = timeout.toNanos(); waiting.isEmpty() && nanos > 0; ) {
        nanos = arrived.awaitNanos(nanos);
      }
      return waiting.poll();
    } finally {
      lock.unlock();
    }
  }

  /// Takes everything that waits for a write.
  List<Request.Batch> takeBatches() {
    lock.lock();
    try {
      var batches = new ArrayList<Request.Batch>();
      for (var request : waiting) {
        if (request instanceof Request.Batch batch) {
          batches.add(batch);
        }
      }
      waiting.removeAll(batches);
      return batches;
    } finally {
      lock.unlock();
    }
  }

  void done(Request.Batch batch) {
    lock.lock();
    try {
      waitingBytes -= batch.bytes();
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }

  boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  private void awaitRoom(long bytes) {
    // A single record always fits while nothing else waits, whatever its framing adds.
    var nanos = options.waiting().patience().toNanos();
    while (waitingBytes > 0 && waitingBytes + bytes > options.waiting().bytesMax() && !closed) {
      if (nanos <= 0) {
        throw new JournalException.Full(
            "journal: %d bytes wait to be written (expected: up to %d, within %s)"
                .formatted(
                    waitingBytes, options.waiting().bytesMax(), options.waiting().patience()),
            null);
      }
      try {
        nanos = room.awaitNanos(nanos);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new JournalException.Broken("journal: interrupted before the append", e);
      }
    }
  }

  private void refuseClosed() {
    if (closed) {
      throw new JournalException.Broken("journal: closed", null);
    }
  }
}
