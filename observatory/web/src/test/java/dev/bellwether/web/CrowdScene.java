package dev.bellwether.web;

import dev.bellwether.api.HealthJson;
import dev.bellwether.api.LogsJson;
import dev.bellwether.api.ServiceMapJson;
import dev.bellwether.api.TraceJson;
import dev.bellwether.api.TracesJson;
import java.util.ArrayList;

/// A map of many services in ranks.
final class CrowdScene implements Scene {
  private static final int PER_RANK = 20;

  private final int services;
  private final Scene rest = new TradingScene(false);

  CrowdScene(int services) {
    this.services = services;
  }

  @Override
  public ServiceMapJson serviceMap() {
    var random = TradingScene.random(7);
    var nodes = new ArrayList<ServiceMapJson.Node>();
    var edges = new ArrayList<ServiceMapJson.Edge>();
    for (var i = 0; i < services; i++) {
      var health = i % 37 == 0 ? "failing" : i % 23 == 0 ? "degraded" : "ok";
      nodes.add(
          new ServiceMapJson.Node(
              id(i),
              id(i),
              "service",
              900 + i,
              i % 37 == 0 ? 90 : 0,
              4.0,
              12.0 + i,
              30.0 + i,
              health,
              "p95 %d ms".formatted(12 + i),
              null,
              null,
              i / PER_RANK * 300,
              i % PER_RANK * 96));
      if (i >= PER_RANK) {
        var caller = (i / PER_RANK - 1) * PER_RANK + random.nextInt(PER_RANK);
        edges.add(new ServiceMapJson.Edge(id(caller), id(i), "sync", 900, 0, 4.0, 12.0, false));
        if (i % 3 == 0) {
          edges.add(
              new ServiceMapJson.Edge(
                  id((caller + 3) % i), id(i), "async", 90, 0, 4.0, 12.0, false));
        }
      }
    }
    return new ServiceMapJson(nodes, edges, 0);
  }

  private static String id(int i) {
    return "service-%03d".formatted(i);
  }

  @Override
  public HealthJson health() {
    return rest.health();
  }

  @Override
  public TracesJson traces(String query) {
    return rest.traces(query);
  }

  @Override
  public TraceJson trace(String traceId) {
    return rest.trace(traceId);
  }

  @Override
  public LogsJson logs(String query) {
    return rest.logs(query);
  }
}
