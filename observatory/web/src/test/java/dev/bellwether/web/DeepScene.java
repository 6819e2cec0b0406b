package dev.bellwether.web;

import dev.bellwether.api.HealthJson;
import dev.bellwether.api.LogsJson;
import dev.bellwether.api.ServiceMapJson;
import dev.bellwether.api.TraceJson;
import dev.bellwether.api.TracesJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// One trace with many spans.
final class DeepScene implements Scene {
  private static final List<String> SERVICES =
      List.of("trader", "router", "recorder", "notifier", "monkey");

  private final int spans;
  private final Scene rest = new TradingScene(false);

  DeepScene(int spans) {
    this.spans = spans;
  }

  @Override
  public TraceJson trace(String traceId) {
    var random = TradingScene.random(3);
    var start = System.currentTimeMillis() / 100_000 * 100_000 * 1_000_000 - 60_000_000_000L;
    var all = new ArrayList<TraceJson.Span>();
    for (var i = 0; i < spans; i++) {
      var parent = i == 0 ? -1 : Math.max(0, i - 1 - random.nextInt(Math.min(i, 40)));
      var from = i == 0 ? start : start + i * 400_000L;
      var until = i == 0 ? start + spans * 420_000L : from + 300_000 + random.nextInt(30_000_000);
      var service = SERVICES.get(i % SERVICES.size());
      all.add(
          new TraceJson.Span(
              "%016x".formatted(i + 1),
              parent < 0 ? null : "%016x".formatted(parent + 1),
              service,
              "step %d".formatted(i),
              "internal",
              from + "",
              until + "",
              i % 997 == 996 ? "error" : "unset",
              "",
              Map.of("step", i),
              List.of(),
              List.of(),
              Map.of("service.name", service),
              new TraceJson.Scope("", "")));
    }
    return new TraceJson(traceId, all, List.of(), false, List.of());
  }

  @Override
  public ServiceMapJson serviceMap() {
    return rest.serviceMap();
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
  public LogsJson logs(String query) {
    return rest.logs(query);
  }
}
