package dev.bellwether.store.elasticsearch;

import dev.bellwether.journal.JournalReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Batches that follow each other in the spool and are sent together.
///
/// @param endPosition behind the last of them
/// @param appended when the last of them was
record Run(List<SpoolRecord.Batch> batches, long endPosition, Instant appended) {
  /// About one bulk request.
  private static final long BYTES_MAX = 4 << 20;

  /// What comes next; empty where everything has been read.
  static Optional<Run> read(JournalReader reader) {
    var batches = new ArrayList<SpoolRecord.Batch>();
    var appended = Instant.MIN;
    for (var bytes = 0L; bytes < BYTES_MAX; ) {
      var next = reader.next();
      if (next.isEmpty()) {
        break;
      }
      if (SpoolRecord.decode(next.get().bytes()) instanceof SpoolRecord.Batch batch) {
        batches.add(batch);
        bytes += batch.bytes();
        appended = next.get().appended();
      }
    }
    return batches.isEmpty()
        ? Optional.empty()
        : Optional.of(new Run(List.copyOf(batches), reader.position(), appended));
  }

  List<Document> documents(Signal signal) {
    return batches.stream()
        .filter(batch -> batch.signal() == signal)
        .flatMap(batch -> batch.documents().stream())
        .toList();
  }

  long documents() {
    return batches.stream().mapToLong(batch -> batch.documents().size()).sum();
  }

  long bytes() {
    return batches.stream().mapToLong(SpoolRecord.Batch::bytes).sum();
  }

  long endArrival() {
    return batches.getLast().endArrival();
  }
}
