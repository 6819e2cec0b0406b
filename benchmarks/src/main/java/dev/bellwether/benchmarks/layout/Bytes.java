package dev.bellwether.benchmarks.layout;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Bytes that are written at the end and read from a place. One thread.
final class Bytes {
  private byte[] bytes;
  private int size;
  private int at;

  Bytes() {
    bytes = new byte[1 << 12];
  }

  Bytes(byte[] written) {
    bytes = written;
    size = written.length;
  }

  int size() {
    return size;
  }

  byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  void clear() {
    size = 0;
  }

  void seek(int place) {
    at = place;
  }

  boolean atEnd() {
    return at == size;
  }

  void append(byte[] more) {
    ensure(more.length);
    System.arraycopy(more, 0, bytes, size, more.length);
    size += more.length;
  }

  void text(String text) {
    var utf8 = text.getBytes(StandardCharsets.UTF_8);
    varint(utf8.length);
    append(utf8);
  }

  String text() {
    int length = (int) varint();
    at += length;
    return new String(bytes, at - length, length, StandardCharsets.UTF_8);
  }

  void fixed(long value) {
    ensure(Long.BYTES);
    for (int i = 0; i < Long.BYTES; i++) {
      bytes[size++] = (byte) (value >>> (8 * i));
    }
  }

  long fixed() {
    long value = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      value |= (bytes[at++] & 0xFFL) << (8 * i);
    }
    return value;
  }

  void signed(long value) {
    varint(zigzag(value));
  }

  long signed() {
    return unzigzag(varint());
  }

  void varint(long value) {
    ensure(10);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  long varint() {
    long value = 0;
    int shift = 0;
    while (true) {
      byte next = bytes[at++];
      value |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return value;
      }
      shift += 7;
    }
  }

  static long zigzag(long value) {
    return (value << 1) ^ (value >> 63);
  }

  static long unzigzag(long value) {
    return (value >>> 1) ^ -(value & 1);
  }

  private void ensure(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
    }
  }
}
