package dev.bellwether.journal;

import java.nio.ByteBuffer;

/// How records follow one another within a block: a length of four bytes, then the bytes.
final class Framing {
  private Framing() {}

  /// How many bytes a record takes within a block.
  static long bytes(byte[] record) {
    return Integer.BYTES + (long) record.length;
  }

  static void write(byte[] record, ByteBuffer block) {
    block.putInt(record.length).put(record);
  }

  /// Reads the record at the buffer's position and moves behind it.
  static byte[] read(ByteBuffer block) {
    var record = new byte[block.getInt()];
    block.get(record);
    return record;
  }

  static void skip(ByteBuffer block) {
    var length = block.getInt();
    block.position(block.position() + length);
  }

  static byte[] record(ByteBuffer block, long index) {
    for (var i = 0L; i < index; i++) {
      skip(block);
    }
    return read(block);
  }
}
