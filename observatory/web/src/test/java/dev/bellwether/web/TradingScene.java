package dev.bellwether.web;

import dev.bellwether.api.HealthJson;
import dev.bellwether.api.LogsJson;
import dev.bellwether.api.ServiceMapJson;
import dev.bellwether.api.TraceJson;
import dev.bellwether.api.TracesJson;
import dev.bellwether.http.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/// The trading system at work: a trade every 80 ms, some of them failing, more where `ill`.
final class TradingScene implements Scene {
  private static final long TRADE_MILLIS = 80;
  private static final long STARTED = System.currentTimeMillis() - 600_000;

  private final boolean ill;

  TradingScene(boolean ill) {
    this.ill = ill;
  }

  @Override
  public ServiceMapJson serviceMap() {
    var trades = (System.currentTimeMillis() - STARTED) / TRADE_MILLIS;
    var failing = ill ? trades / 8 : trades / 400;
    return new ServiceMapJson(nodes(trades, failing), edges(trades, failing), 2);
  }

  private List<ServiceMapJson.Node> nodes(long trades, long failing) {
    var sick = ill ? "failing" : "ok";
    return List.of(
        node(
            "monkey",
            "service",
            trades,
            failing,
            47,
            sick,
            ill
                ? "errors 12 % of 7,431 requests (was 0.3 %), since 13:07"
                : "99 of 100 within 96 ms",
            0,
            110),
        node(
            "trader",
            "service",
            trades,
            failing,
            41,
            ill ? "degraded" : "ok",
            ill ? "p95 412 ms, was 41 ms" : "0.25 % errors, p95 41.2 ms, both as before",
            264,
            110),
        node("router", "service", trades, failing, 22, "ok", "0.25 % errors, as before", 528, 110),
        node(
            "recorder",
            "service",
            trades,
            failing,
            18,
            sick,
            ill
                ? "errors 12.4 %, was 0.4 %, since 13:07, 412 of 3,322 requests"
                : "no errors, p95 17.9 ms",
            792,
            110),
        node("postgresql/trades", "database", trades * 4, 0, 2.4, "ok", "p95 2.41 ms", 1056, 40),
        node("notifier", "service", trades, 0, 11, "ok", "p95 10.8 ms", 1056, 180),
        node(
            "external/clearinghouse:9006", "external", trades, 0, 7, "ok", "p95 6.8 ms", 1320, 180),
        node(
            "reporter", "service", 3, 0, 120, "unknown", "3 requests, too few to judge", 264, 250));
  }

  private static List<ServiceMapJson.Edge> edges(long trades, long failing) {
    return List.of(
        edge("monkey", "trader", "sync", trades, failing, 45),
        edge("trader", "router", "sync", trades, failing, 24),
        edge("router", "recorder", "sync", trades, failing, 20),
        edge("recorder", "postgresql/trades", "sync", trades * 4, 0, 2.4),
        edge("recorder", "notifier", "async", trades, 0, 12),
        edge("notifier", "external/clearinghouse:9006", "sync", trades, 0, 7),
        edge("reporter", "recorder", "sync", 3, 0, 130));
  }

  private static ServiceMapJson.Node node(
      String id,
      String kind,
      long requests,
      long errors,
      double p95,
      String health,
      String reason,
      double x,
      double y) {
    var name = id.substring(id.indexOf('/') + 1);
    var cause = id.equals("monkey") && health.equals("failing") ? "recorder" : null;
    return new ServiceMapJson.Node(
        id, name, kind, requests, errors, p95 / 3, p95, p95 * 2.1, health, reason, cause, null, x,
        y);
  }

  private static ServiceMapJson.Edge edge(
      String source, String target, String kind, long requests, long errors, double p95) {
    return new ServiceMapJson.Edge(
        source, target, kind, requests, errors, p95 / 3, p95, source.equals("reporter"));
  }

  @Override
  public HealthJson health() {
    var spans = (System.currentTimeMillis() - STARTED) / TRADE_MILLIS * 11;
    var store =
        new HealthJson.Store(
            "segments",
            spans,
            spans / 2,
            spans / 3,
            0,
            0,
            0,
            STARTED + "000000",
            ill ? "the disk is 97 % full" : null,
            null,
            null);
    return new HealthJson(
        ill ? "degraded" : "ok", "0.1.0", 612, store, EmptyScene.receivers(spans));
  }

  @Override
  public TracesJson traces(String query) {
    Scene.refuseWhereMalformed(query);
    var newest = System.currentTimeMillis() / TRADE_MILLIS / 12 * 12;
    var summaries = new ArrayList<TracesJson.Summary>();
    for (var trade = newest; summaries.size() < 100 && trade > newest - 2000; trade--) {
      var spans = new Trade(trade, ill).spans();
      var errors = (int) spans.stream().filter(span -> span.status().equals("error")).count();
      if (query.contains("status : error") && errors == 0) {
        continue;
      }
      summaries.add(
          new TracesJson.Summary(
              spans.getFirst().traceId(),
              spans.getFirst().service(),
              spans.getFirst().name(),
              spans.getFirst().startNanos() + "",
              spans.getFirst().durationNanos(),
              spans.size(),
              errors,
              spans.stream().map(Trade.Part::service).distinct().toList()));
    }
    return new TracesJson(summaries, true, true, 100, null);
  }

  @Override
  public TraceJson trace(String traceId) {
    if (!traceId.matches("[0-9a-f]{32}")) {
      throw Problem.badRequest("traceId: %s (expected: 32 hexadecimal digits)".formatted(traceId));
    }
    var trade = new Trade(Long.parseLong(traceId.substring(16), 16), ill);
    var spans = trade.spans().stream().map(Trade.Part::json).toList();
    return new TraceJson(traceId, spans, trade.logs(), false, List.of());
  }

  @Override
  public LogsJson logs(String query) {
    Scene.refuseWhereMalformed(query);
    var newest = System.currentTimeMillis() / TRADE_MILLIS / 12 * 12;
    var logs = new ArrayList<LogsJson.Log>();
    for (var trade = newest; logs.size() < 100 && trade > newest - 500; trade--) {
      new Trade(trade, ill)
          .logs().stream()
              .filter(log -> !query.contains("severity : error") || log.severity().equals("error"))
              .forEach(logs::add);
    }
    logs.sort(Comparator.comparing(LogsJson.Log::timeUnixNano).reversed());
    return new LogsJson(logs, true, true, null);
  }

  static Random random(long seed) {
    return new Random(seed * 0x9E3779B97F4A7C15L);
  }

  static long nanosOf(long trade) {
    return trade * TRADE_MILLIS * 1_000_000;
  }
}
