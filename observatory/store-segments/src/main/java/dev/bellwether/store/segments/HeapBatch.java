package dev.bellwether.store.segments;

import java.lang.ref.WeakReference;

/// A batch as the journal has it, and what is in it. For many threads.
///
/// It is decoded again for every search, a quarter of a microsecond a span: kept as objects it
/// would take eight times the room, and the collector would have to walk through it.
final class HeapBatch {
  private final byte[] encoded;
  private final Extent extent;
  private final long firstArrival;

  /// Until the next collection: a search that meets the batch again need not decode it again.
  private volatile WeakReference<Batch> decoded;

  /// @param firstArrival how many of its kind the segment held before
  HeapBatch(byte[] encoded, Batch batch, Extent extent, long firstArrival) {
    this.encoded = encoded;
    this.extent = extent;
    this.firstArrival = firstArrival;
    this.decoded = new WeakReference<>(batch);
  }

  Extent extent() {
    return extent;
  }

  long firstArrival() {
    return firstArrival;
  }

  Batch batch() {
    var kept = decoded.get();
    if (kept != null) {
      return kept;
    }
    var batch = BatchDecoder.decode(encoded);
    decoded = new WeakReference<>(batch);
    return batch;
  }
}
