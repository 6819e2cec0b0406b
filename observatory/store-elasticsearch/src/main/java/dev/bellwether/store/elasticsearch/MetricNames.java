package dev.bellwether.store.elasticsearch;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The names of all metrics, a page of buckets at a time.
final class MetricNames {
  private static final int PAGE = 1_000;

  private MetricNames() {}

  static List<String> all(Search search) {
    var names = new ArrayList<String>();
    @Nullable JsonNode after = null;
    do {
      var buckets = search.aggregations(Signal.METRICS, request(after)).path("names");
      for (var bucket : buckets.path("buckets")) {
        names.add(bucket.path("key").path("name").asString());
      }
      after = buckets.get("after_key");
    } while (after != null);
    names.sort(null); // the engines order bytes, Java order characters
    return names;
  }

  private static ObjectNode request(@Nullable JsonNode after) {
    var aggregations = Cluster.JSON.createObjectNode();
    var composite = aggregations.putObject("names").putObject("composite").put("size", PAGE);
    composite
        .putArray("sources")
        .addObject()
        .putObject("name")
        .putObject("terms")
        .put("field", "metric.name");
    if (after != null) {
      composite.set("after", after);
    }
    return aggregations;
  }
}
