package dev.bellwether.journal;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// The 48 bytes before a block's payload.
///
/// Its checksum covers the file's number and the block's own offset too, so that bytes which look
/// like a header but were written elsewhere, say a journal within a record, are never taken for
/// one.
///
/// @param payloadBytes as stored
/// @param framedBytes of the records with their lengths, before compression
/// @param firstPosition of its first record; where it has none, the position that comes next
/// @param appendMillis when it was written; where it has no records, when the block before it was
/// @param dictionary offset of the dictionary that its payload is compressed with; 0 for none
record BlockHeader(
    Kind kind,
    boolean compressed,
    int payloadBytes,
    int framedBytes,
    int records,
    int payloadChecksum,
    long firstPosition,
    long appendMillis,
    int dictionary) {
  enum Kind {
    RECORDS(0),
    /// One of the two copies of the file's [Dictionary].
    DICTIONARY(1),
    /// The last block of a file that was closed properly. It has no payload.
    SEAL(2);

    private final byte code;

    Kind(int code) {
      this.code = (byte) code;
    }

    private static Kind of(byte code) {
      return switch (code) {
        case 0 -> RECORDS;
        case 1 -> DICTIONARY;
        case 2 -> SEAL;
        default -> throw new IllegalStateException("block of kind " + code + " (expected: 0 to 2)");
      };
    }
  }

  static final int BYTES = 48;

  /// `BWJB`.
  static final int MAGIC = 0x42574a42;

  private static final int CHECKED_BYTES = BYTES - Integer.BYTES;

  static BlockHeader seal(JournalFile file) {
    return new BlockHeader(
        Kind.SEAL, false, 0, 0, 0, 0, file.endPosition(), file.lastAppend().toEpochMilli(), 0);
  }

  /// Writes itself at the buffer's start.
  void encode(ByteBuffer bytes, long fileNumber, long offset) {
    bytes.putInt(0, MAGIC);
    bytes.put(4, kind.code).put(5, (byte) (compressed ? 1 : 0)).putShort(6, (short) 0);
    bytes.putInt(8, payloadBytes).putInt(12, framedBytes).putInt(16, records);
    bytes.putInt(20, payloadChecksum).putLong(24, firstPosition).putLong(32, appendMillis);
    bytes.putInt(40, dictionary);
    bytes.putInt(CHECKED_BYTES, checksum(bytes, 0, fileNumber, offset));
  }

  /// Null where the bytes at `index` are not those of a header that was written at `offset`.
  static @Nullable BlockHeader decode(ByteBuffer bytes, int index, long fileNumber, long offset) {
    if (bytes.limit() - index < BYTES
        || bytes.getInt(index) != MAGIC
        || bytes.getInt(index + CHECKED_BYTES) != checksum(bytes, index, fileNumber, offset)) {
      return null;
    }
    var kind = Kind.of(bytes.get(index + 4));
    return new BlockHeader(
        kind,
        bytes.get(index + 5) == 1,
        bytes.getInt(index + 8),
        bytes.getInt(index + 12),
        bytes.getInt(index + 16),
        bytes.getInt(index + 20),
        bytes.getLong(index + 24),
        bytes.getLong(index + 32),
        bytes.getInt(index + 40));
  }

  static int checksum(ByteBuffer payload) {
    var crc = new CRC32C();
    crc.update(payload.duplicate());
    return (int) crc.getValue();
  }

  private static int checksum(ByteBuffer bytes, int index, long fileNumber, long offset) {
    var place = ByteBuffer.allocate(2 * Long.BYTES).putLong(fileNumber).putLong(offset).flip();
    var crc = new CRC32C();
    crc.update(place);
    crc.update(bytes.duplicate().limit(index + CHECKED_BYTES).position(index));
    return (int) crc.getValue();
  }
}
