package dev.bellwether.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bellwether.store.segments.SegmentStore;
import dev.bellwether.store.segments.SegmentStoreOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The observatory on its own files, killed under load again and again.
@Timeout(180)
class KilledObservatoryIT {
  private static final Duration TIME_ENOUGH = Duration.ofSeconds(60);
  private static final int KILLS = 3;
  private static final int SPANS_BETWEEN_KILLS_MAX = 3_000;
  private static final long SEED = Long.getLong("seed", System.nanoTime());

  @TempDir Path folder;

  @Test
  void what_was_acknowledged_is_there_once_and_the_map_is_as_if_computed_from_scratch()
      throws IOException {
    var from = Instant.now().toEpochMilli();
    var random = new Random(SEED);
    var observatory = ObservatoryProcess.start(folder, Map.of());
    var exporters = new Exporters(observatory::receiver);
    try (exporters) {
      for (var kill = 0; kill < KILLS; kill++) {
        var wanted = exporters.acknowledged().size() + 1 + random.nextInt(SPANS_BETWEEN_KILLS_MAX);
        await().atMost(TIME_ENOUGH).until(() -> exporters.acknowledged().size() >= wanted);
        observatory.kill();
        observatory.restart();
      }
    }
    var window = "?from=%d&to=%d".formatted(from, Instant.now().toEpochMilli() + 1);
    var kept = figures(observatory, window);
    observatory.close();

    delete(folder.resolve("data/views"));
    try (var fromScratch = ObservatoryProcess.start(folder, Map.of())) {
      assertThat(kept).as("seed %d", SEED).isEqualTo(figures(fromScratch, window));
    }
    var stored = storedIds();
    assertThat(stored).as("seed %d", SEED).hasSameSizeAs(exporters.acknowledged());
    assertThat(Set.copyOf(stored)).as("seed %d", SEED).isEqualTo(exporters.acknowledged());
    assertThat(kept).containsEntry("trader", "%d requests, 0 errors".formatted(stored.size() / 2));
  }

  /// What each node and edge counts. The router, which sends no spans, is drawn only when it has
  /// been known for two seconds: its own spans might still be on their way.
  private static Map<String, String> figures(ObservatoryProcess observatory, String window) {
    return await()
        .atMost(TIME_ENOUGH)
        .until(() -> drawn(observatory, window), map -> map.containsKey("external/router"));
  }

  private static Map<String, String> drawn(ObservatoryProcess observatory, String window) {
    var map = observatory.get("/api/service-map" + window);
    var figures = new TreeMap<String, String>();
    for (var node : map.path("nodes")) {
      figures.put(
          node.path("id").asString(),
          "%s requests, %s errors".formatted(node.path("requests"), node.path("errors")));
    }
    for (var edge : map.path("edges")) {
      figures.put(
          edge.path("source").asString() + " to " + edge.path("target").asString(),
          "%s requests, p95 %s".formatted(edge.path("requests"), edge.path("p95Millis")));
    }
    return figures;
  }

  private List<String> storedIds() {
    var ids = new ArrayList<String>();
    var segments = folder.resolve("data/segments");
    try (var store = SegmentStore.open(segments, SegmentStoreOptions.DEFAULT)) {
      store.follow(
          (spans, _) -> spans.forEach(span -> ids.add(span.traceId().toString() + span.id())), 0);
    }
    return ids;
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
