package dev.bellwether.store.elasticsearch;

import java.util.List;
import java.util.Optional;

/// What was acknowledged and is not in the cluster yet, first in, first out.
///
/// Many threads may use it. Its documents have their ids, so that sending them once too often does
/// no harm: it may forget that a batch was removed, but never a batch.
interface Spool {
  /// Keeps a batch, or says that there is no room for it.
  boolean offer(Batch batch);

  /// The batch that waits longest.
  Optional<Batch> first();

  /// Removes what [#first] returned.
  void removeFirst();

  long documents();

  default boolean isEmpty() {
    return documents() == 0;
  }

  /// Documents of one signal, in the order of their arrival.
  record Batch(Signal signal, List<Document> documents) {
    public Batch {
      documents = List.copyOf(documents);
    }

    long bytes() {
      return documents.stream().mapToLong(Document::bytes).sum();
    }
  }
}
