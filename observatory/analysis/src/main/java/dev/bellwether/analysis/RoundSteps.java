package dev.bellwether.analysis;

import dev.bellwether.store.TimeRange;
import java.time.Duration;
import java.util.List;

/// Steps of time for a chart, all of one length. They begin at round times of the clock, so that
/// what was counted in a live window stays where it is while the window moves on.
///
/// @param startNanos of the first step, at the beginning of the range or before it
public record RoundSteps(long startNanos, long stepNanos) {
  private static final long MILLISECOND = 1_000_000;
  private static final long SECOND = 1_000 * MILLISECOND;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

  /// Each divides the next round time; from 5 minutes on whole fives, which [RedView] has sums of.
  private static final List<Long> LENGTHS =
      List.of(
          MILLISECOND,
          2 * MILLISECOND,
          5 * MILLISECOND,
          10 * MILLISECOND,
          20 * MILLISECOND,
          50 * MILLISECOND,
          100 * MILLISECOND,
          200 * MILLISECOND,
          500 * MILLISECOND,
          SECOND,
          2 * SECOND,
          5 * SECOND,
          10 * SECOND,
          20 * SECOND,
          30 * SECOND,
          MINUTE,
          2 * MINUTE,
          5 * MINUTE,
          10 * MINUTE,
          15 * MINUTE,
          30 * MINUTE,
          HOUR,
          2 * HOUR,
          3 * HOUR,
          6 * HOUR,
          12 * HOUR,
          DAY);

  /// The shortest ones that a range has no more than `stepsMax` of.
  ///
  /// @param shortestNanos what is counted does not come more often
  public static RoundSteps fitting(TimeRange range, int stepsMax, long shortestNanos) {
    long length = range.toNanos() - range.fromNanos();
    long step =
        LENGTHS.stream()
            .filter(candidate -> candidate >= shortestNanos && length / candidate <= stepsMax)
            .findFirst()
            .orElse((length / stepsMax / DAY + 1) * DAY);
    return new RoundSteps(Math.floorDiv(range.fromNanos(), step) * step, step);
  }

  public Duration step() {
    return Duration.ofNanos(stepNanos);
  }

  /// How many there are until a moment, the last of which it may cut; at least one.
  public int count(long toNanos) {
    return (int) Math.max(1, Math.ceilDiv(toNanos - startNanos, stepNanos));
  }
}
