package dev.bellwether.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bellwether.store.elasticsearch.SearchNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A cluster that is killed under load, and the observatory killed while it is away.
///
/// `-Doutage.seconds=60` is how long it is away; a minute tells more than the suite has time for.
@Timeout(600)
class OutageIT {
  private static final Duration OUTAGE = Duration.ofSeconds(Long.getLong("outage.seconds", 6));
  private static final Duration TIME_ENOUGH = Duration.ofMinutes(4);
  private static final int PAGE = 10_000;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir Path folder;

  @Test
  void nothing_is_lost_or_stored_twice_and_the_lag_goes_back_to_zero() throws Exception {
    var node = SearchNode.ownElasticsearch();
    var settings =
        Map.of(
            "OBSERVATORY_STORE",
            "elasticsearch",
            "OBSERVATORY_ELASTICSEARCH_URL",
            node.uri().toString());
    var observatory = ObservatoryProcess.start(folder, settings);
    var exporters = new Exporters(observatory::receiver);
    try (exporters) {
      await().atMost(TIME_ENOUGH).until(() -> exporters.acknowledged().size() > 2_000);

      node.kill();
      var away = Instant.now();
      await().atMost(TIME_ENOUGH).until(() -> lag(observatory).has("documents"));
      observatory.kill();
      observatory.restart();
      await().atMost(OUTAGE.plus(TIME_ENOUGH)).until(() -> isOver(away));
      System.out.printf("away for %s: %s%n", OUTAGE, lag(observatory));
      assertThat(lag(observatory).path("oldestSeconds").doubleValue())
          .isGreaterThan(OUTAGE.toSeconds() - 5.0);
      node.restart();
    }
    var back = Instant.now();
    await().atMost(TIME_ENOUGH).until(() -> !lag(observatory).has("documents"));
    System.out.printf(
        "%d spans acknowledged, %d batches sent again, caught up %s after the node was back%n",
        exporters.acknowledged().size(),
        exporters.repeated(),
        Duration.between(back, Instant.now()));

    var stored = storedIds(node.uri());
    assertThat(stored).hasSameSizeAs(exporters.acknowledged());
    assertThat(Set.copyOf(stored)).isEqualTo(exporters.acknowledged());
    await("the service map to catch up")
        .atMost(TIME_ENOUGH)
        .untilAsserted(() -> assertThat(requests(observatory) * 2).isEqualTo(stored.size()));
    observatory.close();
    node.kill();
  }

  private static boolean isOver(Instant away) {
    return Duration.between(away, Instant.now()).compareTo(OUTAGE) >= 0;
  }

  private static JsonNode lag(ObservatoryProcess observatory) {
    return observatory.get("/api/health").at("/store/lag");
  }

  private static long requests(ObservatoryProcess observatory) {
    var requests = 0L;
    for (var node : observatory.get("/api/service-map").path("nodes")) {
      if (node.path("id").asString().equals("trader")) {
        requests += node.path("requests").longValue();
      }
    }
    return requests;
  }

  /// As the node tells them itself.
  private static List<String> storedIds(URI node) throws IOException, InterruptedException {
    var ids = new ArrayList<String>();
    var body = JSON.createObjectNode().put("size", PAGE);
    body.putArray("_source").add("trace_id").add("span_id");
    body.putArray("sort").addObject().put("bellwether.arrival", "asc");
    post(node, "_refresh", "");
    while (true) {
      var hits = post(node, "_search", body.toString()).at("/hits/hits");
      if (hits.isEmpty()) {
        return ids;
      }
      for (var hit : hits) {
        var source = hit.path("_source");
        ids.add(source.path("trace_id").asString() + source.path("span_id").asString());
        body.set("search_after", hit.path("sort"));
      }
    }
  }

  private static JsonNode post(URI node, String operation, String body)
      throws IOException, InterruptedException {
    try (var http = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(node.resolve("/traces-bellwether.otel-default/" + operation))
              .header("content-type", "application/json")
              .POST(BodyPublishers.ofString(body))
              .build();
      var answer = http.send(request, BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      return JSON.readTree(answer.body());
    }
  }
}
