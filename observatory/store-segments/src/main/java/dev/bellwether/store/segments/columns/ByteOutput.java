package dev.bellwether.store.segments.columns;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Bytes that grow at their end. One thread.
final class ByteOutput {
  private byte[] bytes = new byte[1 << 10];
  private int size;

  int size() {
    return size;
  }

  /// What was written so far is in the first [#size] bytes; valid until the next write.
  byte[] array() {
    return bytes;
  }

  void clear() {
    size = 0;
  }

  void octet(int value) {
    ensure(1);
    bytes[size++] = (byte) value;
  }

  void fixed32(int value) {
    ensure(Integer.BYTES);
    for (var shift = Integer.SIZE - 8; shift >= 0; shift -= 8) {
      bytes[size++] = (byte) (value >>> shift);
    }
  }

  void fixed64(long value) {
    ensure(Long.BYTES);
    for (var shift = Long.SIZE - 8; shift >= 0; shift -= 8) {
      bytes[size++] = (byte) (value >>> shift);
    }
  }

  /// Seven bits a byte, the lowest first; all but the last byte have their highest bit set.
  void varint(long value) {
    ensure(10);
    var rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  /// Small numbers of either sign are short.
  void signed(long value) {
    varint(zigzag(value));
  }

  void append(byte[] more, int length) {
    ensure(length);
    System.arraycopy(more, 0, bytes, size, length);
    size += length;
  }

  /// Twice the length in bytes and UTF-8, or, where half of a surrogate pair stands alone and UTF-8
  /// would lose it, twice the length plus one and UTF-16.
  void text(String text) {
    var wide = hasLoneSurrogate(text);
    var encoded = text.getBytes(wide ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_8);
    if (wide) {
      encoded = utf16(text);
    }
    varint(2L * encoded.length + (wide ? 1 : 0));
    append(encoded, encoded.length);
  }

  static long zigzag(long value) {
    return (value << 1) ^ (value >> 63);
  }

  private static boolean hasLoneSurrogate(String text) {
    for (var i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (i + 1 == text.length()
            || !Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
          return true;
        }
        i++;
      }
    }
    return false;
  }

  /// By hand: an encoder would replace the half.
  private static byte[] utf16(String text) {
    var encoded = new byte[2 * text.length()];
    for (var i = 0; i < text.length(); i++) {
      encoded[2 * i] = (byte) (text.charAt(i) >>> 8);
      encoded[2 * i + 1] = (byte) text.charAt(i);
    }
    return encoded;
  }

  private void ensure(int more) {
    if (bytes.length - size < more) {
      bytes =
          Arrays.copyOf(
              bytes,
              (int)
                  Math.min(Integer.MAX_VALUE - 8, Math.max(2L * bytes.length, (long) size + more)));
    }
  }
}
