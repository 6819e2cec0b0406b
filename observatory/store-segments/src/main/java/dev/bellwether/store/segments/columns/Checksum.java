package dev.bellwether.store.segments.columns;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/// CRC32C, which processors compute at the speed of memory.
final class Checksum {
  private Checksum() {}

  static int of(byte[] bytes, int from, int length) {
    var crc = new CRC32C();
    crc.update(bytes, from, length);
    return (int) crc.getValue();
  }

  static int of(ByteBuffer bytes) {
    var crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }
}
