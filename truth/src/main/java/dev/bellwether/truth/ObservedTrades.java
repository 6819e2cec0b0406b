package dev.bellwether.truth;

import dev.bellwether.history.observatory.ObservatoryClient;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/// Reads the trades of a window out of traces, each with its log records, one request after
/// another.
final class ObservedTrades {
  private static final String PREFIX = "com.example.";
  private static final String INSERTED = "name : \"INSERT trades\" and com.example.trade_id : *";

  private final ObservatoryClient observatory;
  private final Progress progress;

  ObservedTrades(ObservatoryClient observatory, Progress progress) {
    this.observatory = observatory;
    this.progress = progress;
  }

  List<ObservedTrade> read(Instant from, Instant to) throws IOException, InterruptedException {
    var ids = observatory.traceIds(from, to, INSERTED);
    var trades = new ArrayList<ObservedTrade>();
    int read = 0;
    for (var id : ids) {
      int number = ++read;
      progress.show(() -> "reads trace %,d of %,d".formatted(number, ids.size()));
      addTrades(id, observatory.ask("/api/traces/" + id), trades);
    }
    return trades;
  }

  private static void addTrades(String traceId, JsonNode trace, List<ObservedTrade> trades) {
    var fields = new HashMap<String, String>();
    Instant insertedAt = Instant.MIN;
    for (var span : trace.path("spans")) {
      if (span.path("name").asString().equals("INSERT trades")
          && !span.path("status").asString().equals("error")) {
        insertedAt = Instant.ofEpochSecond(0, Long.parseLong(span.path("endUnixNano").asString()));
      }
      span.path("attributes")
          .forEachEntry((key, value) -> {
            if (key.startsWith(PREFIX)) {
              fields.putIfAbsent(key.substring(PREFIX.length()), text(value));
            }
          });
    }
    int committed = 0;
    for (var log : trace.path("logs")) {
      committed += log.path("body").asString("").startsWith("trade committed for ") ? 1 : 0;
    }
    if (!insertedAt.equals(Instant.MIN)) {
      var id = UUID.fromString(fields.getOrDefault("trade_id", ""));
      trades.add(new ObservedTrade(id, traceId, insertedAt, fields, committed));
    }
  }

  private static String text(JsonNode value) {
    return value.isFloatingPointNumber() ? Double.toString(value.doubleValue()) : value.asString();
  }

  /// What a counter has counted.
  ///
  /// @param from where the first step begins, at or before what was asked for
  record Counted(Instant from, Instant to, double total) {}

  /// What a counter has counted in a window; nothing where it has no points there.
  static Optional<Counted> counted(
      ObservatoryClient observatory, String metric, Instant from, Instant to)
      throws IOException, InterruptedException {
    var names = observatory.ask("/api/metrics?from=%s&to=%s".formatted(from, to));
    boolean known = false;
    for (var one : names.path("metrics")) {
      known |= one.path("name").asString().equals(metric);
    }
    if (!known) {
      return Optional.empty();
    }
    var answer =
        observatory.ask("/api/metrics/%s?from=%s&to=%s&agg=increase".formatted(metric, from, to));
    double total = 0;
    for (var line : answer.path("lines")) {
      total += line.path("total").asDouble();
    }
    var start = Instant.ofEpochSecond(0, Long.parseLong(answer.path("startUnixNano").asString()));
    var length =
        Duration.ofMillis(answer.path("stepMillis").asLong() * answer.path("steps").asLong());
    return Optional.of(new Counted(start, start.plus(length), total));
  }
}
