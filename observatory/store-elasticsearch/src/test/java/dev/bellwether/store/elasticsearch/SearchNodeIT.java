package dev.bellwether.store.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

/// Both engines start from the jars of a build.
class SearchNodeIT {
  @Test
  void an_elasticsearch_node_answers() throws Exception {
    assertThat(health(SearchNode.elasticsearch())).contains("\"cluster_name\":\"test\"");
  }

  @Test
  void an_opensearch_node_answers() throws Exception {
    assertThat(health(SearchNode.openSearch())).contains("\"cluster_name\":\"test\"");
  }

  private static String health(SearchNode node) throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(node.uri().resolve("/_cluster/health")).build();
      return client.send(request, BodyHandlers.ofString()).body();
    }
  }
}
