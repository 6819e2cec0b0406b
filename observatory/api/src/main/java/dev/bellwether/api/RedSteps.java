package dev.bellwether.api;

import dev.bellwether.analysis.Red;
import dev.bellwether.analysis.RedView;
import dev.bellwether.analysis.RoundSteps;
import dev.bellwether.store.TimeRange;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The steps of a series of requests: as fine as the range and a screen allow.
///
/// @param startNanos of the first step
record RedSteps(TimeRange range, long startNanos, Duration step) {
  /// [RedView] has slots of 10 seconds.
  private static final long SHORTEST_NANOS = 10_000_000_000L;

  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  /// @param stepsMax how many at the most
  static RedSteps of(TimeRange range, int stepsMax) {
    var steps = RoundSteps.fitting(range, stepsMax, SHORTEST_NANOS);
    return new RedSteps(range, steps.startNanos(), steps.step());
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
