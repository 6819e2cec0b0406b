package dev.bellwether.journal;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// The first 48 bytes of every file, of this version and of every later one.
record FileHeader(int version, int features, long number, long firstPosition, long createdMillis) {
  static final int BYTES = 48;
  static final int VERSION = 1;

  /// `BWJOURNL`.
  private static final long MAGIC = 0x42574a4f55524e4cL;

  private static final int CHECKED_BYTES = BYTES - Integer.BYTES;

  static FileHeader of(long number, long firstPosition, long createdMillis) {
    return new FileHeader(VERSION, 0, number, firstPosition, createdMillis);
  }

  ByteBuffer encode() {
    var bytes = ByteBuffer.allocate(BYTES);
    bytes.putLong(MAGIC).putInt(version).putInt(features);
    bytes.putLong(number).putLong(firstPosition).putLong(createdMillis);
    bytes.putInt(0);
    return bytes.putInt(checksum(bytes)).flip();
  }

  /// Null where the bytes are not those of a header.
  static @Nullable FileHeader decode(ByteBuffer bytes) {
    if (bytes.remaining() < BYTES
        || bytes.getLong(0) != MAGIC
        || bytes.getInt(CHECKED_BYTES) != checksum(bytes)) {
      return null;
    }
    return new FileHeader(
        bytes.getInt(8), bytes.getInt(12), bytes.getLong(16), bytes.getLong(24), bytes.getLong(32));
  }

  /// Whether a later program wrote the file: it may say things in it that we would misread.
  boolean isNewer() {
    return version > VERSION || features != 0;
  }

  private static int checksum(ByteBuffer bytes) {
    var crc = new CRC32C();
    crc.update(bytes.duplicate().position(0).limit(CHECKED_BYTES));
    return (int) crc.getValue();
  }
}
