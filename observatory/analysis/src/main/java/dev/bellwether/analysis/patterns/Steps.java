package dev.bellwether.analysis.patterns;

import dev.bellwether.store.TimeRange;

/// Equal lengths of time that lines are counted by: step 0 begins at `originNanos`.
public record Steps(long originNanos, long nanos) {
  /// Minutes of the clock.
  public static final Steps MINUTES = new Steps(0, 60_000_000_000L);

  public Steps {
    if (nanos < 1) {
      throw new IllegalArgumentException("steps of %d ns (expected: at least 1)".formatted(nanos));
    }
  }

  /// So many steps from the beginning of a range to its end.
  public static Steps of(TimeRange range, int count) {
    long length = range.toNanos() - range.fromNanos();
    return new Steps(range.fromNanos(), Math.max(1, Math.ceilDiv(length, (long) count)));
  }

  /// How many there are from the origin to a later moment, the last of which may be cut.
  public long count(long toNanos) {
    return Math.ceilDiv(toNanos - originNanos, nanos);
  }

  long at(long epochNanos) {
    return Math.floorDiv(epochNanos - originNanos, nanos);
  }

  long startNanos(long step) {
    return originNanos + step * nanos;
  }

  /// The first step that overlaps a range.
  long first(TimeRange range) {
    return at(range.fromNanos());
  }

  /// The first step behind a range.
  long end(TimeRange range) {
    return count(range.toNanos());
  }

  /// Where the first step begins that lies behind this moment as a whole.
  long nextStartNanos(long epochNanos) {
    return startNanos(at(epochNanos - 1) + 1);
  }
}
