package dev.bellwether.web;

import dev.bellwether.api.AttributeKeysJson;
import dev.bellwether.api.HealthJson;
import dev.bellwether.api.LogsJson;
import dev.bellwether.api.ServiceMapJson;
import dev.bellwether.api.TimelineJson;
import dev.bellwether.api.TraceJson;
import dev.bellwether.api.TracesJson;
import java.util.List;
import java.util.Map;

/// Telemetry that wants to be markup, in every place that whoever sends it controls: values, keys,
/// names, bodies, exception stacks, scopes.
final class HostileScene implements Scene {
  static final String PROBE = "<img src=x onerror=\"document.title='broken'\">";
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final long NOW = System.currentTimeMillis() * 1_000_000 - 60_000_000_000L;

  /// As much as one attribute may be large, and characters that cannot be seen.
  static final String MEGABYTE = "x".repeat(1 << 20);

  static final String INVISIBLE = "bell\u0007 escape\u001b[31m turned\u202egnp.exe zero\u200bwidth";

  private static final Map<String, Object> ATTRIBUTES =
      Map.of(
          "large",
          MEGABYTE,
          "invisible",
          INVISIBLE,
          PROBE,
          PROBE,
          "nested",
          Map.of(PROBE, List.of(PROBE)),
          "json",
          "{\"a\":\"" + PROBE.replace("\"", "\\\"") + "\"}",
          "url.full",
          "javascript:document.title='broken'",
          "data",
          "data:text/html," + PROBE);

  @Override
  public ServiceMapJson serviceMap() {
    return new ServiceMapJson(
        List.of(
            new ServiceMapJson.Node(
                PROBE,
                PROBE,
                "service",
                9,
                1,
                1.0,
                2.0,
                3.0,
                "failing",
                PROBE,
                null,
                new ServiceMapJson.Explanation(PROBE, PROBE, PROBE, PROBE, PROBE),
                0,
                0),
            new ServiceMapJson.Node(
                "b", PROBE, PROBE, 9, 0, 1.0, 2.0, 3.0, PROBE, PROBE, PROBE, null, 300, 0)),
        List.of(new ServiceMapJson.Edge(PROBE, "b", PROBE, 9, 5, 1.0, 2.0, true)),
        1);
  }

  @Override
  public HealthJson health() {
    var store = new HealthJson.Store(PROBE, 9, 9, 9, 0, 0, 0, NOW + "", PROBE, PROBE, null);
    var counts = Map.of(PROBE, 1L);
    return new HealthJson(
        PROBE,
        PROBE,
        1,
        store,
        List.of(new HealthJson.Receiver(PROBE, PROBE, counts, counts, counts)));
  }

  @Override
  public TracesJson traces(String query) {
    return new TracesJson(
        List.of(
            new TracesJson.Summary(TRACE, PROBE, PROBE, NOW + "", 5_000_000, 1, 1, List.of(PROBE))),
        false,
        true,
        1,
        null);
  }

  @Override
  public TraceJson trace(String traceId) {
    var span =
        new TraceJson.Span(
            "00f067aa0ba902b7",
            null,
            PROBE,
            PROBE,
            PROBE,
            NOW + "",
            (NOW + 5_000_000) + "",
            "error",
            PROBE,
            ATTRIBUTES,
            List.of(new TraceJson.Event(NOW + "", PROBE, ATTRIBUTES)),
            List.of(new TraceJson.Link(PROBE, PROBE, ATTRIBUTES)),
            ATTRIBUTES,
            new TraceJson.Scope(PROBE, PROBE));
    return new TraceJson(traceId, List.of(span), logs("").logs(), false, List.of());
  }

  @Override
  public LogsJson logs(String query) {
    return new LogsJson(
        List.of(
            new LogsJson.Log(
                NOW + "", TRACE, "00f067aa0ba902b7", PROBE, PROBE, PROBE, ATTRIBUTES, ATTRIBUTES)),
        false,
        true,
        null);
  }

  @Override
  public AttributeKeysJson attributes(String signal) {
    var values = List.of(new AttributeKeysJson.ValueCount(PROBE, 9));
    var key = new AttributeKeysJson.Key(PROBE, "attribute", List.of(PROBE), 9, 1.0, 2, values);
    return new AttributeKeysJson(
        List.of(new AttributeKeysJson.Signal(PROBE, 9, false, true, 1, List.of(key))));
  }

  @Override
  public TimelineJson timeline(String signal) {
    return new TimelineJson(
        NOW - 60_000_000_000L + "",
        NOW + 60_000_000_000L + "",
        NOW - 60_000_000_000L + "",
        60_000,
        List.of(new TimelineJson.Series(PROBE, List.of(1L, 2L))),
        null,
        false,
        3,
        false,
        true,
        null,
        List.of(new TimelineJson.Operation(PROBE, PROBE)),
        List.of(
            new TimelineJson.Point(TRACE, "00f067aa0ba902b7", NOW + "", 5_000_000, true, 0, 2)));
  }
}
