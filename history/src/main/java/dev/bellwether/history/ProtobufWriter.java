package dev.bellwether.history;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Writes protobuf's wire format into a buffer that grows. One thread.
public final class ProtobufWriter {
  private static final int VARINT = 0;
  private static final int FIXED_64 = 1;
  private static final int LENGTH = 2;
  private static final int FIXED_32 = 5;

  private byte[] bytes = new byte[1 << 12];
  private int size;

  public int size() {
    return size;
  }

  public byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  public void clear() {
    size = 0;
  }

  public void varint(int field, long value) {
    tag(field, VARINT);
    varint(value);
  }

  public void fixed64(int field, long value) {
    tag(field, FIXED_64);
    littleEndian(value, Long.BYTES);
  }

  public void fixed32(int field, int value) {
    tag(field, FIXED_32);
    littleEndian(value, Integer.BYTES);
  }

  public void text(int field, String text) {
    bytes(field, text.getBytes(StandardCharsets.UTF_8));
  }

  public void bytes(int field, byte[] content) {
    tag(field, LENGTH);
    varint(content.length);
    append(content, content.length);
  }

  /// An id: `halves` in big-endian order.
  public void id(int field, long... halves) {
    tag(field, LENGTH);
    varint((long) halves.length * Long.BYTES);
    for (long half : halves) {
      littleEndian(Long.reverseBytes(half), Long.BYTES);
    }
  }

  /// A nested message. Its length stands before it and is known only afterwards: one byte is left
  /// free for it, which is enough for most, and longer ones are moved.
  public void message(int field, Runnable content) {
    tag(field, LENGTH);
    int lengthAt = size;
    ensure(1);
    size++;
    content.run();
    int length = size - lengthAt - 1;
    int more = varintBytes(length) - 1;
    ensure(more);
    System.arraycopy(bytes, lengthAt + 1, bytes, lengthAt + 1 + more, length);
    size = lengthAt;
    varint(length);
    size += length;
  }

  /// What `other` holds, as it is.
  public void append(ProtobufWriter other) {
    append(other.bytes, other.size);
  }

  private void append(byte[] more, int length) {
    ensure(length);
    System.arraycopy(more, 0, bytes, size, length);
    size += length;
  }

  private void tag(int field, int type) {
    varint((long) field << 3 | type);
  }

  private void varint(long value) {
    ensure(10);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  private void littleEndian(long value, int length) {
    ensure(length);
    for (int i = 0; i < length; i++) {
      bytes[size++] = (byte) (value >>> (8 * i));
    }
  }

  private static int varintBytes(int value) {
    return Math.max(1, (38 - Integer.numberOfLeadingZeros(value)) / 7);
  }

  private void ensure(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
    }
  }
}
