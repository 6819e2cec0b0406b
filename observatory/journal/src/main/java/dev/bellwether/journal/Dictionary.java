package dev.bellwether.journal;

import java.nio.ByteBuffer;
import java.util.List;

/// Bytes that a file's small blocks may refer to as if they came before: some of the file's own
/// first records. Small blocks need it, for they repeat nothing within themselves. Blocks of a
/// request of 512, 64, 8 and 2 spans take 5, 22, 59 and 83 % less room with it, and no more time.
final class Dictionary {
  /// Half and double are within 2 %, measured with spans of the trading system.
  static final int BYTES = 64 << 10;

  /// Larger blocks gain nothing from it (benchmarks/LAYOUT.md) and are better off alone.
  static final int BLOCK_BYTES_MAX = 256 << 10;

  /// Two blocks of it.
  static final int STORED_BYTES_MAX = 2 * (BlockHeader.BYTES + BYTES);

  private final int offset;
  private final byte[] bytes;

  Dictionary(int offset, byte[] bytes) {
    this.offset = offset;
    this.bytes = bytes;
  }

  /// Of the first of its two copies in the file; never 0.
  int offset() {
    return offset;
  }

  byte[] bytes() {
    return bytes;
  }

  /// Gathers the beginnings of a file's first records until they are enough.
  static final class Sample {
    /// A few large records must not be all that there is.
    private static final int RECORD_BYTES_MAX = 8 << 10;

    private final byte[] bytes = new byte[BYTES];
    private final ByteBuffer gathered = ByteBuffer.wrap(bytes);

    void add(List<byte[]> records) {
      for (var record : records) {
        // The length comes first, as in a block: so the bytes never look like a trained dictionary,
        // which zstd would recognize by its first four.
        if (gathered.remaining() < Integer.BYTES) {
          gathered.position(BYTES);
          return;
        }
        gathered.putInt(record.length);
        var length = Math.min(Math.min(record.length, RECORD_BYTES_MAX), gathered.remaining());
        gathered.put(record, 0, length);
      }
    }

    boolean isFull() {
      return !gathered.hasRemaining();
    }

    byte[] bytes() {
      return bytes;
    }
  }
}
