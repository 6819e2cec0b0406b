package dev.bellwether.store.segments;

import dev.bellwether.model.TraceId;
import java.util.concurrent.atomic.AtomicLongArray;

/// Says of a trace id that it is certainly not in any of some segments, or that it may be: a
/// blocked bloom filter. For many threads.
///
/// ```
///  block │ 8 longs: one line of the processor's cache │   a trace id: one block, 5 bits in it
/// ```
final class TraceFilter {
  /// One MiB has room for 800,000 traces, those of 170 segments of the trading system, and is then
  /// wrong for about one absent id in a hundred.
  private static final int LONGS = 1 << 17;

  private static final int TRACES_MAX = 800_000;
  private static final int BLOCK_LONGS = 8;
  private static final int BITS = 5;

  private final AtomicLongArray longs = new AtomicLongArray(LONGS);
  private int traces;

  /// One thread at a time. Others see it when they see something that was written afterwards: after
  /// a start there are millions to add, and a volatile write for each bit is most of the time.
  void add(TraceId id) {
    var hash = Hash.of(id.high(), id.low());
    var block = block(hash);
    for (var i = 0; i < BITS; i++) {
      var bit = bit(hash, i);
      var at = block + (bit >> 6);
      longs.setOpaque(at, longs.getPlain(at) | 1L << bit);
    }
    traces++;
  }

  boolean mayHold(TraceId id) {
    var hash = Hash.of(id.high(), id.low());
    var block = block(hash);
    for (var i = 0; i < BITS; i++) {
      var bit = bit(hash, i);
      if ((longs.get(block + (bit >> 6)) & 1L << bit) == 0) {
        return false;
      }
    }
    return true;
  }

  boolean isFull() {
    return traces >= TRACES_MAX;
  }

  private static int block(long hash) {
    return (int) (hash >>> 50) * BLOCK_LONGS; // the upper 14 bits
  }

  /// Nine bits of the hash for each: 0 to 511.
  private static int bit(long hash, int index) {
    return (int) (hash >>> (9 * index)) & 511;
  }
}
