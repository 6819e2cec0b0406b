package dev.bellwether.analysis.explain;

import dev.bellwether.analysis.explain.Explanation.Latency;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/// How much longer the rows of a conjunction take than the others.
final class SlowRows {
  private SlowRows() {}

  static Latency latency(Population population, Rows rows, Conjunction conjunction) {
    var with = rows.matching(conjunction);
    with.andNot(population.baseline());
    var without = rows.matching(new Conjunction(List.of()));
    without.andNot(population.baseline());
    without.andNot(with);
    long[] own = sorted(population, with);
    long[] others = sorted(population, without);
    long otherMedian = median(others);
    double excess = beyond(own, otherMedian);
    double all = excess + beyond(others, otherMedian);
    return new Latency(
        median(own), otherMedian, all == 0 ? 0 : excess / all, superiority(own, others));
  }

  private static long[] sorted(Population population, BitSet rows) {
    var durations = population.durationNanos();
    var sorted = rows.stream().mapToLong(row -> durations[row]).toArray();
    Arrays.sort(sorted);
    return sorted;
  }

  private static long median(long[] sorted) {
    return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
  }

  private static double beyond(long[] durations, long median) {
    double sum = 0;
    for (long duration : durations) {
      sum += Math.max(0, duration - median);
    }
    return sum;
  }

  /// Mann and Whitney's U by merging, as a share of all pairs.
  private static double superiority(long[] own, long[] others) {
    double pairs = 0;
    int below = 0;
    int notAbove = 0;
    for (long duration : own) {
      while (below < others.length && others[below] < duration) {
        below++;
      }
      while (notAbove < others.length && others[notAbove] <= duration) {
        notAbove++;
      }
      pairs += (below + notAbove) / 2.0;
    }
    return own.length == 0 || others.length == 0
        ? 0.5
        : pairs / ((double) own.length * others.length);
  }
}
