package dev.bellwether.model;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One measurement of one time series: a metric's name, one set of attributes, one moment.
///
/// @param startNanos since when a sum or histogram counts; 0 where it is not given
public record MetricPoint(
    String name,
    String description,
    String unit,
    Map<String, Value> attributes,
    long startNanos,
    long timeNanos,
    Data data,
    List<Exemplar> exemplars,
    Resource resource,
    Scope scope) {
  public MetricPoint {
    attributes = Map.copyOf(attributes);
    exemplars = List.copyOf(exemplars);
  }

  public String service() {
    return resource.serviceName();
  }

  /// Whether a point counts since the last one or since the start of its series.
  public enum Temporality {
    UNSPECIFIED,
    DELTA,
    CUMULATIVE
  }

  /// What was measured, in the five shapes of OTLP. Numbers are kept as [Value.Whole] or
  /// [Value.Decimal], as they were sent.
  public sealed interface Data {}

  public record Gauge(Value number) implements Data {}

  public record Sum(Value number, Temporality temporality, boolean monotonic) implements Data {}

  /// How many measurements fell between bounds that the sender chose.
  ///
  /// @param counts one more than `bounds`: the last counts what lies above the highest bound
  public record Histogram(
      Temporality temporality,
      long count,
      @Nullable Double sum,
      @Nullable Double min,
      @Nullable Double max,
      List<Double> bounds,
      List<Long> counts)
      implements Data {
    public Histogram {
      bounds = List.copyOf(bounds);
      counts = List.copyOf(counts);
    }
  }

  /// Bucket `i` of `positive` covers (base^(offset+i), base^(offset+i+1)], base = 2^(2^-scale).
  public record ExponentialHistogram(
      Temporality temporality,
      long count,
      @Nullable Double sum,
      @Nullable Double min,
      @Nullable Double max,
      int scale,
      long zeroCount,
      double zeroThreshold,
      Buckets positive,
      Buckets negative)
      implements Data {}

  public record Buckets(int offset, List<Long> counts) {
    public static final Buckets NONE = new Buckets(0, List.of());

    public Buckets {
      counts = List.copyOf(counts);
    }
  }

  public record Summary(long count, double sum, List<Quantile> quantiles) implements Data {
    public Summary {
      quantiles = List.copyOf(quantiles);
    }
  }

  public record Quantile(double quantile, double value) {}

  /// One measured value with the trace that it was measured in.
  public record Exemplar(
      long timeNanos,
      Value number,
      @Nullable TraceId traceId,
      @Nullable SpanId spanId,
      Map<String, Value> attributes) {
    public Exemplar {
      attributes = Map.copyOf(attributes);
    }
  }
}
