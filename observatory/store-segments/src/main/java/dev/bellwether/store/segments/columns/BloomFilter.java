package dev.bellwether.store.segments.columns;

import java.util.Arrays;

/// Says of a hash that it was added, or surely not: seven bits in one block of 512, so that a
/// question costs one cache line. At ten bits for each entry it is wrong for 0.9 % of what was
/// never added.
final class BloomFilter {
  static final int BLOCK_BYTES = 64;

  private static final int BLOCK_BITS = 8 * BLOCK_BYTES;
  private static final int BITS_OF_ENTRY = 7;
  private static final int ROOM_OF_ENTRY_BITS = 10;

  /// Spreads the hash's bits once more, so that place in the block and block do not go together.
  private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

  private long[] entries = new long[1 << 10];
  private int size;

  void add(long hash) {
    if (size == entries.length) {
      entries = Arrays.copyOf(entries, 2 * size);
    }
    entries[size++] = hash;
  }

  int size() {
    return size;
  }

  /// The filter of everything that was added.
  byte[] toByteArray() {
    var blocks =
        (int) Math.max(1, ((long) size * ROOM_OF_ENTRY_BITS + BLOCK_BITS - 1) / BLOCK_BITS);
    var words = new long[blocks * BLOCK_BYTES / Long.BYTES];
    for (var i = 0; i < size; i++) {
      var first = block(entries[i], blocks) * BLOCK_BYTES / Long.BYTES;
      for (var bit = 0; bit < BITS_OF_ENTRY; bit++) {
        var place = place(entries[i], bit);
        words[first + place / Long.SIZE] |= 1L << place;
      }
    }
    var bytes = new ByteOutput();
    for (var word : words) {
      bytes.fixed64(word);
    }
    return Arrays.copyOf(bytes.array(), bytes.size());
  }

  /// False only where the hash was certainly not added.
  static boolean mayContain(Section filter, long hash) {
    var first = block(hash, (int) (filter.size() / BLOCK_BYTES)) * BLOCK_BYTES;
    for (var bit = 0; bit < BITS_OF_ENTRY; bit++) {
      var place = place(hash, bit);
      var word = filter.longAt(first + (long) place / Long.SIZE * Long.BYTES);
      if ((word & (1L << place)) == 0) {
        return false;
      }
    }
    return true;
  }

  private static int block(long hash, int blocks) {
    return (int) (((hash >>> 32) * blocks) >>> 32);
  }

  private static int place(long hash, int bit) {
    return (int) ((hash * SPREAD) >>> (9 * bit)) & (BLOCK_BITS - 1);
  }
}
