package dev.bellwether.api;

import dev.bellwether.analysis.metrics.Aggregation;
import dev.bellwether.analysis.metrics.MetricKind;
import dev.bellwether.model.MetricPoint;
import dev.bellwether.store.Deadline;
import dev.bellwether.store.MetricReader;
import dev.bellwether.store.TimeRange;
import dev.bellwether.store.query.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// What is measured: the names of all metrics, with what their newest points tell.
final class MetricsResource implements Resource {
  /// A browser shows no more names in a list, and nobody reads them.
  private static final int NAMES_MAX = 1_000;

  /// The trading system's services send about 50 points of a metric at once.
  private static final int POINTS_LOOKED_AT = 400;

  private final MetricReader metrics;

  MetricsResource(MetricReader metrics) {
    this.metrics = metrics;
  }

  @Override
  public Endpoint endpoint() {
    return Endpoint.get(
        "/api/metrics",
        "The names of all metrics, with kind, unit, who sends them and their attributes.",
        MetricsJson.class,
        Parameter.FROM,
        Parameter.TO,
        Parameter.QUERY);
  }

  @Override
  public MetricsJson answer(Arguments arguments) {
    var range = arguments.range();
    var query = arguments.query();
    var deadline = new Deadline(Deadline.SEARCH_MAX);
    var names = metrics.names();
    var listed = new ArrayList<MetricsJson.Metric>();
    for (var name : names) {
      if (listed.size() == NAMES_MAX || deadline.isOver()) {
        break;
      }
      metric(name, range, query).ifPresent(listed::add);
    }
    return new MetricsJson(listed, names.size() > NAMES_MAX, !deadline.isOver());
  }

  /// Empty where no point matches, or when its last point was removed just now.
  private Optional<MetricsJson.Metric> metric(String name, TimeRange range, Query query) {
    var points =
        metrics.points(name, range, POINTS_LOOKED_AT).items().stream()
            .filter(query::matches)
            .toList();
    if (!points.isEmpty()) {
      return Optional.of(metric(points.getFirst(), points));
    }
    if (!query.equals(Query.EVERYTHING)) {
      return Optional.empty();
    }
    return metrics.points(name, TimeRange.ALWAYS, 1).items().stream()
        .findFirst()
        .map(newest -> metric(newest, List.of()));
  }

  private static MetricsJson.Metric metric(MetricPoint newest, List<MetricPoint> points) {
    var kind = MetricKind.of(newest.data());
    var services = new TreeSet<String>();
    var attributes = new TreeSet<>(newest.attributes().keySet());
    var resourceAttributes = new TreeSet<>(newest.resource().attributes().keySet());
    for (var point : points) {
      services.add(point.service());
      attributes.addAll(point.attributes().keySet());
      resourceAttributes.addAll(point.resource().attributes().keySet());
    }
    return new MetricsJson.Metric(
        newest.name(),
        kind.written(),
        shape(newest.data()),
        newest.unit(),
        newest.description(),
        kind.aggregations().stream().map(Aggregation::written).toList(),
        List.copyOf(services),
        List.copyOf(attributes),
        List.copyOf(resourceAttributes),
        Long.toString(newest.timeNanos()));
  }

  private static String shape(MetricPoint.Data data) {
    return switch (data) {
      case MetricPoint.Gauge _ -> "gauge";
      case MetricPoint.Sum _ -> "sum";
      case MetricPoint.Histogram _ -> "histogram";
      case MetricPoint.ExponentialHistogram _ -> "exponential_histogram";
      case MetricPoint.Summary _ -> "summary";
    };
  }
}
