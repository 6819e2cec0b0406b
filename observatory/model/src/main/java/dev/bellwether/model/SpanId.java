package dev.bellwether.model;

import java.util.HexFormat;

/// The 8 bytes that name a span within its trace, big-endian. Ordered as their hexadecimal text is.
public record SpanId(long bits) implements Comparable<SpanId> {
  private static final HexFormat HEX = HexFormat.of();
  private static final int SHOWN_CHARACTERS_MAX = 40;

  public SpanId {
    if (bits == 0) {
      throw new IllegalArgumentException("span id: all zero (expected: at least one bit set)");
    }
  }

  /// Reads 16 hexadecimal digits, upper or lower case.
  ///
  /// @throws IllegalArgumentException for any other text
  public static SpanId parse(String text) {
    if (text.length() != 16) {
      throw new IllegalArgumentException(
          "span id: '%s' (expected: 16 hexadecimal digits)".formatted(shortened(text)));
    }
    return new SpanId(parseHex("span id", text, 0, 16));
  }

  @Override
  public int compareTo(SpanId other) {
    return Long.compareUnsigned(bits, other.bits);
  }

  /// 16 lower-case hexadecimal digits, as in W3C trace context.
  @Override
  public String toString() {
    return toHex(bits);
  }

  static String toHex(long bits) {
    return HEX.toHexDigits(bits);
  }

  static long parseHex(String what, String text, int from, int to) {
    try {
      return HexFormat.fromHexDigitsToLong(text, from, to);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "%s: '%s' (expected: only hexadecimal digits)".formatted(what, shortened(text)), e);
    }
  }

  static String shortened(String text) {
    return text.length() <= SHOWN_CHARACTERS_MAX
        ? text
        : text.substring(0, SHOWN_CHARACTERS_MAX) + "…";
  }
}
