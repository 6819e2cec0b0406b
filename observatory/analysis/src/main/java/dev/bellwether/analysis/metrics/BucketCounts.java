package dev.bellwether.analysis.metrics;

import dev.bellwether.model.MetricPoint;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// How many measurements fell into each bucket of a histogram.
sealed interface BucketCounts {
  /// Of what is no histogram.
  BucketCounts NONE = new None();

  /// What came since, or null where the buckets are others.
  @Nullable BucketCounts since(BucketCounts earlier);

  /// Adds it to what others have counted.
  ///
  /// @param share how much of it
  void addTo(Distribution distribution, double share);

  record None() implements BucketCounts {
    @Override
    public BucketCounts since(BucketCounts earlier) {
      return this;
    }

    @Override
    public void addTo(Distribution distribution, double share) {
      // There is nothing in it.
    }
  }

  /// Buckets between bounds that the sender chose.
  ///
  /// @param max NaN where nobody told
  record Explicit(List<Double> bounds, List<Long> counts, double max) implements BucketCounts {
    static Explicit of(MetricPoint.Histogram histogram) {
      var max = histogram.max();
      return new Explicit(histogram.bounds(), histogram.counts(), max == null ? Double.NaN : max);
    }

    @Override
    public @Nullable Explicit since(BucketCounts earlier) {
      if (!(earlier instanceof Explicit it)
          || !it.bounds.equals(bounds)
          || it.counts.size() != counts.size()) {
        return null;
      }
      var between = new Long[counts.size()];
      for (int i = 0; i < between.length; i++) {
        between[i] = Math.max(0, counts.get(i) - it.counts.get(i));
      }
      return new Explicit(bounds, List.of(between), max);
    }

    @Override
    public void addTo(Distribution distribution, double share) {
      for (int i = 0; i < counts.size(); i++) {
        if (counts.get(i) > 0) {
          add(distribution, i, share * counts.get(i));
        }
      }
    }

    /// The lowest bucket begins at 0 unless its bound is below: what is measured is mostly a size
    /// or a duration.
    private void add(Distribution distribution, int i, double weight) {
      if (i == bounds.size()) {
        distribution.addAbove(bounds.isEmpty() ? 0 : bounds.getLast(), max, weight);
        return;
      }
      double high = bounds.get(i);
      double low = i > 0 ? bounds.get(i - 1) : Math.min(0, high);
      if (high == Double.POSITIVE_INFINITY) {
        distribution.addAbove(low, max, weight);
      } else {
        distribution.add(
            new Bucket(low == Double.NEGATIVE_INFINITY ? high : low, high, false), weight);
      }
    }
  }

  /// By number; the bucket `i` of `positive` covers (base^i, base^(i+1)], base = 2^(2^-scale).
  record Exponential(
      int scale,
      Map<Integer, Long> positive,
      Map<Integer, Long> negative,
      long zeros,
      double zeroThreshold)
      implements BucketCounts {
    static Exponential of(MetricPoint.ExponentialHistogram histogram) {
      return new Exponential(
          histogram.scale(),
          numbered(histogram.positive()),
          numbered(histogram.negative()),
          histogram.zeroCount(),
          histogram.zeroThreshold());
    }

    private static Map<Integer, Long> numbered(MetricPoint.Buckets buckets) {
      var numbered = new TreeMap<Integer, Long>();
      for (int i = 0; i < buckets.counts().size(); i++) {
        if (buckets.counts().get(i) > 0) {
          numbered.merge(buckets.offset() + i, buckets.counts().get(i), Long::sum);
        }
      }
      return numbered;
    }

    /// A sender makes its buckets wider when the range of its measurements grows: the finer ones of
    /// the two are put together in pairs until both are alike.
    @Override
    public @Nullable Exponential since(BucketCounts earlier) {
      if (!(earlier instanceof Exponential it)) {
        return null;
      }
      int common = Math.min(scale, it.scale);
      return new Exponential(
          common,
          between(widened(positive, scale, common), widened(it.positive, it.scale, common)),
          between(widened(negative, scale, common), widened(it.negative, it.scale, common)),
          Math.max(0, zeros - it.zeros),
          zeroThreshold);
    }

    private static Map<Integer, Long> widened(Map<Integer, Long> counts, int from, int to) {
      if (from == to) {
        return counts;
      }
      // A shift by more than 31 would begin anew at 0.
      int halvings = (int) Math.min(31, (long) from - to);
      var wider = new TreeMap<Integer, Long>();
      counts.forEach((number, count) -> wider.merge(number >> halvings, count, Long::sum));
      return wider;
    }

    private static Map<Integer, Long> between(
        Map<Integer, Long> counts, Map<Integer, Long> earlier) {
      var between = new TreeMap<Integer, Long>();
      counts.forEach((number, count) ->
          between.put(number, Math.max(0, count - earlier.getOrDefault(number, 0L))));
      return between;
    }

    @Override
    public void addTo(Distribution distribution, double share) {
      positive.forEach((number, count) ->
          distribution.add(new Bucket(edge(number), edge(number + 1L), true), share * count));
      negative.forEach((number, count) ->
          distribution.add(new Bucket(-edge(number + 1L), -edge(number), true), share * count));
      if (zeros > 0) {
        distribution.add(new Bucket(-zeroThreshold, zeroThreshold, false), share * zeros);
      }
    }

    /// Kept within what a number can hold, so that no bucket is endless or empty at 0.
    private double edge(long number) {
      double edge = Math.pow(2, number * Math.pow(2, -scale));
      return Math.clamp(edge, Double.MIN_NORMAL, Double.MAX_VALUE);
    }
  }
}
