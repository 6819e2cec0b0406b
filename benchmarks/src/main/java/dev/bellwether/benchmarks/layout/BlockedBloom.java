package dev.bellwether.benchmarks.layout;

/// Says of a hash that it was added, or surely not: seven bits in one block of 512, so that a
/// question costs one cache line.
final class BlockedBloom {
  private static final int BITS = 7;
  private final long[] words;
  private final int blocks;

  BlockedBloom(int entries, int bitsPerEntry) {
    blocks = Math.max(1, (entries * bitsPerEntry + 511) / 512);
    words = new long[blocks * 8];
  }

  long size() {
    return 8L * words.length;
  }

  void add(long hash) {
    int block = block(hash);
    long rest = hash * 0x9E37_79B9_7F4A_7C15L;
    for (int i = 0; i < BITS; i++) {
      int bit = (int) (rest >>> (9 * i)) & 511;
      words[block + (bit >> 6)] |= 1L << bit;
    }
  }

  boolean mayHave(long hash) {
    int block = block(hash);
    long rest = hash * 0x9E37_79B9_7F4A_7C15L;
    for (int i = 0; i < BITS; i++) {
      int bit = (int) (rest >>> (9 * i)) & 511;
      if ((words[block + (bit >> 6)] & (1L << bit)) == 0) {
        return false;
      }
    }
    return true;
  }

  private int block(long hash) {
    return (int) (((hash >>> 32) * blocks) >>> 32) * 8;
  }

  /// 64 well-mixed bits of a key and what it holds.
  static long hash(Object key, Object value) {
    long mixed = key.hashCode() * 0xC2B2_AE3D_27D4_EB4FL + value.hashCode();
    mixed = (mixed ^ (mixed >>> 32)) * 0xBF58_476D_1CE4_E5B9L;
    mixed = (mixed ^ (mixed >>> 29)) * 0x94D0_49BB_1331_11EBL;
    return mixed ^ (mixed >>> 32);
  }
}
