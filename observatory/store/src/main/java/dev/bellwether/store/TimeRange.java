package dev.bellwether.store;

/// From `fromNanos` (inclusive) to `toNanos` (exclusive), epoch nanoseconds.
public record TimeRange(long fromNanos, long toNanos) {
  public static final TimeRange ALWAYS = new TimeRange(0, Long.MAX_VALUE);

  public TimeRange {
    if (fromNanos > toNanos) {
      throw new IllegalArgumentException(
          "time range: from %d to %d (expected: from no later than to)"
              .formatted(fromNanos, toNanos));
    }
  }

  public boolean contains(long nanos) {
    return fromNanos <= nanos && nanos < toNanos;
  }
}
