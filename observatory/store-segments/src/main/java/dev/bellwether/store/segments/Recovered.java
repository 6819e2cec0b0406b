package dev.bellwether.store.segments;

import dev.bellwether.journal.Journal;
import dev.bellwether.journal.JournalFile;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/// What an earlier run has left. Used once.
final class Recovered {
  /// A disk that has to look for something serves a handful of requests at a time.
  private static final int OPENERS = 8;

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

  /// The newest file is an open segment again. Those that were waiting for their tables wait again,
  /// in the heap; where older ones have none, their journal files answer until they have.
  ///
  /// @param waitingMax how many may wait in the heap
  void load(int waitingMax) throws IOException {
    var files = journal.files().stream().filter(file -> file.records() > 0).toList();
    tables.tidy(files.stream().map(JournalFile::number).collect(Collectors.toSet()));
    var opened = opened(files.subList(0, Math.max(0, files.size() - 1)));
    for (var i = 0; i < files.size(); i++) {
      var number = files.get(i).number();
      var after = files.size() - 1 - i;
      var part = opened.get(number);
      if (part != null) {
        segments.add(new Segment(number, rebuilding, part));
      } else {
        var waits = after <= waitingMax ? inHeap(files.get(i)) : null;
        segments.add(new Segment(number, rebuilding, waits));
      }
    }
  }

  /// The tables that there are: many at a time, for each waits for the disk.
  private Map<Long, TablePart> opened(List<JournalFile> files) {
    var opened = new ConcurrentHashMap<Long, TablePart>();
    try (var openers = Executors.newFixedThreadPool(OPENERS)) {
      for (var file : files) {
        openers.execute(() -> {
          var part = tables.open(file.number());
          if (part != null) {
            opened.put(file.number(), part);
          }
        });
      }
    }
    return opened;
  }

  private HeapPart inHeap(JournalFile file) {
    var part = new HeapPart(file.number());
    rebuilding.read(file, part);
    known.stored(file.number(), part.allSpans());
    return part;
  }
}
