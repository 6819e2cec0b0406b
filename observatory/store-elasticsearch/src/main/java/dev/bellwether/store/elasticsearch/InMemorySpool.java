package dev.bellwether.store.elasticsearch;

import java.util.ArrayDeque;
import java.util.Optional;

/// A spool in the heap: it survives a cluster that is away, not the end of this process.
final class InMemorySpool implements Spool {
  private final long bytesMax;
  private final ArrayDeque<Batch> batches = new ArrayDeque<>();
  private long bytes;
  private long documents;

  InMemorySpool(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  @Override
  public synchronized boolean offer(Batch batch) {
    if (bytes + batch.bytes() > bytesMax) {
      return false;
    }
    batches.add(batch);
    bytes += batch.bytes();
    documents += batch.documents().size();
    return true;
  }

  @Override
  public synchronized Optional<Batch> first() {
    return Optional.ofNullable(batches.peek());
  }

  @Override
  public synchronized void removeFirst() {
    var batch = batches.remove();
    bytes -= batch.bytes();
    documents -= batch.documents().size();
  }

  @Override
  public synchronized long documents() {
    return documents;
  }
}
