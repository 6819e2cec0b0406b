package dev.bellwether.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The files of the journal as they are known now, oldest first. For many threads: the writer puts
/// what it has written and may be read, readers look up where to read.
final class Catalogue {
  private final ConcurrentSkipListMap<Long, JournalFile> files = new ConcurrentSkipListMap<>();
  private final Map<Long, BlockIndex> indexes = new ConcurrentHashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition grown = lock.newCondition();

  void put(JournalFile file) {
    files.put(file.number(), file);
    lock.lock();
    try {
      grown.signalAll();
    } finally {
      lock.unlock();
    }
  }

  List<JournalFile> files() {
    return List.copyOf(files.values());
  }

  @Nullable JournalFile file(long number) {
    return files.get(number);
  }

  @Nullable JournalFile after(long number) {
    var next = files.higherEntry(number);
    return next == null ? null : next.getValue();
  }

  /// The file that holds the position, or the first one after it.
  @Nullable JournalFile holding(long position) {
    for (var file : files.values()) {
      if (file.endPosition() > position) {
        return file;
      }
    }
    return null;
  }

  BlockIndex index(long number) {
    return indexes.computeIfAbsent(number, _ -> new BlockIndex());
  }

  /// The position after the last record that may be read.
  long endPosition() {
    var newest = files.lastEntry();
    return newest == null ? 0 : newest.getValue().endPosition();
  }

  boolean awaitBeyond(long position, Duration timeout) throws InterruptedException {
    lock.lock();
    try {
      for (var nanos = timeout.toNanos(); endPosition() <= position && nanos > 0; ) {
        nanos = grown.awaitNanos(nanos);
      }
      return endPosition() > position;
    } finally {
      lock.unlock();
    }
  }

  /// Readers that have the file open go on reading it.
  void delete(JournalFile file) throws IOException {
    Files.deleteIfExists(file.path());
    files.remove(file.number());
    indexes.remove(file.number());
  }

  boolean isNewest(long number) {
    return files.higherKey(number) == null;
  }

  /// Deletes whole files from the oldest on until limits are kept; never the newest, which knows
  /// the position that comes next.
  int retain(JournalOptions.Retention retention, Instant now) throws IOException {
    var bytes = files.values().stream().mapToLong(JournalFile::bytes).sum();
    var deleted = 0;
    for (var file : files.values()) {
      var expired = isOlder(file.lastAppend(), retention.age(), now);
      if (isNewest(file.number()) || (bytes <= retention.bytesMax() && !expired)) {
        break;
      }
      delete(file);
      bytes -= file.bytes();
      deleted++;
    }
    return deleted;
  }

  static boolean isOlder(Instant since, Duration age, Instant now) {
    return Duration.between(since, now).compareTo(age) >= 0;
  }
}
