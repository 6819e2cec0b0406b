package dev.bellwether.analysis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Counts durations in buckets that grow by 2^(1/32), about 2.2 %, from 1 µs to 1 h.
///
/// The bounds are fixed, so merging is exact in any order and what was added can be taken out again
/// without a trace: a view over spans can correct itself when a late span changes what an earlier
/// one meant. Taking out may even come first; a count is below zero until the other follows. The
/// grid is that of OpenTelemetry's exponential histogram at scale 5. Not thread-safe.
///
/// ```
/// buckets  318   …   702   703        index: which power of 2^(1/32), in nanoseconds
/// counts     1         40    17       only buckets that hold something, sorted
/// ```
public final class DurationHistogram {
  /// Shorter than any call over a socket; what is below counts as 1 µs.
  static final long NANOS_MIN = 1_000;

  /// Longer than any request that somebody waits for; what is above counts as 1 h.
  static final long NANOS_MAX = 3_600_000_000_000L;

  private static final int BUCKETS_PER_DOUBLING = 32;
  private static final double[] STEPS = steps();

  private short[] buckets = new short[4];
  private long[] counts = new long[4];
  private int used;
  private long count;

  /// A percentile and the bounds of the bucket that it lies in: the true one is in [low, high).
  public record Percentile(double nanos, double lowNanos, double highNanos) {
    public double millis() {
      return nanos / 1e6;
    }
  }

  /// How many durations lie in [low, high).
  public record Bucket(double lowNanos, double highNanos, long count) {}

  public void add(long nanos) {
    change(bucketOf(nanos), 1);
  }

  /// Takes out a duration.
  public void remove(long nanos) {
    change(bucketOf(nanos), -1);
  }

  public void add(DurationHistogram other) {
    merge(Arrays.copyOf(other.buckets, other.used), Arrays.copyOf(other.counts, other.used));
  }

  /// Takes out everything that `other` holds.
  public void subtract(DurationHistogram other) {
    for (int i = 0; i < other.used; i++) {
      change(other.buckets[i], -other.counts[i]);
    }
  }

  public long count() {
    return count;
  }

  /// Whether everything that was added was taken out again.
  boolean empty() {
    return used == 0;
  }

  /// The duration at rank ⌈quantile · count⌉, at most 1.09 % off; nothing while nothing was
  /// counted.
  public Optional<Percentile> percentile(double quantile) {
    if (!(quantile >= 0 && quantile <= 1)) {
      throw new IllegalArgumentException("quantile: %s (expected: 0 to 1)".formatted(quantile));
    }
    long rank = Math.max(1, (long) Math.ceil(quantile * count));
    long passed = 0;
    for (int i = 0; i < used; i++) {
      passed += counts[i];
      if (passed >= rank) {
        var low = lowerBound(buckets[i]);
        var high = lowerBound(buckets[i] + 1);
        return Optional.of(new Percentile(Math.sqrt(low * high), low, high));
      }
    }
    return Optional.empty();
  }

  /// How many durations lie in buckets above the one of `nanos`.
  public long countAbove(long nanos) {
    int bucket = bucketOf(nanos);
    long above = 0;
    for (int i = used - 1; i >= 0 && buckets[i] > bucket; i--) {
      above += counts[i];
    }
    return above;
  }

  /// Buckets for a picture, the shortest first, without those that hold nothing.
  ///
  /// @param perDoubling how fine: a power of two from 1 to 32
  public List<Bucket> buckets(int perDoubling) {
    if (Integer.bitCount(perDoubling) != 1 || perDoubling > BUCKETS_PER_DOUBLING) {
      throw new IllegalArgumentException(
          "perDoubling: %d (expected: a power of two from 1 to %d)"
              .formatted(perDoubling, BUCKETS_PER_DOUBLING));
    }
    int together = BUCKETS_PER_DOUBLING / perDoubling;
    var found = new ArrayList<Bucket>();
    for (int i = 0; i < used; ) {
      int first = buckets[i] / together * together;
      long sum = 0;
      for (; i < used && buckets[i] < first + together; i++) {
        sum += counts[i];
      }
      found.add(new Bucket(lowerBound(first), lowerBound(first + together), sum));
    }
    return found;
  }

  /// All durations together, at most 1.09 % off.
  public double sumNanos() {
    double sum = 0;
    for (int i = 0; i < used; i++) {
      sum += counts[i] * Math.sqrt(lowerBound(buckets[i]) * lowerBound(buckets[i] + 1));
    }
    return sum;
  }

  /// How many buckets, then for each how far it is from the one before, and its count.
  void pack(Packer packer) {
    packer.number(used);
    int before = 0;
    for (int i = 0; i < used; i++) {
      packer.number(buckets[i] - before);
      packer.signed(counts[i]);
      before = buckets[i];
    }
  }

