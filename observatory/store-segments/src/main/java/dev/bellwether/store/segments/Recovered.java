package dev.bellwether.store.segments;

import dev.bellwether.journal.Journal;
import dev.bellwether.journal.JournalFile;

/// What an earlier run has left. Used once.
final class Recovered {
  private final Journal journal;
  private final Segments segments;
  private final KnownSpans known;
  private final Rebuilding rebuilding;

  Recovered(Journal journal, Segments segments, KnownSpans known, Rebuilding rebuilding) {
    this.journal = journal;
    this.segments = segments;
    this.known = known;
    this.rebuilding = rebuilding;
  }

  /// The newest file is an open segment again; all others have their tables, or get them.
  void load() {
    var files = journal.files().stream().filter(file -> file.records() > 0).toList();
    for (var file : files) {
      if (file.equals(files.getLast())) {
        loadOpen(file);
      } else {
        segments.add(new Segment(file.number(), new JournalPart(file.number(), rebuilding)));
      }
    }
  }

  private void loadOpen(JournalFile file) {
    var part = new HeapPart();
    rebuilding.read(file, part);
    segments.add(new Segment(file.number(), part));
    known.stored(file.number(), part.allSpans());
  }
}
