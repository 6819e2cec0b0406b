package dev.bellwether.analysis.metrics;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/// What one group counted in each step.
final class CountedSteps {
  private final Steps steps;
  private final boolean distributed;
  private final double[] amounts;
  private final double[] sums;
  private final @Nullable Distribution[] distributions;

  /// Steps in which something was counted that nobody knows.
  private final BitSet gaps = new BitSet();

  /// @param distributed whether somebody will ask for quantiles
  CountedSteps(Steps steps, boolean distributed) {
    this.steps = steps;
    this.distributed = distributed;
    this.amounts = new double[steps.count()];
    this.sums = new double[steps.count()];
    this.distributions = new Distribution[distributed ? steps.count() : 0];
  }

  /// Spreads a count evenly over the time in which it was counted; where that has no length, all of
  /// it belongs to the step of its time.
  void add(long fromNanos, long toNanos, Count count) {
    if (fromNanos >= toNanos) {
      addTo(steps.indexOf(toNanos), count, 1);
      return;
    }
    double length = toNanos - fromNanos;
    long last = Math.min(steps.count() - 1L, steps.indexOf(toNanos - 1));
    for (long i = Math.max(0, steps.indexOf(fromNanos)); i <= last; i++) {
      long begin = Math.max(fromNanos, steps.startOf(i));
      long end = Math.min(toNanos, steps.startOf(i + 1));
      addTo(i, count, (end - begin) / length);
    }
  }

  private void addTo(long index, Count count, double share) {
    if (!steps.contains(index)) {
      return;
    }
    int i = (int) index;
    amounts[i] += share * count.amount();
    sums[i] += share * count.sum();
    if (distributed) {
      var distribution = distributions[i];
      if (distribution == null) {
        distribution = new Distribution();
        distributions[i] = distribution;
      }
      count.buckets().addTo(distribution, share);
    }
  }

  /// Marks the steps that lie in a time of which nothing is known.
  void gap(long fromNanos, long toNanos) {
    long first = Math.max(0, steps.indexOf(fromNanos - 1) + 1);
    long last = Math.min(steps.count(), steps.indexOf(toNanos));
    if (first < last) {
      gaps.set((int) first, (int) last);
    }
  }

  double amount(int step) {
    return amounts[step];
  }

  /// Something was counted in this step that nobody knows.
  boolean isGap(int step) {
    return gaps.get(step);
  }

  /// NaN where nothing was measured.
  double average(int step) {
    return sums[step] / amounts[step];
  }

  /// NaN where nothing was measured.
  double quantile(int step, double share) {
    var distribution = distributions[step];
    return distribution == null ? Double.NaN : distribution.quantile(share);
  }
}
