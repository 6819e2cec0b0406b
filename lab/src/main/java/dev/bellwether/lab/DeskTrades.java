package dev.bellwether.lab;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// The newest trades, each with its trace, as their telemetry tells them: what no span says is
/// empty. Many threads may ask.
final class DeskTrades {
  private static final Duration LOOK_BACK = Duration.ofMinutes(2);

  /// Ten seconds of trades at the usual rate: a page that looks every two misses none of its own.
  private static final int ROWS = 40;

  /// By then its last span is there, and the trace need not be asked for again.
  private static final Duration SETTLED = Duration.ofSeconds(4);

  /// Several times what is shown.
  private static final int SETTLED_MAX = 200;

  private static final String PREFIX = "com.example.";

  private final Object lock = new Object();
  private final Observatory observatory;
  private final Map<String, Row> settled =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Row> eldest) {
          return size() > SETTLED_MAX;
        }
      };

  DeskTrades(Observatory observatory) {
    this.observatory = observatory;
  }

  /// @param startMillis epoch
  /// @param status that trader answered with
  /// @param shares empty where nothing was decided
  record Row(
      String traceId,
      String tradeId,
      long startMillis,
      double millis,
      int status,
      String customer,
      String region,
      String symbol,
      String action,
      String shares,
      String price,
      boolean canary,
      String source) {}

  List<Row> newest() throws IOException, InterruptedException {
    var now = Instant.now();
    var ids =
        observatory.traceIds(
            "service.name : trader and kind : server", now.minus(LOOK_BACK), now, ROWS);
    var rows = new ArrayList<Row>();
    for (var id : ids) {
      row(id, now).ifPresent(rows::add);
    }
    return rows;
  }

  private Optional<Row> row(String id, Instant now) throws IOException, InterruptedException {
    synchronized (lock) {
      var known = settled.get(id);
      if (known != null) {
        return Optional.of(known);
      }
    }
    var row = observatory.get("/api/traces/" + id).flatMap(trace -> row(id, trace));
    if (row.isPresent() && row.get().startMillis() < now.minus(SETTLED).toEpochMilli()) {
      synchronized (lock) {
        settled.put(id, row.get());
      }
    }
    return row;
  }

  private static Optional<Row> row(String id, JsonNode trace) {
    JsonNode server = null;
    var said = new LinkedHashMap<String, String>();
    for (var span : trace.path("spans")) {
      if (!span.path("service").asString("").equals("trader")) {
        continue;
      }
      if (span.path("kind").asString("").equals("server")) {
        server = span;
      }
      span.path("attributes")
          .properties()
          .forEach(each -> said.putIfAbsent(each.getKey(), each.getValue().asString("")));
    }
    if (server == null || !server.path("name").asString("").contains("/trade/")) {
      return Optional.empty();
    }
    long start = Long.parseLong(server.path("startUnixNano").asString("0"));
    long end = Long.parseLong(server.path("endUnixNano").asString("0"));
    return Optional.of(
        new Row(
            id,
            said.getOrDefault(PREFIX + "trade_id", ""),
            start / 1_000_000,
            (end - start) / 1e6,
            server.path("attributes").path("http.response.status_code").asInt(0),
            said.getOrDefault(PREFIX + "customer_id", ""),
            said.getOrDefault(PREFIX + "region", ""),
            said.getOrDefault(PREFIX + "symbol", ""),
            said.getOrDefault(PREFIX + "action", ""),
            said.getOrDefault(PREFIX + "shares", ""),
            said.getOrDefault(PREFIX + "share_price", ""),
            said.getOrDefault(PREFIX + "canary", "").equals("true"),
            said.getOrDefault(PREFIX + "data_source", "")));
  }
}
