package dev.bellwether.model;

/// The 16 bytes that all spans of one trace share, as two big-endian halves. Ordered as their
/// hexadecimal text is.
public record TraceId(long high, long low) implements Comparable<TraceId> {
  public TraceId {
    if (high == 0 && low == 0) {
      throw new IllegalArgumentException("trace id: all zero (expected: at least one bit set)");
    }
  }

  /// Reads 32 hexadecimal digits, upper or lower case.
  ///
  /// @throws IllegalArgumentException for any other text
  public static TraceId parse(String text) {
    if (text.length() != 32) {
      throw new IllegalArgumentException(
          "trace id: '%s' (expected: 32 hexadecimal digits)".formatted(SpanId.shortened(text)));
    }
    return new TraceId(
        SpanId.parseHex("trace id", text, 0, 16), SpanId.parseHex("trace id", text, 16, 32));
  }

  @Override
  public int compareTo(TraceId other) {
    var byHigh = Long.compareUnsigned(high, other.high);
    return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
  }

  /// 32 lower-case hexadecimal digits, as in W3C trace context.
  @Override
  public String toString() {
    return SpanId.toHex(high) + SpanId.toHex(low);
  }
}
