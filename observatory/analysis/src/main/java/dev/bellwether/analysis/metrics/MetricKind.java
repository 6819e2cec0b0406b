package dev.bellwether.analysis.metrics;

import static dev.bellwether.analysis.metrics.Aggregation.AVERAGE;
import static dev.bellwether.analysis.metrics.Aggregation.INCREASE;
import static dev.bellwether.analysis.metrics.Aggregation.LAST;
import static dev.bellwether.analysis.metrics.Aggregation.MAX;
import static dev.bellwether.analysis.metrics.Aggregation.MIN;
import static dev.bellwether.analysis.metrics.Aggregation.P50;
import static dev.bellwether.analysis.metrics.Aggregation.P90;
import static dev.bellwether.analysis.metrics.Aggregation.P95;
import static dev.bellwether.analysis.metrics.Aggregation.P99;
import static dev.bellwether.analysis.metrics.Aggregation.RATE;
import static dev.bellwether.analysis.metrics.Aggregation.SUM;

import dev.bellwether.model.MetricPoint;
import dev.bellwether.model.MetricPoint.Temporality;
import java.util.List;

/// What can be asked of a metric.
public enum MetricKind {
  GAUGE("gauge", LAST, AVERAGE, MIN, MAX, SUM),
  /// A monotonic sum.
  COUNTER("counter", RATE, INCREASE),
  /// A sum that also falls, and tells how high it is: connections in use.
  LEVEL("level", LAST, AVERAGE, MIN, MAX),
  /// A sum that also falls, and tells only by how much it changed.
  CHANGE("change", INCREASE, RATE),
  HISTOGRAM("histogram", P95, P50, P90, P99, AVERAGE, RATE, INCREASE),
  EXPONENTIAL_HISTOGRAM("exponential histogram", P95, P50, P90, P99, AVERAGE, RATE, INCREASE),
  /// Quantiles that the sender worked out: nobody can add them up, so the highest is shown.
  SUMMARY("summary", AVERAGE, P50, P90, P95, P99, RATE, INCREASE);

  private final String written;

  @SuppressWarnings("ImmutableEnumChecker") // List.of is
  private final List<Aggregation> aggregations;

  MetricKind(String written, Aggregation... aggregations) {
    this.written = written;
    this.aggregations = List.of(aggregations);
  }

  public static MetricKind of(MetricPoint.Data data) {
    return switch (data) {
      case MetricPoint.Gauge _ -> GAUGE;
      case MetricPoint.Sum(_, _, boolean monotonic) when monotonic -> COUNTER;
      case MetricPoint.Sum(_, Temporality temporality, _) ->
          temporality == Temporality.DELTA ? CHANGE : LEVEL;
      case MetricPoint.Histogram _ -> HISTOGRAM;
      case MetricPoint.ExponentialHistogram _ -> EXPONENTIAL_HISTOGRAM;
      case MetricPoint.Summary _ -> SUMMARY;
    };
  }

  public String written() {
    return written;
  }

  /// Those that make sense for it; the first one unless another is asked for.
  public List<Aggregation> aggregations() {
    return aggregations;
  }

  /// Whether the points of the other kind can be drawn with those of this one.
  boolean fits(MetricKind other) {
    return this == other || (isHistogram() && other.isHistogram());
  }

  private boolean isHistogram() {
    return this == HISTOGRAM || this == EXPONENTIAL_HISTOGRAM;
  }
}
