package dev.bellwether.store.segments.columns;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Reads what [ByteOutput] wrote. One thread.
final class ByteInput {
  private final byte[] bytes;
  private int at;

  ByteInput(byte[] bytes, int from) {
    this.bytes = bytes;
    this.at = from;
  }

  int at() {
    return at;
  }

  byte octet() {
    return bytes[at++];
  }

  int fixed32() {
    var value = 0;
    for (var i = 0; i < Integer.BYTES; i++) {
      value = (value << 8) | (bytes[at++] & 0xFF);
    }
    return value;
  }

  long fixed64() {
    var value = 0L;
    for (var i = 0; i < Long.BYTES; i++) {
      value = (value << 8) | (bytes[at++] & 0xFF);
    }
    return value;
  }

  long varint() {
    var value = 0L;
    for (var shift = 0; ; shift += 7) {
      var next = bytes[at++];
      value |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }

  int length() {
    return (int) varint();
  }

  long signed() {
    return unzigzag(varint());
  }

  byte[] take(int length) {
    at += length;
    return Arrays.copyOfRange(bytes, at - length, at);
  }

  String text() {
    var head = varint();
    var length = (int) (head >>> 1);
    at += length;
    return (head & 1) == 0
        ? new String(bytes, at - length, length, StandardCharsets.UTF_8)
        : utf16(at - length, length);
  }

  static long unzigzag(long value) {
    return (value >>> 1) ^ -(value & 1);
  }

  private String utf16(int from, int length) {
    var characters = new char[length / 2];
    for (var i = 0; i < characters.length; i++) {
      characters[i] = (char) ((bytes[from + 2 * i] << 8) | (bytes[from + 2 * i + 1] & 0xFF));
    }
    return new String(characters);
  }
}
