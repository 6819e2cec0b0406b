package dev.bellwether.store.segments;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Bytes that grow while they are written. Belongs to one thread.
final class ByteWriter {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private static final int VARINT_BYTES_MAX = 10;
  private static final int LATIN_MAX = 0xff;

  private byte[] bytes;
  private int length;

  ByteWriter(int expectedBytes) {
    this.bytes = new byte[expectedBytes];
  }

  int length() {
    return length;
  }

  void writeByte(int value) {
    reserve(1);
    bytes[length++] = (byte) value;
  }

  /// Eight bytes, the highest first.
  void writeLong(long value) {
    reserve(Long.BYTES);
    LONGS.set(bytes, length, value);
    length += Long.BYTES;
  }

  void writeDouble(double value) {
    writeLong(Double.doubleToRawLongBits(value));
  }

  /// Seven bits a byte, the lowest first, as LEB128; all 64 bits are unsigned.
  void writeUnsigned(long value) {
    reserve(VARINT_BYTES_MAX);
    var rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes[length++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[length++] = (byte) rest;
  }

  /// Zigzag: numbers near zero are short, below it as well as above.
  void writeSigned(long value) {
    writeUnsigned((value << 1) ^ (value >> 63));
  }

  /// Twice the number of characters and a byte for each, or, where one needs more, that plus one
  /// and two bytes for each. No text is changed by it, surrogates without a partner included.
  void writeText(String text) {
    if (isLatin(text)) {
      writeUnsigned((long) text.length() << 1);
      reserve(text.length());
      for (var i = 0; i < text.length(); i++) {
        bytes[length++] = (byte) text.charAt(i);
      }
      return;
    }
    writeUnsigned((long) text.length() << 1 | 1);
    reserve(2 * text.length());
    for (var i = 0; i < text.length(); i++) {
      bytes[length++] = (byte) (text.charAt(i) >>> 8);
      bytes[length++] = (byte) text.charAt(i);
    }
  }

  void writeBytes(byte[] value) {
    writeUnsigned(value.length);
    reserve(value.length);
    System.arraycopy(value, 0, bytes, length, value.length);
    length += value.length;
  }

  void writeAll(ByteWriter other) {
    reserve(other.length);
    System.arraycopy(other.bytes, 0, bytes, length, other.length);
    length += other.length;
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  private static boolean isLatin(String text) {
    for (var i = 0; i < text.length(); i++) {
      if (text.charAt(i) > LATIN_MAX) {
        return false;
      }
    }
    return true;
  }

  private void reserve(int more) {
    var needed = Math.addExact(length, more);
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 8L, 2L * needed));
    }
  }
}
