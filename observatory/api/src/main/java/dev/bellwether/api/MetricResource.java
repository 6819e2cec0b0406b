package dev.bellwether.api;

import dev.bellwether.analysis.metrics.Aggregation;
import dev.bellwether.analysis.metrics.MetricChart;
import dev.bellwether.analysis.metrics.MetricKind;
import dev.bellwether.analysis.metrics.SeriesDrawing;
import dev.bellwether.analysis.metrics.Steps;
import dev.bellwether.http.Problem;
import dev.bellwether.model.MetricPoint;
import dev.bellwether.store.MetricReader;
import dev.bellwether.store.TimeRange;
import dev.bellwether.store.query.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One metric over time, grouped by any attribute.
final class MetricResource implements Resource {
  /// A point every six pixels of a chart that is as wide as the page.
  private static final int STEPS_MAX = 180;

  /// Enough to see how often points come, from each of many senders.
  private static final int SAMPLE_POINTS = 1_000;

  /// As many colours as can be told apart.
  private static final int LINES_DEFAULT = 10;

  private static final Parameter AGGREGATION =
      Parameter.optional(
          "agg",
          "string",
          "`last`, `average`, `min`, `max`, `sum`, `rate`, `increase`, `p50`, `p90`, `p95` or `p99`,"
              + " where it fits the metric's kind. Default: the first of its `aggregations`.");

  private static final Parameter BY =
      Parameter.optional(
          "by", "string", "A line for each value of this attribute. Default: one for everything.");

  private static final Parameter LINES =
      Parameter.optional(
          "limit", "integer", "How many lines at the most, 1 to 1000. Default: 10, the largest.");

  private final MetricReader metrics;

  MetricResource(MetricReader metrics) {
    this.metrics = metrics;
  }

  @Override
  public Endpoint endpoint() {
    return Endpoint.get(
        "/api/metrics/{name}",
        "One metric over time: a value for each step and group, with exemplars.",
        MetricJson.class,
        Parameter.inPath("name", "The metric's name."),
        Parameter.FROM,
        Parameter.TO,
        Parameter.QUERY,
        BY,
        AGGREGATION,
        LINES);
  }

  @Override
  public MetricJson answer(Arguments arguments) {
    var name = arguments.inPath("name");
    var range = arguments.range();
    var query = arguments.query();
    var asked = arguments.text("agg").filter(text -> !text.isEmpty()).map(MetricResource::named);
    var by = arguments.text("by").filter(text -> !text.isBlank()).orElse(null);
    int linesMax = arguments.limit(LINES_DEFAULT);
    var sample = metrics.points(name, range, SAMPLE_POINTS).items();
    var newest = sample.isEmpty() ? newest(name) : sample.getFirst();
    var kind = MetricKind.of(newest.data());
    var aggregation = fitting(asked, kind);
    var steps = Steps.fitting(range, STEPS_MAX, sample);
    var drawing = new SeriesDrawing(kind, aggregation, steps, by == null ? null : Field.named(by));
    var extent =
        MetricPages.read(
            metrics,
            name,
            steps.neededRange(),
            page -> drawing.add(page.stream().filter(query::matches).toList()));
    return json(newest, by, range, drawing.finish(linesMax), extent);
  }

  private static Aggregation named(String text) {
    return Aggregation.named(text)
        .orElseThrow(() ->
            Problem.badRequest(
                "agg: '%s' (expected: %s)"
                    .formatted(text, written(Arrays.asList(Aggregation.values())))));
  }

  private static Aggregation fitting(Optional<Aggregation> asked, MetricKind kind) {
    var fitting = kind.aggregations();
    var aggregation = asked.orElse(fitting.getFirst());
    if (!fitting.contains(aggregation)) {
      throw Problem.badRequest(
          "agg: '%s' does not fit a %s (expected: %s)"
              .formatted(aggregation.written(), kind.written(), written(fitting)));
    }
    return aggregation;
  }

  private static String written(List<Aggregation> aggregations) {
    return aggregations.stream().map(Aggregation::written).collect(Collectors.joining(", "));
  }

  /// A metric that nobody sent in the window is known all the same.
  private MetricPoint newest(String name) {
    return metrics.points(name, TimeRange.ALWAYS, 1).items().stream()
        .findFirst()
        .orElseThrow(() -> unknown(name));
  }

  private Problem unknown(String name) {
    var close = ServiceNames.close(name, metrics.names());
    return Problem.notFound(
        "metric: '%s' is unknown (%s)"
            .formatted(
                name,
                close.isEmpty()
                    ? "expected: one of the names in /api/metrics"
                    : "close to it: " + String.join(", ", close)));
  }

  private static MetricJson json(
      MetricPoint newest,
      @Nullable String by,
      TimeRange range,
      MetricChart chart,
      MetricPages.Extent extent) {
    var steps = chart.steps();
    boolean cutOff = extent.truncated() && extent.fromNanos() > range.fromNanos();
    return new MetricJson(
        newest.name(),
        chart.kind().written(),
        newest.unit(),
        newest.description(),
        chart.aggregation().written(),
        chart.kind().aggregations().stream().map(Aggregation::written).toList(),
        by,
        Long.toString(range.fromNanos()),
        Long.toString(range.toNanos()),
        Long.toString(steps.startNanos()),
        steps.stepNanos() / 1_000_000,
        steps.count(),
        chart.lines().stream().map(MetricResource::line).toList(),
        chart.groups(),
        chart.series(),
        chart.uncounted(),
        chart.unlike(),
        cutOff,
        extent.complete(),
        cutOff ? Long.toString(extent.fromNanos()) : null);
  }

  private static MetricJson.Line line(MetricChart.Line line) {
    var points = new ArrayList<MetricJson.Point>();
    for (int step = 0; step < line.values().size(); step++) {
      var value = line.values().get(step);
      if (value != null) {
        points.add(new MetricJson.Point(step, value));
      }
    }
    return new MetricJson.Line(
        line.group(),
        line.total(),
        points,
        line.exemplars().stream().map(MetricResource::exemplar).toList());
  }

  private static MetricJson.Exemplar exemplar(MetricPoint.Exemplar exemplar) {
    return new MetricJson.Exemplar(
        Long.toString(exemplar.timeNanos()),
        MetricChart.number(exemplar),
        String.valueOf(exemplar.traceId()),
        TraceResource.textOrNull(exemplar.spanId()),
        AttributesJson.of(exemplar.attributes()));
  }
}
