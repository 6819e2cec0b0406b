package dev.bellwether.analysis;

import dev.bellwether.analysis.ServiceMap.NodeKind;
import dev.bellwether.model.TraceId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads what a [Packer] wrote, in the same order. The storage has checked that the bytes are the
/// ones that were written.
final class Unpacker {
  private final byte[] bytes;
  private int at;
  private final int end;
  private final List<String> texts = new ArrayList<>();

  Unpacker(byte[] bytes) {
    this.bytes = bytes;
    this.end = bytes.length;
  }

  boolean more() {
    return at < end;
  }

  long number() {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = bytes[at++];
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }

  int count() {
    return Math.toIntExact(number());
  }

  long signed() {
    long folded = number();
    return (folded >>> 1) ^ -(folded & 1);
  }

  boolean flag() {
    return bytes[at++] != 0;
  }

  String text() {
    int known = count();
    if (known > 0) {
      return texts.get(known - 1);
    }
    int length = count();
    var text = new String(bytes, at, length, StandardCharsets.UTF_8);
    at += length;
    texts.add(text);
    return text;
  }

  long fixed() {
    long value = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      value = (value << 8) | (bytes[at++] & 0xFF);
    }
    return value;
  }

  TraceId traceId() {
    return new TraceId(fixed(), fixed());
  }

  NodeKey node() {
    return new NodeKey(NodeKind.valueOf(text()), text());
  }

  @Nullable TraceId optional() {
    return flag() ? traceId() : null;
  }

  byte[] raw(int length) {
    at += length;
    return Arrays.copyOfRange(bytes, at - length, at);
  }

  void skip(int length) {
    at += length;
  }
}
