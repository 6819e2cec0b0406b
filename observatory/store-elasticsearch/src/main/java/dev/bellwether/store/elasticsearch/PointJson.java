package dev.bellwether.store.elasticsearch;

import dev.bellwether.model.MetricPoint;
import dev.bellwether.model.MetricPoint.ExponentialHistogram;
import dev.bellwether.model.MetricPoint.Gauge;
import dev.bellwether.model.MetricPoint.Histogram;
import dev.bellwether.model.MetricPoint.Sum;
import dev.bellwether.model.MetricPoint.Summary;
import dev.bellwether.model.MetricPoint.Temporality;
import dev.bellwether.model.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A metric point as a document of `metrics-…`, and back.
///
/// OpenTelemetry's layout has a field for each metric, `metrics.trading_revenue`; here the name is
/// a value, `metric.name`, and `metric.value` its number: a sender that makes up names makes the
/// mapping no larger.
final class PointJson {
  private PointJson() {}

  static Document write(MetricPoint point, String id, long arrival) {
    var json = new SourceJson(point.timeNanos(), arrival);
    var metric = json.source().putObject("metric");
    metric.put("name", point.name()).put("unit", point.unit());
    metric.put("description", point.description());
    json.ours().put("start", point.startNanos());
    json.attributes(point.attributes(), point.resource(), point.scope());
    metric.put("type", writeData(point.data(), metric, json.exact()));
    for (var exemplar : point.exemplars()) {
      var node = json.exact().withArray("/exemplars").addObject();
      node.put("time", exemplar.timeNanos());
      node.set("number", ValueJson.exact(exemplar.number()));
      node.put("trace_id", textOrNull(exemplar.traceId()));
      node.put("span_id", textOrNull(exemplar.spanId()));
      node.set("attributes", ValueJson.exact(exemplar.attributes()));
    }
    return json.document(id);
  }

  static MetricPoint read(JsonNode source) {
    var metric = source.path("metric");
    var ours = source.path("bellwether");
    var exact = SourceJson.exact(source);
    return new MetricPoint(
        metric.path("name").asString(),
        metric.path("description").asString(),
        metric.path("unit").asString(),
        SourceJson.attributes(source),
        ours.path("start").longValue(),
        ours.path("time").longValue(),
        data(metric.path("type").asString(), exact.path("data")),
        exemplars(exact.path("exemplars")),
        SourceJson.resource(source),
        SourceJson.scope(source));
  }

  /// Writes the data twice, exactly and for charts, and says which shape it has.
  private static String writeData(MetricPoint.Data data, ObjectNode metric, ObjectNode exact) {
    return switch (data) {
      case Gauge(Value number) -> {
        chart(metric, "value", number);
        exact.putObject("data").set("number", ValueJson.exact(number));
        yield "gauge";
      }
      case Sum(Value number, Temporality temporality, boolean monotonic) -> {
        chart(metric, "value", number);
        var node = exact.putObject("data");
        node.set("number", ValueJson.exact(number));
        node.put("temporality", temporality.name()).put("monotonic", monotonic);
        yield "sum";
      }
      case Histogram histogram -> {
        metric.put("count", histogram.count());
        chart(metric, "sum", histogram.sum());
        exact.set("data", Cluster.JSON.valueToTree(histogram));
        yield "histogram";
      }
      case ExponentialHistogram histogram -> {
        metric.put("count", histogram.count());
        chart(metric, "sum", histogram.sum());
        exact.set("data", Cluster.JSON.valueToTree(histogram));
        yield "exponential_histogram";
      }
      case Summary summary -> {
        metric.put("count", summary.count());
        chart(metric, "sum", summary.sum());
        exact.set("data", Cluster.JSON.valueToTree(summary));
        yield "summary";
      }
    };
  }

  private static MetricPoint.Data data(String type, JsonNode node) {
    return switch (type) {
      case "gauge" -> new Gauge(ValueJson.readValue(node.path("number")));
      case "sum" ->
          new Sum(
              ValueJson.readValue(node.path("number")),
              Temporality.valueOf(node.path("temporality").asString()),
              node.path("monotonic").booleanValue());
      case "histogram" -> Cluster.JSON.treeToValue(node, Histogram.class);
      case "exponential_histogram" -> Cluster.JSON.treeToValue(node, ExponentialHistogram.class);
      case "summary" -> Cluster.JSON.treeToValue(node, Summary.class);
      default ->
          throw new IllegalStateException("metric type '%s' is none of ours".formatted(type));
    };
  }

  private static void chart(ObjectNode metric, String field, Value number) {
    switch (number) {
      case Value.Whole(long whole) -> metric.put(field, (double) whole);
      case Value.Decimal(double decimal) -> chart(metric, field, decimal);
      case Value.Text _,
          Value.Flag _,
          Value.Bytes _,
          Value.ListOf _,
          Value.MapOf _,
          Value.Empty _ -> {}
    }
  }

  /// The engines refuse documents with numbers that are none.
  private static void chart(ObjectNode metric, String field, @Nullable Double number) {
    if (number != null && Double.isFinite(number)) {
      metric.put(field, number);
    }
  }

  private static List<MetricPoint.Exemplar> exemplars(JsonNode nodes) {
    var exemplars = new ArrayList<MetricPoint.Exemplar>();
    for (var node : nodes) {
      exemplars.add(
          new MetricPoint.Exemplar(
              node.path("time").longValue(),
              ValueJson.readValue(node.path("number")),
              SourceJson.traceId(node.path("trace_id")),
              SourceJson.spanId(node.path("span_id")),
              ValueJson.readExact(node.path("attributes"))));
    }
    return exemplars;
  }

  private static @Nullable String textOrNull(@Nullable Object id) {
    return id == null ? null : id.toString();
  }
}
