package dev.bellwether.store.segments;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Reads what a [ByteWriter] wrote. Belongs to one thread.
///
/// The journal's checksum vouches for the bytes; what is read beyond them is our own mistake and
/// ends in an `IndexOutOfBoundsException`.
final class ByteReader {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final byte[] bytes;
  private int position;

  ByteReader(byte[] bytes) {
    this.bytes = bytes;
  }

  int readByte() {
    return bytes[position++] & 0xff;
  }

  long readLong() {
    var value = (long) LONGS.get(bytes, position);
    position += Long.BYTES;
    return value;
  }

  double readDouble() {
    return Double.longBitsToDouble(readLong());
  }

  long readUnsigned() {
    var value = 0L;
    for (var shift = 0; ; shift += 7) {
      var next = bytes[position++];
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }

  int readCount() {
    return Math.toIntExact(readUnsigned());
  }

  long readSigned() {
    var value = readUnsigned();
    return (value >>> 1) ^ -(value & 1);
  }

  int readSignedInt() {
    return Math.toIntExact(readSigned());
  }

  String readText() {
    var header = readUnsigned();
    var characters = Math.toIntExact(header >>> 1);
    if ((header & 1) == 0) {
      position += characters;
      return new String(bytes, position - characters, characters, StandardCharsets.ISO_8859_1);
    }
    var text = new char[characters];
    for (var i = 0; i < characters; i++) {
      text[i] = (char) (readByte() << 8 | readByte());
    }
    return new String(text);
  }

  byte[] readBytes() {
    var length = readCount();
    position += length;
    return Arrays.copyOfRange(bytes, position - length, position);
  }

  boolean isAtEnd() {
    return position == bytes.length;
  }
}