  /// Adds what was packed.
  void addPacked(Unpacker unpacker) {
    int size = unpacker.count();
    var theirBuckets = new short[size];
    var theirCounts = new long[size];
    int bucket = 0;
    for (int i = 0; i < size; i++) {
      bucket += unpacker.count();
      theirBuckets[i] = (short) bucket;
      theirCounts[i] = unpacker.signed();
    }
    merge(theirBuckets, theirCounts);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DurationHistogram that
        && count == that.count
        && Arrays.equals(buckets, 0, used, that.buckets, 0, that.used)
        && Arrays.equals(counts, 0, used, that.counts, 0, that.used);
  }

  @Override
  public int hashCode() {
    int hash = used;
    for (int i = 0; i < used; i++) {
      hash = 31 * (31 * hash + buckets[i]) + Long.hashCode(counts[i]);
    }
    return hash;
  }

  /// Where `nanos` is counted: bucket i covers [2^(i/32), 2^((i+1)/32)).
  static int bucketOf(long nanos) {
    long clamped = Math.clamp(nanos, NANOS_MIN, NANOS_MAX);
    int exponent = 63 - Long.numberOfLeadingZeros(clamped);
    // Exact: 1 h in nanoseconds has 42 bits, a double holds 53.
    double mantissa = Math.scalb((double) clamped, -exponent);
    int found = Arrays.binarySearch(STEPS, mantissa);
    int step = found >= 0 ? found : -found - 2;
    return exponent * BUCKETS_PER_DOUBLING + step;
  }

  static double lowerBound(int bucket) {
    return Math.scalb(STEPS[bucket % BUCKETS_PER_DOUBLING], bucket / BUCKETS_PER_DOUBLING);
  }

  private void change(int bucket, long by) {
    int at = Arrays.binarySearch(buckets, 0, used, (short) bucket);
    if (at < 0) {
      at = -at - 1;
      insert(at, (short) bucket);
    }
    counts[at] += by;
    count += by;
    if (counts[at] == 0) {
      delete(at);
    }
  }

  /// Adds sorted buckets in one walk over both: sums of days are made of thousands of these.
  ///
  /// @param theirCounts is changed
  private void merge(short[] theirBuckets, long[] theirCounts) {
    int missing = 0;
    boolean emptied = false;
    for (int i = 0, j = 0; j < theirBuckets.length; j++) {
      while (i < used && buckets[i] < theirBuckets[j]) {
        i++;
      }
      count += theirCounts[j];
      if (i < used && buckets[i] == theirBuckets[j]) {
        counts[i] += theirCounts[j];
        emptied |= counts[i] == 0;
        theirCounts[j] = 0;
      } else {
        missing++;
      }
    }
    if (missing > 0) {
      insertAll(theirBuckets, theirCounts, missing);
    }
    for (int i = used - 1; emptied && i >= 0; i--) {
      if (counts[i] == 0) {
        delete(i);
      }
    }
  }

  /// From the last to the first, so that nothing is moved twice. Counts of 0 are left out.
  private void insertAll(short[] theirBuckets, long[] theirCounts, int missing) {
    if (used + missing > buckets.length) {
      int room = Math.max(buckets.length * 2, used + missing);
      buckets = Arrays.copyOf(buckets, room);
      counts = Arrays.copyOf(counts, room);
    }
    int from = used - 1;
    int to = used + missing - 1;
    for (int j = theirBuckets.length - 1; j >= 0; j--) {
      if (theirCounts[j] == 0) {
        continue;
      }
      while (from >= 0 && buckets[from] > theirBuckets[j]) {
        buckets[to] = buckets[from];
        counts[to--] = counts[from--];
      }
      buckets[to] = theirBuckets[j];
      counts[to--] = theirCounts[j];
    }
    used += missing;
  }

  private void insert(int at, short bucket) {
    if (used == buckets.length) {
      buckets = Arrays.copyOf(buckets, used * 2);
      counts = Arrays.copyOf(counts, used * 2);
    }
    System.arraycopy(buckets, at, buckets, at + 1, used - at);
    System.arraycopy(counts, at, counts, at + 1, used - at);
    buckets[at] = bucket;
    counts[at] = 0;
    used++;
  }

  private void delete(int at) {
    used--;
    System.arraycopy(buckets, at + 1, buckets, at, used - at);
    System.arraycopy(counts, at + 1, counts, at, used - at);
  }

  /// StrictMath, so that every machine puts the same duration into the same bucket.
  private static double[] steps() {
    var steps = new double[BUCKETS_PER_DOUBLING];
    Arrays.setAll(steps, i -> StrictMath.pow(2, (double) i / BUCKETS_PER_DOUBLING));
    return steps;
  }
}
