package dev.bellwether.analysis.metrics;

import dev.bellwether.model.MetricPoint;
import dev.bellwether.model.MetricPoint.Temporality;
import dev.bellwether.model.Value;
import org.jspecify.annotations.Nullable;

/// What a point counted, or has counted since its series began.
///
/// @param amount a counter's number; of a histogram or summary how many were measured
/// @param sum of what was measured; NaN where nobody told
record Count(double amount, double sum, BucketCounts buckets) {

  /// Null where a point counts nothing: a gauge, or a number that is none.
  static @Nullable Count of(MetricPoint.Data data) {
    return switch (data) {
      case MetricPoint.Gauge _ -> null;
      case MetricPoint.Sum(Value number, _, _) -> {
        double amount = number(number);
        yield Double.isFinite(amount) ? new Count(amount, Double.NaN, BucketCounts.NONE) : null;
      }
      case MetricPoint.Histogram it ->
          new Count(it.count(), orNan(it.sum()), BucketCounts.Explicit.of(it));
      case MetricPoint.ExponentialHistogram it ->
          new Count(it.count(), orNan(it.sum()), BucketCounts.Exponential.of(it));
      case MetricPoint.Summary it -> new Count(it.count(), it.sum(), BucketCounts.NONE);
    };
  }

  /// Whether the point counts from its start and not from the point before it.
  static boolean isCumulative(MetricPoint.Data data) {
    return switch (data) {
      case MetricPoint.Gauge _ -> false;
      case MetricPoint.Sum it -> it.temporality() != Temporality.DELTA;
      case MetricPoint.Histogram it -> it.temporality() != Temporality.DELTA;
      case MetricPoint.ExponentialHistogram it -> it.temporality() != Temporality.DELTA;
      case MetricPoint.Summary _ -> true;
    };
  }

  /// Since when what the point itself tells was counted: of a cumulative count nothing is known
  /// without the point before.
  static long startNanos(MetricPoint point) {
    boolean tells =
        !(point.data() instanceof MetricPoint.Gauge)
            && !isCumulative(point.data())
            && point.startNanos() > 0;
    return tells ? Math.min(point.startNanos(), point.timeNanos()) : point.timeNanos();
  }

  /// NaN where the value is no number.
  static double number(Value value) {
    return switch (value) {
      case Value.Whole(long number) -> number;
      case Value.Decimal(double number) -> number;
      case Value.Text _,
          Value.Flag _,
          Value.Bytes _,
          Value.ListOf _,
          Value.MapOf _,
          Value.Empty _ ->
          Double.NaN;
    };
  }

  /// What came since an earlier point of the same series, or null where it cannot have gone on from
  /// there.
  @Nullable Count since(Count earlier) {
    var between = buckets.since(earlier.buckets);
    return amount < earlier.amount || between == null
        ? null
        : new Count(amount - earlier.amount, sum - earlier.sum, between);
  }

  private static double orNan(@Nullable Double number) {
    return number == null ? Double.NaN : number;
  }
}
