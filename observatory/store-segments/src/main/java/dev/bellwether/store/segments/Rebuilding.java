package dev.bellwether.store.segments;

import static java.lang.System.Logger.Level.WARNING;

import dev.bellwether.journal.Journal;
import dev.bellwether.journal.JournalFile;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;

/// Makes segments out of their journal files again. For many threads.
final class Rebuilding {
  private static final System.Logger log = System.getLogger(Rebuilding.class.getName());

  /// Each takes as much heap as an open segment. A search goes from one to the next.
  private static final int KEPT_MAX = 2;

  private final LongAdder damages = new LongAdder();
  private final Journal journal;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Long, HeapPart> kept = new LinkedHashMap<>(4, 0.75f, true);

  Rebuilding(Journal journal) {
    this.journal = journal;
  }

  /// The segment that the file with this number holds; an empty one where it has been deleted.
  HeapPart segment(long number) {
    lock.lock();
    try {
      var known = kept.get(number);
      if (known != null) {
        return known;
      }
      var part = new HeapPart(number);
      journal.files().stream()
          .filter(file -> file.number() == number)
          .forEach(file -> read(file, part));
      kept.put(number, part);
      forgetOldest();
      return part;
    } finally {
      lock.unlock();
    }
  }

  /// Adds everything that the file holds. What is damaged in it is left out; the journal logs it.
  void read(JournalFile file, HeapPart part) {
    try (var reader = journal.reader(file.firstPosition())) {
      while (reader.position() < file.endPosition()) {
        var record = reader.next().orElse(null);
        if (record == null || record.position() >= file.endPosition()) {
          return;
        }
        part.add(record.bytes(), BatchDecoder.decode(record.bytes()));
      }
    }
  }

  /// Tables have turned out to be damaged.
  void damaged(long number, RuntimeException cause) {
    damages.increment();
    log.log(
        WARNING,
        "segment %d: a table is damaged; it is written anew from the journal".formatted(number),
        cause);
  }

  /// How often that was.
  long damages() {
    return damages.sum();
  }

  private void forgetOldest() {
    for (Iterator<Long> oldest = kept.keySet().iterator(); kept.size() > KEPT_MAX; ) {
      oldest.next();
      oldest.remove();
    }
  }
}
