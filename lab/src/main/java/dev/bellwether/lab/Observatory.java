package dev.bellwether.lab;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The observatory's API, as far as checks and the trading desk ask it. Many threads may ask.
///
/// @param address without a slash at its end
record Observatory(String address) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  /// A check has 5 s for everything; the observatory answers such questions in milliseconds.
  private static final Duration ANSWER_MAX = Duration.ofSeconds(3);

  /// Nothing where the observatory knows of no such thing.
  Optional<JsonNode> get(String path) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(URI.create(address + path)).timeout(ANSWER_MAX).build();
    var answer = CLIENT.send(request, BodyHandlers.ofString());
    if (answer.statusCode() == 404) {
      return Optional.empty();
    }
    if (answer.statusCode() != 200) {
      throw new IOException("%s answered %d".formatted(path, answer.statusCode()));
    }
    return Optional.of(JSON.readTree(answer.body()));
  }

  /// The ids of the newest traces with a span that matches, the newest first.
  List<String> traceIds(String query, Instant from, Instant to, int limit)
      throws IOException, InterruptedException {
    var path =
        "/api/traces?limit=%d&from=%d&to=%d&q=%s"
            .formatted(
                limit,
                from.toEpochMilli(),
                to.toEpochMilli(),
                URLEncoder.encode(query, StandardCharsets.UTF_8));
    var found = get(path).orElseThrow(() -> new IOException("no search at " + address));
    var ids = new ArrayList<String>();
    found.path("traces").forEach(trace -> ids.add(trace.path("traceId").asString("")));
    return ids;
  }

  /// Those traces, whole.
  List<JsonNode> traces(String query, Instant from, Instant to, int limit)
      throws IOException, InterruptedException {
    var traces = new ArrayList<JsonNode>();
    for (var id : traceIds(query, from, to, limit)) {
      get("/api/traces/" + id).ifPresent(traces::add);
    }
    return traces;
  }
}
