package dev.bellwether.analysis.metrics;

import dev.bellwether.model.MetricPoint;
import dev.bellwether.model.MetricPoint.Buckets;
import dev.bellwether.model.MetricPoint.Exemplar;
import dev.bellwether.model.MetricPoint.Temporality;
import dev.bellwether.model.Resource;
import dev.bellwether.model.Scope;
import dev.bellwether.model.SpanId;
import dev.bellwether.model.TraceId;
import dev.bellwether.model.Value;
import dev.bellwether.store.tests.SampleTraces;
import java.util.List;
import java.util.Map;

/// Points of one series, told in seconds after noon.
record Points(Map<String, Value> resource, Map<String, Value> attributes) {
  static final long SECOND = 1_000_000_000L;

  static Points of(String service) {
    return new Points(Map.of("service.name", Value.of(service)), Map.of());
  }

  Points with(String key, String value) {
    return new Points(resource, Map.of(key, Value.of(value)));
  }

  static long at(double seconds) {
    return SampleTraces.NOON_NANOS + Math.round(seconds * SECOND);
  }

  MetricPoint gauge(double seconds, double number) {
    return point(0, at(seconds), new MetricPoint.Gauge(Value.of(number)), List.of());
  }

  MetricPoint level(double seconds, long number) {
    return point(
        at(-1000),
        at(seconds),
        new MetricPoint.Sum(Value.of(number), Temporality.CUMULATIVE, false),
        List.of());
  }

  MetricPoint counted(double startSeconds, double seconds, long number) {
    return point(
        at(startSeconds),
        at(seconds),
        new MetricPoint.Sum(Value.of(number), Temporality.CUMULATIVE, true),
        List.of());
  }

  MetricPoint delta(double startSeconds, double seconds, long number) {
    return point(
        at(startSeconds),
        at(seconds),
        new MetricPoint.Sum(Value.of(number), Temporality.DELTA, true),
        List.of());
  }

  MetricPoint change(double startSeconds, double seconds, long number) {
    return point(
        at(startSeconds),
        at(seconds),
        new MetricPoint.Sum(Value.of(number), Temporality.DELTA, false),
        List.of());
  }

  MetricPoint histogram(
      Temporality temporality,
      double startSeconds,
      double seconds,
      List<Double> bounds,
      List<Long> counts,
      Exemplar... exemplars) {
    var count = counts.stream().mapToLong(Long::longValue).sum();
    return point(
        at(startSeconds),
        at(seconds),
        new MetricPoint.Histogram(temporality, count, (double) count, null, null, bounds, counts),
        List.of(exemplars));
  }

  MetricPoint exponential(
      Temporality temporality, double startSeconds, double seconds, int scale, Buckets positive) {
    var count = positive.counts().stream().mapToLong(Long::longValue).sum();
    return point(
        at(startSeconds),
        at(seconds),
        new MetricPoint.ExponentialHistogram(
            temporality, count, 1.0, null, null, scale, 0, 0, positive, Buckets.NONE),
        List.of());
  }

  MetricPoint summary(double seconds, long count, double sum, double median) {
    return point(
        at(-1000),
        at(seconds),
        new MetricPoint.Summary(count, sum, List.of(new MetricPoint.Quantile(0.5, median))),
        List.of());
  }

  static Exemplar exemplar(double seconds, double number, long trace) {
    return new Exemplar(
        at(seconds),
        Value.of(number),
        TraceId.parse("%032x".formatted(trace)),
        SpanId.parse("%016x".formatted(trace)),
        Map.of());
  }

  private MetricPoint point(
      long startNanos, long timeNanos, MetricPoint.Data data, List<Exemplar> exemplars) {
    return new MetricPoint(
        "metric",
        "",
        "1",
        attributes,
        startNanos,
        timeNanos,
        data,
        exemplars,
        new Resource(resource),
        Scope.NONE);
  }
}
