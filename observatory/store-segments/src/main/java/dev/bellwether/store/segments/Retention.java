package dev.bellwether.store.segments;

import static java.lang.System.Logger.Level.INFO;

import dev.bellwether.journal.Journal;
import dev.bellwether.journal.JournalFile;
import java.time.Duration;
import java.time.InstantSource;

/// Deletes whole segments, the oldest first, until the limits are kept. One thread.
final class Retention {
  private static final System.Logger log = System.getLogger(Retention.class.getName());

  private final Journal journal;
  private final Segments segments;
  private final Tables tables;
  private final SegmentStoreOptions.Retention limits;
  private final InstantSource clock;

  Retention(
      Journal journal,
      Segments segments,
      Tables tables,
      SegmentStoreOptions.Retention limits,
      InstantSource clock) {
    this.journal = journal;
    this.segments = segments;
    this.tables = tables;
    this.limits = limits;
    this.clock = clock;
  }

  void apply() {
    var files = journal.files();
    var bytes =
        files.stream().mapToLong(JournalFile::bytes).sum()
            + segments.all().stream().mapToLong(Segment::tableBytes).sum();
    for (var file : files.subList(0, Math.max(0, files.size() - 1))) {
      if ((bytes <= limits.bytesMax() && !isOld(file)) || isOpen(file)) {
        return;
      }
      bytes -= file.bytes() + delete(file);
    }
  }

  private boolean isOld(JournalFile file) {
    var age = Duration.between(file.lastAppend(), clock.instant());
    return age.compareTo(limits.ageMax()) >= 0;
  }

  private boolean isOpen(JournalFile file) {
    var open = segments.open();
    return open != null && open.number() <= file.number();
  }

  /// First it is found by nobody, then its journal file goes: what is left after a crash in between
  /// are tables without a journal file, and those are deleted when the store is opened.
  ///
  /// @return what its tables took
  private long delete(JournalFile file) {
    var bytes = 0L;
    for (var segment : segments.all()) {
      if (segment.number() == file.number()) {
        bytes = segment.tableBytes();
        segments.remove(segment, segment.ask(Part::contents));
        segment.answerFrom(new HeapPart(segment.number()));
      }
    }
    journal.delete(file);
    tables.delete(file.number());
    log.log(
        INFO,
        "segment {0} deleted to keep within {1} bytes and {2}",
        file.number(),
        limits.bytesMax(),
        limits.ageMax());
    return bytes;
  }
}
