package dev.bellwether.store.elasticsearch;

import dev.bellwether.store.Store;
import java.time.InstantSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Opens empty stores on a node that has been used before: what the last test stored is deleted,
/// one document at a time, which is faster than new indices.
final class EmptyStores {
  private static final int DOCUMENTS_MAX = 10_000;

  private EmptyStores() {}

  static Store open(SearchNode node) {
    var settings = ElasticsearchSettings.of(node.uri());
    try (var cluster = new Cluster(settings)) {
      for (var signal : Signal.values()) {
        clear(cluster, signal.stream(settings.namespace()));
      }
    }
    return ElasticsearchStore.open(settings, InstantSource.system());
  }

  private static void clear(Cluster cluster, String stream) {
    var lenient = "?ignore_unavailable=true&allow_no_indices=true";
    var request = JsonNodeFactory.instance.objectNode().put("size", DOCUMENTS_MAX);
    request.put("_source", false);
    while (true) {
      cluster.post("/" + stream + "/_refresh" + lenient);
      var hits = cluster.post("/" + stream + "/_search" + lenient, request).at("/hits/hits");
      if (hits.isEmpty()) {
        return;
      }
      cluster.bulk(stream, deletions(hits));
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
}
