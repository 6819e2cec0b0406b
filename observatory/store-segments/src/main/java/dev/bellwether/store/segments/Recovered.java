package dev.bellwether.store.segments;

import dev.bellwether.journal.Journal;
import dev.bellwether.journal.JournalFile;
import java.io.IOException;
import java.util.stream.Collectors;

/// What an earlier run has left. Used once.
final class Recovered {
  private final Journal journal;
  private final Segments segments;
  private final KnownSpans known;
  private final Rebuilding rebuilding;
  private final Tables tables;

  Recovered(
      Journal journal, Segments segments, KnownSpans known, Rebuilding rebuilding, Tables tables) {
    this.journal = journal;
    this.segments = segments;
    this.known = known;
    this.rebuilding = rebuilding;
    this.tables = tables;
  }

  /// The newest file is an open segment again; all others have their tables, or get them.
  void load() throws IOException {
    var files = journal.files().stream().filter(file -> file.records() > 0).toList();
    var sealed = files.subList(0, Math.max(0, files.size() - 1));
    tables.tidy(sealed.stream().map(JournalFile::number).collect(Collectors.toSet()));
    for (var file : sealed) {
      segments.add(new Segment(file.number(), rebuilding, tables.open(file.number())));
    }
    if (!files.isEmpty()) {
      loadOpen(files.getLast());
    }
  }

  private void loadOpen(JournalFile file) {
    var part = new HeapPart(file.number());
    rebuilding.read(file, part);
    segments.add(new Segment(file.number(), rebuilding, part));
    known.stored(file.number(), part.allSpans());
  }
}
