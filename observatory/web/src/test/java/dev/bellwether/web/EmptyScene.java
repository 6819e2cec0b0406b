package dev.bellwether.web;

import dev.bellwether.api.HealthJson;
import dev.bellwether.api.LogsJson;
import dev.bellwether.api.ServiceMapJson;
import dev.bellwether.api.TraceJson;
import dev.bellwether.api.TracesJson;
import dev.bellwether.http.Problem;
import java.util.List;
import java.util.Map;

/// Just started, nothing was sent yet.
final class EmptyScene implements Scene {
  @Override
  public ServiceMapJson serviceMap() {
    return new ServiceMapJson(List.of(), List.of(), 0);
  }

  @Override
  public HealthJson health() {
    var store = new HealthJson.Store("in-memory", 0, 0, 0, 0, 0, 0, null, null, null, null);
    return new HealthJson("ok", "0.1.0", 4.2, store, receivers(0));
  }

  static List<HealthJson.Receiver> receivers(long spans) {
    Map<String, Long> none = Map.of();
    return List.of(
        new HealthJson.Receiver("grpc", "127.0.0.1:4317", none, none, none),
        new HealthJson.Receiver(
            "http",
            "127.0.0.1:4318",
            spans == 0 ? none : Map.of("traces", spans, "logs", spans / 2, "metrics", spans / 3),
            spans == 0 ? none : Map.of("store_full", 12L),
            spans == 0 ? none : Map.of("span_id", 3L)));
  }

  @Override
  public TracesJson traces(String query) {
    Scene.refuseWhereMalformed(query);
    return new TracesJson(List.of(), false, true, 0, null);
  }

  @Override
  public TraceJson trace(String traceId) {
    throw Problem.notFound("trace: %s is not in the store".formatted(traceId));
  }

  @Override
  public LogsJson logs(String query) {
    Scene.refuseWhereMalformed(query);
    return new LogsJson(List.of(), false, true, null);
  }
}
