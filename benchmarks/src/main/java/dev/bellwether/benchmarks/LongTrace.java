package dev.bellwether.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import tools.jackson.databind.json.JsonMapper;

/// One trace of many spans, as OTLP/JSON: five services take turns, a span's parent is one of the
/// forty before it, every thousandth fails, and each carries two attributes. The same spans for the
/// same number of them.
final class LongTrace {
  static final String ID = "be11be11be11be11be11be11be11be11";

  private static final List<String> SERVICES =
      List.of("trader", "router", "recorder", "notifier", "monkey");
  private static final int PARENT_AGO_MAX = 40;
  private static final long STEP_NANOS = 400_000;
  private static final long DURATION_NANOS_MAX = 30_000_000;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final int spans;
  private final long startNanos;
  private final Random random = new Random(3);

  LongTrace(int spans, Instant start) {
    this.spans = spans;
    this.startNanos = start.toEpochMilli() * 1_000_000;
  }

  /// @param traces where OTLP/HTTP takes spans
  void send(URI traces) throws IOException, InterruptedException {
    var body = JSON.writeValueAsString(Map.of("resourceSpans", resourceSpans()));
    var request =
        HttpRequest.newBuilder(traces)
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build();
    try (var http = HttpClient.newHttpClient()) {
      var answer = http.send(request, BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IOException(
            "%s: status %d (expected: 200)".formatted(traces, answer.statusCode()));
      }
    }
  }

  private List<Object> resourceSpans() {
    var byService = new ArrayList<List<Object>>();
    SERVICES.forEach(_ -> byService.add(new ArrayList<>()));
    for (int i = 0; i < spans; i++) {
      byService.get(i % SERVICES.size()).add(span(i));
    }
    var all = new ArrayList<>();
    for (int i = 0; i < SERVICES.size(); i++) {
      all.add(
          Map.of(
              "resource", Map.of("attributes", List.of(text("service.name", SERVICES.get(i)))),
              "scopeSpans", List.of(Map.of("spans", byService.get(i)))));
    }
    return all;
  }

  private Map<String, Object> span(int i) {
    int parent = i - 1 - random.nextInt(Math.clamp(i, 1, PARENT_AGO_MAX));
    long from = startNanos + i * STEP_NANOS;
    long until =
        i == 0
            ? startNanos + spans * STEP_NANOS + DURATION_NANOS_MAX
            : from + 1 + random.nextLong(DURATION_NANOS_MAX);
    return Map.of(
        "traceId", ID,
        "spanId", spanId(i),
        "parentSpanId", i == 0 ? "" : spanId(Math.max(0, parent)),
        "name", "step %d".formatted(i),
        "kind", 1,
        "startTimeUnixNano", Long.toString(from),
        "endTimeUnixNano", Long.toString(until),
        "status", Map.of("code", i % 1000 == 999 ? 2 : 0),
        "attributes",
            List.of(
                text("com.example.customer_id", "l.hall"),
                text("com.example.step", Integer.toString(i))));
  }

  private static String spanId(int i) {
    return "%016x".formatted(i + 1);
  }

  private static Map<String, Object> text(String key, String value) {
    return Map.of("key", key, "value", Map.of("stringValue", value));
  }
}
