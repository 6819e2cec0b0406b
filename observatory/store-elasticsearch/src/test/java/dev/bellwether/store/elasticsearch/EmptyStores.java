package dev.bellwether.store.elasticsearch;

import dev.bellwether.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Opens empty stores on a node that has been used before: what the last test stored is deleted,
/// which is faster than new indices.
final class EmptyStores {
  private static final Path SPOOLS = Path.of("target/spools").toAbsolutePath();

  private static final int DOCUMENTS_MAX = 10_000;

  private static final String LENIENT = "?ignore_unavailable=true&allow_no_indices=true";

  /// The disk is not what we test, and waiting for it would be most of the time.
  private static final JsonNode NO_FSYNC =
      JsonNodeFactory.instance.objectNode().put("index.translog.durability", "async");

  private EmptyStores() {}

  static Store open(SearchNode node) {
    var settings = settings(node.uri());
    var streams = "/" + streams(settings);
    try (var cluster = new Cluster(settings)) {
      clear(cluster, streams);
      cluster.put(streams + "/_settings" + LENIENT, NO_FSYNC);
    }
    return ElasticsearchStore.open(settings, InstantSource.system());
  }

  /// With a spool of its own.
  static ElasticsearchSettings settings(URI uri) {
    try {
      var folder = Files.createTempDirectory(Files.createDirectories(SPOOLS), "spool");
      return ElasticsearchSettings.of(uri, SpoolSettings.in(folder));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void clear(Cluster cluster, String streams) {
    var request = JsonNodeFactory.instance.objectNode().put("size", DOCUMENTS_MAX);
    request.put("_source", false);
    while (true) {
      cluster.post(streams + "/_refresh" + LENIENT);
      var hits = cluster.post(streams + "/_search" + LENIENT, request).at("/hits/hits");
      if (hits.isEmpty()) {
        return;
      }
      // Each line names its index, whatever the request's.
      cluster.bulk(Signal.TRACES.word(), deletions(hits));
    }
  }

  private static String deletions(JsonNode hits) {
    var lines = new StringBuilder();
    for (var hit : hits) {
      var line = JsonNodeFactory.instance.objectNode();
      line.putObject("delete")
          .put("_index", hit.path("_index").asString())
          .put("_id", hit.path("_id").asString());
      lines.append(line).append('\n');
    }
    return lines.toString();
  }

  private static String streams(ElasticsearchSettings settings) {
    return Stream.of(Signal.values())
        .map(signal -> signal.stream(settings.namespace()))
        .collect(Collectors.joining(","));
  }
}
