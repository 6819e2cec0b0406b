package dev.bellwether.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DurationHistogramTest {
  private static final long SEED = Long.getLong("seed", System.nanoTime());

  static Stream<Arguments> distributions() {
    return Stream.of(
        distribution("log-normal", random -> Math.exp(15 + 1.5 * random.nextGaussian())),
        distribution(
            "bimodal", random -> (random.nextInt(10) == 0 ? 2e9 : 5e6) * (1 + random.nextDouble())),
        distribution("constant", _ -> 7e6),
        distribution("Pareto", random -> 1e5 / Math.pow(1 - random.nextDouble(), 1 / 1.2)),
        distribution("1 µs to 1 s", random -> Math.pow(10, 3 + 6 * random.nextDouble())));
  }

  private static Arguments distribution(String name, ToDoubleFunction<Random> next) {
    return Arguments.of(name, next);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("distributions")
  void the_sum_is_at_most_1_09_percent_off(String name, ToDoubleFunction<Random> next) {
    var durations = durations(5_000, next);

    double sum = histogramOf(durations).sumNanos();

    double exact = Arrays.stream(durations).mapToDouble(nanos -> (double) nanos).sum();
    assertThat(sum).isBetween(exact * 0.9891, exact * 1.0109);
  }

  @Test
  void coarse_buckets_hold_everything_once_and_have_round_bounds() {
    var histogram = new DurationHistogram();
    for (long nanos = 1 << 20; nanos < 1 << 22; nanos += 10_000) {
      histogram.add(nanos);
    }

    var buckets = histogram.buckets(1);

    assertThat(buckets).extracting(bucket -> bucket.lowNanos()).containsExactly(0x1p20, 0x1p21);
    assertThat(buckets).extracting(bucket -> bucket.highNanos()).containsExactly(0x1p21, 0x1p22);
    assertThat(buckets.stream().mapToLong(bucket -> bucket.count()).sum())
        .isEqualTo(histogram.count());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("distributions")
  void a_percentile_is_at_most_1_09_percent_off(String name, ToDoubleFunction<Random> next) {
    var durations = durations(5_000, next);
    var histogram = histogramOf(durations);
    Arrays.sort(durations);

    for (double quantile : new double[] {0, 0.01, 0.25, 0.5, 0.9, 0.95, 0.99, 1}) {
      var percentile = histogram.percentile(quantile).orElseThrow();
      long exact = durations[(int) Math.max(1, Math.ceil(quantile * durations.length)) - 1];
      double clamped = Math.clamp(exact, DurationHistogram.NANOS_MIN, DurationHistogram.NANOS_MAX);

      assertThat(percentile.nanos())
          .as("%s p%s, seed %d", name, quantile, SEED)
          .isCloseTo(clamped, within(clamped * 0.0109));
      assertThat(clamped).isBetween(percentile.lowNanos(), percentile.highNanos());
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("distributions")
  void merging_is_exact_in_any_order_and_can_be_undone(String name, ToDoubleFunction<Random> next) {
    var first = durations(800, next);
    var second = durations(300, next);

    var oneWay = histogramOf(first);
    oneWay.add(histogramOf(second));
    var otherWay = histogramOf(second);
    otherWay.add(histogramOf(first));

    assertThat(oneWay).as("%s, seed %d", name, SEED).isEqualTo(otherWay);
    assertThat(oneWay)
        .isEqualTo(
            histogramOf(LongStream.concat(Arrays.stream(first), Arrays.stream(second)).toArray()));
    oneWay.subtract(histogramOf(second));
    assertThat(oneWay).isEqualTo(histogramOf(first));
    Arrays.stream(first).forEach(oneWay::remove);
    assertThat(oneWay).isEqualTo(new DurationHistogram());
  }

  @Test
  void durations_outside_one_microsecond_to_one_hour_count_at_the_ends() {
    assertThat(histogramOf(0, -5, 1)).isEqualTo(histogramOf(1_000, 1_000, 1_000));
    assertThat(histogramOf(Long.MAX_VALUE)).isEqualTo(histogramOf(3_600_000_000_000L));
  }

  @Test
  void a_power_of_two_starts_a_bucket() {
    assertThat(DurationHistogram.bucketOf(1L << 20)).isEqualTo(20 * 32);
    assertThat(DurationHistogram.bucketOf((1L << 20) - 1)).isEqualTo(20 * 32 - 1);
    assertThat(DurationHistogram.lowerBound(20 * 32)).isEqualTo(1 << 20);
  }

  @Test
  void nothing_counted_has_no_percentile() {
    assertThat(new DurationHistogram().percentile(0.5)).isEmpty();
  }

  @Test
  void a_quantile_outside_0_to_1_is_refused() {
    assertThatThrownBy(() -> new DurationHistogram().percentile(95))
        .hasMessage("quantile: 95.0 (expected: 0 to 1)");
  }

  @Test
  void taking_out_may_come_before_putting_in() {
    var histogram = histogramOf(7_000_000);

    histogram.remove(5_000_000);
    assertThat(histogram.count()).isZero();
    histogram.add(5_000_000);

    assertThat(histogram).isEqualTo(histogramOf(7_000_000));
  }

  @Test
  void what_was_packed_is_added_bucket_by_bucket() {
    var histogram = histogramOf(1_000, 5_000_000, 5_000_000, 3_600_000_000_000L);
    histogram.remove(9_000_000);
    var packer = new Packer();
    histogram.pack(packer);
    var sum = histogramOf(5_000_000);

    sum.addPacked(new Unpacker(packer.bytes()));

    histogram.add(5_000_000);
    assertThat(sum).isEqualTo(histogram);
  }

  @Test
  void above_counts_what_is_clearly_longer() {
    assertThat(histogramOf(1_000_000, 5_000_000, 9_000_000, 9_000_000).countAbove(5_000_000))
        .isEqualTo(2);
  }

  private static long[] durations(int count, ToDoubleFunction<Random> next) {
    var random = new Random(SEED);
    return LongStream.generate(() -> Math.round(next.applyAsDouble(random))).limit(count).toArray();
  }

  private static DurationHistogram histogramOf(long... durations) {
    var histogram = new DurationHistogram();
    Arrays.stream(durations).forEach(histogram::add);
    return histogram;
  }
}
