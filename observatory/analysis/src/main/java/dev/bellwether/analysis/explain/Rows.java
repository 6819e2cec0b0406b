package dev.bellwether.analysis.explain;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/// The rows of a population seen through a target: which are hits, how they rank, which are already
/// explained. Counts exactly, row by row.
final class Rows {
  /// Slow is what one request in twenty is usually slower than.
  private static final double SLOW_QUANTILE = 0.95;

  private static final int RANKS = 256;

  private final Population population;
  private final BitSet hits;
  private final byte[] ranks;
  private final long slowNanos;
  private final Slices slices;
  private final BitSet explained = new BitSet();

  private Rows(Population population, BitSet hits, byte[] ranks, long slowNanos) {
    this(population, hits, ranks, slowNanos, Slices.none());
  }

  private Rows(Population population, BitSet hits, byte[] ranks, long slowNanos, Slices slices) {
    this.population = population;
    this.hits = hits;
    this.ranks = ranks;
    this.slowNanos = slowNanos;
    this.slices = slices;
  }

  static Rows of(Population population, Target target) {
    return switch (target) {
      case FAILURES -> new Rows(population, population.failed(), new byte[0], 0);
      case LATENCY -> slow(population);
      case VOLUME -> since(population);
    };
  }

  /// Requests of now among those of both times, which are told apart in no other way.
  private static Rows since(Population population) {
    var now = new BitSet();
    now.set(0, population.rows());
    now.andNot(population.baseline());
    return new Rows(
        population.withoutBaseline(), now, new byte[0], 0, Slices.before(now, population.rows()));
  }

  private static Rows slow(Population population) {
    var durations = population.durationNanos();
    var baseline = population.baseline();
    var usual = new long[baseline.isEmpty() ? durations.length : baseline.cardinality()];
    int next = 0;
    for (int row = 0; row < durations.length; row++) {
      if (baseline.isEmpty() || baseline.get(row)) {
        usual[next++] = durations[row];
      }
    }
    Arrays.sort(usual);
    long slow = usual.length == 0 ? 0 : slow(usual);
    var hits = new BitSet();
    for (int row = 0; row < durations.length; row++) {
      hits.set(row, durations[row] > slow);
    }
    // Against a baseline it is counted how many became slow; ranks would mix the two times.
    boolean ranked = baseline.isEmpty() && usual.length > 0;
    return new Rows(population, hits, ranked ? ranks(durations, usual) : new byte[0], slow);
  }

  /// What many take exactly counts as slow, unless it is what most take.
  private static long slow(long[] sorted) {
    long slow = sorted[(int) (SLOW_QUANTILE * (sorted.length - 1))];
    return slow > sorted[sorted.length / 2] ? slow - 1 : slow;
  }

  /// The middle of the ranks of equal durations, scaled to a byte.
  private static byte[] ranks(long[] durations, long[] sorted) {
    var bounds = new long[RANKS - 1];
    for (int i = 0; i < bounds.length; i++) {
      bounds[i] = sorted[(int) ((long) (i + 1) * sorted.length / RANKS)];
    }
    var ranks = new byte[durations.length];
    for (int row = 0; row < ranks.length; row++) {
      int low = lowerBound(bounds, durations[row]);
      int high = lowerBound(bounds, durations[row] + 1);
      ranks[row] = (byte) ((low + high) / 2);
    }
    return ranks;
  }

  /// How many of the bounds are below.
  private static int lowerBound(long[] bounds, long value) {
    int from = 0;
    int to = bounds.length;
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (bounds[middle] < value) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }

  /// All that are looked at. For the volume there is no baseline: its rows are no hits.
  Population population() {
    return population;
  }

  BitSet hits() {
    return hits;
  }

  /// Of the time before, where volume is explained; else none.
  Slices slices() {
    return slices;
  }

  byte[] ranks() {
    return ranks;
  }

  /// Above, a request is slow; 0 for failures.
  long slowNanos() {
    return slowNanos;
  }

  /// What is left to explain, with its measure.
  Measure measure() {
    var all = tally(new Conjunction(List.of()));
    if (slices.rowsOfEach() > 0) {
      return new Measure.Volumes(all, slices.rowsOfEach());
    }
    if (!population.baseline().isEmpty()) {
      return new Measure.Changes(all);
    }
    if (ranks.length == 0) {
      return new Measure.Rates(all);
    }
    double squares = 0;
    for (int row = 0; row < ranks.length; row++) {
      if (!explained.get(row)) {
        double rank = ranks[row] & 0xff;
        squares += rank * rank;
      }
    }
    return new Measure.Ranks(all, squares);
  }

  /// Counts the rows of a conjunction that are not explained yet.
  Tally tally(Conjunction conjunction) {
    var baseline = population.baseline();
    long rows = 0;
    long hitRows = 0;
    long rankSum = 0;
    long usualRows = 0;
    long usualHits = 0;
    var matching = matching(conjunction);
    for (int row = matching.nextSetBit(0); row >= 0; row = matching.nextSetBit(row + 1)) {
      int hit = hits.get(row) ? 1 : 0;
      if (baseline.get(row)) {
        usualRows++;
        usualHits += hit;
      } else {
        rows++;
        hitRows += hit;
        rankSum += ranks.length == 0 ? 0 : ranks[row] & 0xff;
      }
    }
    return new Tally(rows, hitRows, rankSum, usualRows, usualHits, conjunction.variation());
  }

  /// The rows of a conjunction that are not explained yet, of both times.
  BitSet matching(Conjunction conjunction) {
    var matching = new BitSet(population.rows());
    matching.set(0, population.rows());
    for (var item : conjunction.items()) {
      keep(matching, item);
    }
    matching.andNot(explained);
    return matching;
  }

  void explain(Conjunction conjunction) {
    explained.or(matching(conjunction));
  }

  private void keep(BitSet matching, Item item) {
    int[] ids = population.columns().get(item.column()).ids();
    long[] words = matching.toLongArray();
    for (int i = 0; i < words.length; i++) {
      long bits = 0;
      int end = Math.min(64, ids.length - i * 64);
      for (int bit = 0; bit < end; bit++) {
        bits |= item.members()[ids[i * 64 + bit]] ? 1L << bit : 0;
      }
      words[i] &= bits;
    }
    matching.and(BitSet.valueOf(words));
  }
}
