package dev.bellwether.api;

import dev.bellwether.analysis.DurationHistogram.Percentile;
import dev.bellwether.analysis.ServiceMap;
import dev.bellwether.analysis.ServiceMapView;
import dev.bellwether.api.layout.MapGraph;
import dev.bellwether.api.layout.MapGraph.Call;
import dev.bellwether.api.layout.MapPositions;
import dev.bellwether.api.layout.Position;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The service map: who calls whom, how often, how fast, with what success.
final class ServiceMapResource implements Resource {
  private final ServiceMapView view;
  private final MapPositions positions;
  private final NodeExplanations explanations;

  ServiceMapResource(ServiceMapView view, MapPositions positions, NodeExplanations explanations) {
    this.view = view;
    this.positions = positions;
    this.explanations = explanations;
  }

  @Override
  public Endpoint endpoint() {
    return Endpoint.get(
        "/api/service-map",
        "Who calls whom, of all minutes that overlap the window.",
        ServiceMapJson.class,
        Parameter.FROM,
        Parameter.TO);
  }

  @Override
  public ServiceMapJson answer(Arguments arguments) {
    var map = view.map(arguments.range());
    return json(map, positions.of(graph(map)), explanations.of(map));
  }

  static MapGraph graph(ServiceMap map) {
    return MapGraph.of(
        map.nodes().stream().map(ServiceMap.Node::id).toList(),
        map.edges().stream().map(edge -> new Call(edge.source(), edge.target())).toList());
  }

  static ServiceMapJson json(
      ServiceMap map,
      Map<String, Position> places,
      Map<String, ServiceMapJson.Explanation> explanations) {
    return new ServiceMapJson(
        map.nodes().stream()
            .map(node -> node(node, place(node, places), explanations.get(node.id())))
            .toList(),
        map.edges().stream().map(ServiceMapResource::edge).toList(),
        map.incomplete());
  }

  private static Position place(ServiceMap.Node node, Map<String, Position> places) {
    return Objects.requireNonNull(places.get(node.id()), "the layout places every node");
  }

  private static ServiceMapJson.Node node(
      ServiceMap.Node node, Position position, ServiceMapJson.@Nullable Explanation explanation) {
    var latency = node.latency();
    var health = NodeExplanations.health(node, explanation);
    return new ServiceMapJson.Node(
        node.id(),
        node.name(),
        lowerCase(node.kind()),
        node.requests(),
        node.errors(),
        latency == null ? null : millis(latency.p50()),
        latency == null ? null : millis(latency.p95()),
        latency == null ? null : millis(latency.p99()),
        lowerCase(health.status()),
        health.reason(),
        health.cause(),
        explanation,
        position.x(),
        position.y());
  }

  private static ServiceMapJson.Edge edge(ServiceMap.Edge edge) {
    var latency = edge.latency();
    return new ServiceMapJson.Edge(
        edge.source(),
        edge.target(),
        lowerCase(edge.kind()),
        edge.requests(),
        edge.errors(),
        latency == null ? null : millis(latency.p50()),
        latency == null ? null : millis(latency.p95()),
        edge.inferred());
  }

  /// Three decimals: what a histogram of one per cent says of a microsecond.
  private static double millis(Percentile percentile) {
    return Math.round(percentile.millis() * 1e3) / 1e3;
  }

  private static String lowerCase(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
