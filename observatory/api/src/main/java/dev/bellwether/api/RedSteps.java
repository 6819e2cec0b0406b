package dev.bellwether.api;

import dev.bellwether.analysis.Red;
import dev.bellwether.analysis.RedView;
import dev.bellwether.store.TimeRange;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The steps of a series of requests: as fine as the range and a screen allow. Round times of the
/// clock, so that the points of a live window keep their figures while the window moves on.
///
/// @param startNanos of the first step
record RedSteps(TimeRange range, long startNanos, Duration step) {
  /// From 5 minutes on whole fives, which [RedView] answers from sums.
  private static final List<Long> STEPS_SECONDS =
      List.of(
          10L, 20L, 30L, 60L, 120L, 300L, 600L, 900L, 1_800L, 3_600L, 7_200L, 10_800L, 21_600L,
          43_200L, 86_400L);

  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  /// @param stepsMax how many at the most
  static RedSteps of(TimeRange range, int stepsMax) {
    long seconds = (range.toNanos() - range.fromNanos()) / NANOS_PER_SECOND;
    long step =
        STEPS_SECONDS.stream()
            .filter(candidate -> seconds / candidate <= stepsMax)
            .findFirst()
            .orElse((seconds / stepsMax / 86_400 + 1) * 86_400);
    long nanos = step * NANOS_PER_SECOND;
    return new RedSteps(
        range, Math.floorDiv(range.fromNanos(), nanos) * nanos, Duration.ofSeconds(step));
  }

  List<Red.Point> of(RedView view, String service, @Nullable String operation) {
    return view.series(service, operation, range, step);
  }

  int count() {
    return (int) Math.ceilDiv(Math.max(1, range.toNanos() - startNanos), step.toNanos());
  }

  int indexOf(Red.Point point) {
    return (int) ((point.startNanos() - startNanos) / step.toNanos());
  }

  /// How much of a step is past, at least the slot of 10 seconds that it begins with.
  double secondsPast(Red.Point point, long nowNanos) {
    long past = Math.min(step.toNanos(), nowNanos - point.startNanos());
    return Math.max(10, (double) past / NANOS_PER_SECOND);
  }
}
