package dev.bellwether.analysis;

import dev.bellwether.model.TraceId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes a block of a [Checkpoint]: whole numbers in groups of seven bits, the lowest first;
/// signed ones folded so that small ones stay short; a text once, then by its number.
final class Packer {
  private byte[] bytes = new byte[256];
  private int used;
  private final Map<String, Integer> texts = new LinkedHashMap<>();

  byte[] bytes() {
    return Arrays.copyOf(bytes, used);
  }

  void number(long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      put((int) ((rest & 0x7F) | 0x80));
      rest >>>= 7;
    }
    put((int) rest);
  }

  void signed(long value) {
    number((value << 1) ^ (value >> 63));
  }

  void flag(boolean value) {
    put(value ? 1 : 0);
  }

  /// The first time: 0, length and UTF-8. Later: from 1 in the order of their first time.
  void text(String text) {
    var known = texts.get(text);
    if (known != null) {
      number(known);
      return;
    }
    texts.put(text, texts.size() + 1);
    var utf8 = text.getBytes(StandardCharsets.UTF_8);
    number(0);
    number(utf8.length);
    raw(utf8);
  }

  /// Bytes of a known length.
  void raw(byte[] more) {
    room(more.length);
    System.arraycopy(more, 0, bytes, used, more.length);
    used += more.length;
  }

  void fixed(long value) {
    for (int shift = 56; shift >= 0; shift -= 8) {
      put((int) (value >>> shift));
    }
  }

  void traceId(TraceId id) {
    fixed(id.high());
    fixed(id.low());
  }

  void node(NodeKey node) {
    text(node.kind().name());
    text(node.id());
  }

  /// A trace id where there is one.
  void optional(@Nullable TraceId id) {
    flag(id != null);
    if (id != null) {
      traceId(id);
    }
  }

  private void put(int value) {
    room(1);
    bytes[used++] = (byte) value;
  }

  private void room(int more) {
    if (used + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, used + more));
    }
  }
}
