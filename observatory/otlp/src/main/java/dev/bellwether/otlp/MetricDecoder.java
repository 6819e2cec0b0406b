package dev.bellwether.otlp;

import dev.bellwether.model.MetricPoint;
import dev.bellwether.model.Resource;
import dev.bellwether.model.Scope;
import java.util.ArrayList;
import java.util.List;

/// Reads an `ExportMetricsServiceRequest`. One request, one thread.
///
/// A point needs what stands beside it in the request, its metric's name and temporality, and that
/// may come later; so the points of a metric wait until the metric is read to its end.
final class MetricDecoder {
  private static final Shape REQUEST = Shape.of("resourceMetrics[]=1");
  private static final Shape RESOURCE_METRICS = Shape.of("resource=1 scopeMetrics[]=2");
  private static final Shape SCOPE_METRICS = Shape.of("scope=1 metrics[]=2");
  private static final Shape METRIC =
      Shape.of(
          "name=1 description=2 unit=3 gauge=5 sum=7 histogram=9 exponentialHistogram=10"
              + " summary=11");
  private static final Shape SERIES =
      Shape.of("dataPoints[]=1 aggregationTemporality=2 isMonotonic=3");

  private static final MetricPoint.Temporality[] TEMPORALITIES = MetricPoint.Temporality.values();

  private final Fields in;
  private final Values values;
  private final PointDecoder points;
  private final Batch<MetricPoint> batch = new Batch<>();
  private final List<PointDecoder.Point> waiting = new ArrayList<>();
  private Resource resource = Values.nobody();
  private Scope scope = Scope.NONE;
  private MetricPoint.Temporality temporality = MetricPoint.Temporality.UNSPECIFIED;
  private boolean monotonic;

  private MetricDecoder(Fields in, int attributesMax) {
    this.in = in;
    this.values = new Values(in, attributesMax);
    this.points = new PointDecoder(in, values);
  }

  static Batch<MetricPoint> decode(Fields in, int attributesMax) {
    var decoder = new MetricDecoder(in, attributesMax);
    decoder.request();
    return decoder.batch;
  }

  private void request() {
    for (int field = in.next(REQUEST); field != 0; field = in.next(REQUEST)) {
      switch (field) {
        case 1 -> resourceMetrics();
        default -> in.skip();
      }
    }
  }

  private void resourceMetrics() {
    resource = Values.nobody();
    int first = batch.mark();
    in.enter();
    for (int field = in.next(RESOURCE_METRICS); field != 0; field = in.next(RESOURCE_METRICS)) {
      switch (field) {
        case 1 -> {
          resource = values.resource();
          batch.changeFrom(first, point -> of(point, resource, point.scope()));
        }
        case 2 -> scopeMetrics();
        default -> in.skip();
      }
    }
  }

  private void scopeMetrics() {
    scope = Scope.NONE;
    int first = batch.mark();
    in.enter();
    for (int field = in.next(SCOPE_METRICS); field != 0; field = in.next(SCOPE_METRICS)) {
      switch (field) {
        case 1 -> {
          scope = values.scope();
          batch.changeFrom(first, point -> of(point, point.resource(), scope));
        }
        case 2 -> metric();
        default -> in.skip();
      }
    }
  }

  private void metric() {
    var name = "";
    var description = "";
    var unit = "";
    temporality = MetricPoint.Temporality.UNSPECIFIED;
    monotonic = false;
    waiting.clear();
    in.enter();
    for (int field = in.next(METRIC); field != 0; field = in.next(METRIC)) {
      switch (field) {
        case 1 -> name = in.text();
        case 2 -> description = in.text();
        case 3 -> unit = in.text();
        case 5 -> series(PointDecoder.Kind.GAUGE);
        case 7 -> series(PointDecoder.Kind.SUM);
        case 9 -> series(PointDecoder.Kind.HISTOGRAM);
        case 10 -> series(PointDecoder.Kind.EXPONENTIAL_HISTOGRAM);
        case 11 -> series(PointDecoder.Kind.SUMMARY);
        default -> in.skip();
      }
    }
    for (var point : waiting) {
      finish(point, name, description, unit);
    }
  }

  private void series(PointDecoder.Kind kind) {
    in.enter();
    for (int field = in.next(SERIES); field != 0; field = in.next(SERIES)) {
      switch (field) {
        case 1 -> waiting.add(points.point(kind));
        case 2 -> temporality = TEMPORALITIES[in.constant(TEMPORALITIES.length - 1)];
        case 3 -> monotonic = in.flag();
        default -> in.skip();
      }
    }
  }

  private void finish(PointDecoder.Point point, String name, String description, String unit) {
    if (name.isEmpty()) {
      batch.reject("metric_name", "metric", name, "name: empty");
      return;
    }
    switch (point.data()) {
      case PointDecoder.Invalid invalid ->
          batch.reject(invalid.reason(), "metric", name, invalid.rule());
      case PointDecoder.Valid(MetricPoint.Data data) ->
          batch.add(
              new MetricPoint(
                  name,
                  description,
                  unit,
                  point.attributes(),
                  point.startNanos(),
                  point.timeNanos(),
                  counted(data),
                  point.exemplars(),
                  resource,
                  scope));
    }
  }

  /// The same data with the temporality of its metric.
  private MetricPoint.Data counted(MetricPoint.Data data) {
    return switch (data) {
      case MetricPoint.Gauge gauge -> gauge;
      case MetricPoint.Summary summary -> summary;
      case MetricPoint.Sum sum -> new MetricPoint.Sum(sum.number(), temporality, monotonic);
      case MetricPoint.Histogram it ->
          new MetricPoint.Histogram(
              temporality, it.count(), it.sum(), it.min(), it.max(), it.bounds(), it.counts());
      case MetricPoint.ExponentialHistogram it ->
          new MetricPoint.ExponentialHistogram(
              temporality,
              it.count(),
              it.sum(),
              it.min(),
              it.max(),
              it.scale(),
              it.zeroCount(),
              it.zeroThreshold(),
              it.positive(),
              it.negative());
    };
  }

  private static MetricPoint of(MetricPoint point, Resource resource, Scope scope) {
    return new MetricPoint(
        point.name(),
        point.description(),
        point.unit(),
        point.attributes(),
        point.startNanos(),
        point.timeNanos(),
        point.data(),
        point.exemplars(),
        resource,
        scope);
  }
}
