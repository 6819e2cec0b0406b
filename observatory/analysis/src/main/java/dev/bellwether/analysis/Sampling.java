package dev.bellwether.analysis;

import java.util.regex.Pattern;

/// How many spans one span stands for.
final class Sampling {
  static final long ONE_MILLIS = 1_000;

  /// Rarer than one in a billion is a mistake, and the sums must not overflow.
  private static final long WEIGHT_MILLIS_MAX = 1_000_000_000_000L;

  private static final Pattern THRESHOLD = Pattern.compile("[0-9a-f]{1,14}");
  private static final double THRESHOLDS = 0x1p56;

  private Sampling() {}

  /// Thousandths of spans, from the rejection threshold `th` of OpenTelemetry's entry in W3C
  /// `tracestate`, for example `ot=th:c` for one in four. Whole numbers, so that a sum is exact.
  static long weightMillis(String traceState) {
    if (traceState.isEmpty()) {
      return ONE_MILLIS;
    }
    for (var member : traceState.split(",", -1)) {
      var entry = member.strip();
      if (entry.startsWith("ot=")) {
        return ofOpenTelemetry(entry.substring(3));
      }
    }
    return ONE_MILLIS;
  }

  private static long ofOpenTelemetry(String entry) {
    for (var field : entry.split(";", -1)) {
      if (field.startsWith("th:")) {
        return ofThreshold(field.substring(3));
      }
    }
    return ONE_MILLIS;
  }

  /// Up to 14 hexadecimal digits; what is left out on the right is zero.
  private static long ofThreshold(String digits) {
    if (!THRESHOLD.matcher(digits).matches()) {
      return ONE_MILLIS;
    }
    long threshold = Long.parseLong(digits, 16) << (4 * (14 - digits.length()));
    double weight = THRESHOLDS / (THRESHOLDS - threshold);
    return Math.min(Math.round(weight * ONE_MILLIS), WEIGHT_MILLIS_MAX);
  }
}
