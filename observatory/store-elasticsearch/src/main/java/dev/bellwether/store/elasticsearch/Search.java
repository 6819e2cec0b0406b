package dev.bellwether.store.elasticsearch;

import dev.bellwether.store.StoreException;
import dev.bellwether.store.TimeRange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Asks one data stream, page by page. A stream that does not exist yet holds nothing.
///
/// An answer without some shard would look like one that found less, so it is a failure. One that
/// the deadline has cut off is an answer that says so: see [Progress].
///
/// Pages follow each other by the place of the last document, not by a snapshot: what arrives
/// meanwhile is found or not, what was there is found once.
final class Search {
  /// The cluster keeps to the time that it is given within a shard's next batch of documents.
  private static final Duration GRACE = Duration.ofMillis(500);

  /// The engines' own limit of one answer is 10,000; whole records are some kilobytes each.
  private static final int PAGE_MAX = 1_000;

  private final Cluster cluster;
  private final Freshness freshness;
  private final String namespace;
  private final Duration searchMax;

  Search(Cluster cluster, Freshness freshness, ElasticsearchSettings settings) {
    this.cluster = cluster;
    this.freshness = freshness;
    this.namespace = settings.namespace();
    this.searchMax = settings.searchMax();
  }

  /// Of a search that begins now.
  Progress begin() {
    return new Progress(searchMax);
  }

  /// Visits documents until there are none, the visitor has enough or the deadline comes.
  ///
  /// @param pageSize how many the first answer should hold
  /// @param visitor gets a page of hits and says whether it wants the next
  void pages(
      Signal signal,
      JsonNode query,
      boolean newestFirst,
      long pageSize,
      Progress progress,
      Predicate<List<JsonNode>> visitor) {
    freshness.ensure(signal);
    @Nullable JsonNode after = null;
    var size = (int) Math.min(PAGE_MAX, pageSize);
    while (!progress.isOver()) {
      var hits = hits(signal, request(query, newestFirst, size, after), progress);
      if (hits.isEmpty() || !visitor.test(hits) || hits.size() < size) {
        return;
      }
      after = hits.getLast().path("sort");
      size = Math.min(PAGE_MAX, size * 4); // one page was not enough: ask for more at once
    }
  }

  /// Visits what arrived from one arrival on and before another, in this order.
  void arrived(Signal signal, long from, long to, Consumer<List<JsonNode>> visitor) {
    freshness.ensure(signal);
    var body = Cluster.JSON.createObjectNode();
    body.put("size", PAGE_MAX).put("track_total_hits", false);
    body.set("query", QueryDsl.range("bellwether.arrival", from, to));
    body.putArray("sort").addObject().put("bellwether.arrival", "asc");
    while (true) {
      var hits = hits(signal, body);
      if (hits.isEmpty()) {
        return;
      }
      visitor.accept(hits);
      body.set("search_after", hits.getLast().path("sort"));
    }
  }

  List<JsonNode> all(Signal signal, JsonNode query, Progress progress) {
    var all = new ArrayList<JsonNode>();
    pages(signal, query, false, PAGE_MAX, progress, all::addAll);
    return all;
  }

  long count(Signal signal) {
    freshness.ensure(signal);
    return cluster.get(path(signal, "_count")).path("count").longValue();
  }

  /// One answer to a request that is not about documents.
  JsonNode aggregations(Signal signal, ObjectNode aggregations) {
    freshness.ensure(signal);
    var body = Cluster.JSON.createObjectNode().put("size", 0);
    body.set("aggs", aggregations);
    return cluster.post(path(signal, "_search"), body).path("aggregations");
  }

  static JsonNode within(TimeRange range, Collection<JsonNode> clauses) {
    var all = new ArrayList<>(clauses);
    all.add(QueryDsl.range("bellwether.time", range.fromNanos(), range.toNanos()));
    return QueryDsl.all(all);
  }

  private List<JsonNode> hits(Signal signal, ObjectNode body) {
    return hits(
        cluster.post(path(signal, "_search") + "&allow_partial_search_results=false", body));
  }

  private List<JsonNode> hits(Signal signal, ObjectNode body, Progress progress) {
    var left = progress.left();
    body.put("timeout", Math.max(1, left.toMillis()) + "ms");
    // Partial for time only; the engines know one word for both.
    var path = path(signal, "_search") + "&allow_partial_search_results=true";
    var answer = cluster.post(path, body, left.plus(GRACE));
    if (answer.isEmpty()) {
      progress.unanswered();
      return List.of();
    }
    refuseFailedShards(answer.get());
    var hits = hits(answer.get());
    progress.answered(answer.get(), hits.size());
    return hits;
  }

  private static List<JsonNode> hits(JsonNode answer) {
    var hits = new ArrayList<JsonNode>();
    answer.path("hits").path("hits").forEach(hits::add);
    return hits;
  }

  private static void refuseFailedShards(JsonNode answer) {
    var shards = answer.path("_shards");
    var failed = shards.path("failed").longValue();
    if (failed > 0) {
      throw new StoreException.Unavailable(
          "%d of %d shards cannot answer: %s"
              .formatted(
                  failed,
                  shards.path("total").longValue(),
                  shards.path("failures").path(0).path("reason").path("type").asString()),
          Duration.ofSeconds(2));
    }
  }

  private static ObjectNode request(
      JsonNode query, boolean newestFirst, int size, @Nullable JsonNode after) {
    var order = newestFirst ? "desc" : "asc";
    var body = Cluster.JSON.createObjectNode();
    body.put("size", size).put("track_total_hits", false);
    body.set("query", query);
    var sort = body.putArray("sort");
    sort.addObject().put("bellwether.time", order);
    sort.addObject().put("bellwether.arrival", order);
    if (after != null) {
      body.set("search_after", after);
    }
    return body;
  }

  private String path(Signal signal, String operation) {
    return "/%s/%s?ignore_unavailable=true&allow_no_indices=true"
        .formatted(signal.stream(namespace), operation);
  }
}
