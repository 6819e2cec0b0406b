package dev.bellwether.journal;

/// An append that has its place in the order of all appends; whether it is kept will be known. For
/// many threads.
public final class PendingAppend {
  private final Request.Batch batch;
  private final int index;

  PendingAppend(Request.Batch batch, int index) {
    this.batch = batch;
    this.index = index;
  }

  /// What is written with it.
  Request.Batch batch() {
    return batch;
  }

  /// Waits; returns the record's position as [Journal#append] does.
  ///
  /// @throws JournalException the record was not kept
  public long await() {
    return batch.outcome().await() + index;
  }

  /// Whether [#await] returns or throws at once. Appends are done in their order.
  public boolean isDone() {
    return batch.outcome().isKnown();
  }

  /// The number of the file that holds the record, once it is kept.
  public long fileNumber() {
    await();
    return batch.fileNumber();
  }
}
