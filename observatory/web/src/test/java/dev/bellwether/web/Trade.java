package dev.bellwether.web;

import dev.bellwether.api.LogsJson;
import dev.bellwether.api.TraceJson;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The trace of one trade, the same for the same number: spans of five services and their logs.
final class Trade {
  private static final List<String> CUSTOMERS =
      List.of("l.hall", "b.smith", "j.casey", "m.gray", "p.quist");
  private static final List<String> SYMBOLS = List.of("ESTC", "BELL", "WETH", "RAMS", "FLCK");

  private final long number;
  private final boolean failed;
  private final double stretch;
  private final String customer;
  private final String symbol;
  private final List<Part> parts = new ArrayList<>();

  Trade(long number, boolean ill) {
    this.number = number;
    var random = TradingScene.random(number);
    this.customer = CUSTOMERS.get(random.nextInt(CUSTOMERS.size()));
    this.symbol = SYMBOLS.get(random.nextInt(SYMBOLS.size()));
    this.failed = random.nextInt(100) < (ill ? 14 : 4);
    this.stretch = random.nextInt(20) == 0 ? 6 : 0.6 + random.nextDouble();
    lay();
  }

  private void lay() {
    var monkey = add(null, "monkey", "POST /trade/request", "client", 0, 47, stretch);
    var server = add(monkey, "trader", "POST /trade/request", "server", 1, 45, stretch);
    add(server, "trader", "run_model", "internal", 2, 9, stretch);
    var trade = add(server, "trader", "trade", "internal", 11.5, 33.5, stretch);
    var post = add(trade, "trader", "POST /record", "client", 12, 32, stretch);
    var routed = add(post, "router", "POST /record", "server", 13, 30, stretch);
    var proxied = add(routed, "router", "POST", "client", 13.6, 28.8, stretch);
    var record = add(proxied, "recorder", "POST /record", "server", 15, 26.5, stretch);
    var commit = add(record, "recorder", "TradeRecorder.record", "internal", 16, 12, stretch);
    add(commit, "recorder", "INSERT trades.trade", "client", 17.2, 2.6, stretch);
    add(commit, "recorder", "INSERT trades.outbox", "client", 20.4, 1.7, stretch);
    add(commit, "recorder", "COMMIT", "client", 23, 4.2, stretch);
    if (!failed) {
      var notify = add(record, "recorder", "POST /notify", "client", 29, 11.5, stretch);
      var notified = add(notify, "notifier", "POST /notify", "server", 30, 9.8, stretch);
      add(notified, "notifier", "POST clearinghouse", "client", 31.2, 7.4, stretch);
    }
  }

  private @Nullable Part add(
      @Nullable Part parent,
      String service,
      String name,
      String kind,
      double at,
      double millis,
      double stretch) {
    var start = TradingScene.nanosOf(number) + (long) (at * stretch * 1e6);
    var passesOn = name.startsWith("POST /record") || name.equals("POST");
    var wrong = failed && (passesOn || name.equals("INSERT trades.outbox"));
    var part =
        new Part(
            traceId(),
            "%016x".formatted(number * 100 + parts.size() + 1),
            parent == null ? null : parent.spanId(),
            service,
            name,
            kind,
            start,
            start + (long) (millis * stretch * 1e6),
            wrong ? "error" : "unset",
            attributes(service, name));
    parts.add(part);
    return part;
  }

  private String traceId() {
    return "%016x%016x".formatted(TradingScene.random(number).nextLong(), number);
  }

  private Map<String, Object> attributes(String service, String name) {
    var attributes = new HashMap<String, Object>();
    attributes.put("com.example.customer_id", customer);
    attributes.put("com.example.symbol", symbol);
    attributes.put("com.example.region", "NA");
    attributes.put("com.example.classification", "business");
    attributes.put("com.example.trade_id", "%08x-4f1a-4c9e-9d3b".formatted(number));
    attributes.put("thread.name", "http-nio-9003-exec-4");
    if (name.startsWith("POST")) {
      attributes.put("http.request.method", "POST");
      attributes.put("url.full", "http://127.0.0.1:9000/record");
      attributes.put("http.response.status_code", failed ? 500 : 200);
    }
    if (name.startsWith("INSERT")) {
      attributes.put("db.system.name", "postgresql");
      attributes.put("db.namespace", "trades");
      attributes.put(
          "db.query.text",
          "INSERT INTO trade (id, customer_id, symbol, shares, share_price, action) VALUES (?, ?, ?, ?, ?, ?)");
    }
    if (service.equals("trader") && name.equals("trade")) {
      attributes.put("com.example.shares", 120);
      attributes.put("com.example.share_price", 41.27);
      attributes.put("com.example.tags", List.of("limit", "day"));
    }
    return attributes;
  }

  List<Part> spans() {
    return parts;
  }

  List<LogsJson.Log> logs() {
    var logs = new ArrayList<LogsJson.Log>();
    logs.add(log(3, "info", "trade request of %s: buy 120 %s".formatted(customer, symbol), 4));
    logs.add(log(7, "info", "recorded trade %08x for %s".formatted(number, customer), 25));
    if (failed) {
      logs.add(
          log(
              10,
              "error",
              "org.postgresql.util.PSQLException: ERROR: duplicate key value violates unique constraint \"outbox_pkey\"\n  Detail: Key (trade_id)=(%08x) already exists.\n  at dev.bellwether.recorder.Outbox.insert(Outbox.java:41)"
                  .formatted(number),
              22));
    } else {
      logs.add(
          log(
              13,
              number % 3 == 0 ? "warn" : "info",
              number % 3 == 0
                  ? "clearinghouse answered slowly: 212 ms"
                  : "notified clearinghouse, delivery 1",
              38));
    }
    return logs;
  }

  private LogsJson.Log log(int part, String severity, String body, double atMillis) {
    var span = parts.get(part);
    return new LogsJson.Log(
        String.valueOf(TradingScene.nanosOf(number) + (long) (atMillis * stretch * 1e6)),
        span.traceId(),
        span.spanId(),
        severity,
        body,
        span.service(),
        span.attributes(),
        Part.resource(span.service()));
  }

  /// A span, before it is JSON.
  record Part(
      String traceId,
      String spanId,
      @Nullable String parent,
      String service,
      String name,
      String kind,
      long startNanos,
      long endNanos,
      String status,
      Map<String, Object> attributes) {
    long durationNanos() {
      return endNanos - startNanos;
    }

    static Map<String, Object> resource(String service) {
      return Map.of(
          "service.name", service,
          "service.version", "0.1.0",
          "service.instance.id", "7c1b8a54-25f8-4a3d-9a8e-f0a1c07f5b52",
          "telemetry.sdk.language", "java",
          "host.name", "laptop");
    }

    TraceJson.Span json() {
      var events =
          status.equals("error") && name.startsWith("INSERT")
              ? List.of(
                  new TraceJson.Event(
                      (endNanos - 200_000) + "",
                      "exception",
                      Map.of(
                          "exception.type", "org.postgresql.util.PSQLException",
                          "exception.message", "duplicate key value violates unique constraint")))
              : List.<TraceJson.Event>of();
      return new TraceJson.Span(
          spanId,
          parent,
          service,
          name,
          kind,
          startNanos + "",
          endNanos + "",
          status,
          status.equals("error")
              ? "duplicate key value violates unique constraint \"outbox_pkey\""
              : "",
          attributes,
          events,
          List.of(),
          resource(service),
          new TraceJson.Scope("io.opentelemetry.jdbc", "2.33.1-alpha"));
    }
  }
}
