package dev.bellwether.monkey;

/// Latencies of any number of trades in little memory: eight buckets for each power of two, so that
/// a quantile is at most 12.5 % too high. Guarded by its owner.
final class Latencies {
  /// Milliseconds.
  record Summary(long count, double p50, double p95, double p99, double max) {}

  private static final int STEPS_BITS = 3;

  private final long[] buckets = new long[Long.SIZE << STEPS_BITS];
  private long count;
  private long maxNanos;

  void add(long nanos) {
    buckets[bucket(nanos)]++;
    count++;
    maxNanos = Math.max(maxNanos, nanos);
  }

  Summary summary() {
    return new Summary(count, quantile(0.5), quantile(0.95), quantile(0.99), maxNanos / 1e6);
  }

  private double quantile(double share) {
    long rank = (long) Math.ceil(share * count);
    long below = 0;
    for (int bucket = 0; bucket < buckets.length; bucket++) {
      below += buckets[bucket];
      if (below >= rank && below > 0) {
        return Math.min(upperNanos(bucket), maxNanos) / 1e6;
      }
    }
    return 0;
  }

  /// The power of two, and the three bits that follow the first.
  ///
  /// ```
  /// 1 1 0 1 x x x x x    power 8, step 101 binary
  /// ```
  private static int bucket(long nanos) {
    long value = Math.max(nanos, 1 << STEPS_BITS);
    int power = Long.SIZE - 1 - Long.numberOfLeadingZeros(value);
    int step = (int) (value >>> (power - STEPS_BITS)) & ((1 << STEPS_BITS) - 1);
    return power << STEPS_BITS | step;
  }

  private static double upperNanos(int bucket) {
    int power = bucket >>> STEPS_BITS;
    int step = bucket & ((1 << STEPS_BITS) - 1);
    return Math.scalb((double) (1 << STEPS_BITS) + step + 1, power - STEPS_BITS);
  }
}
