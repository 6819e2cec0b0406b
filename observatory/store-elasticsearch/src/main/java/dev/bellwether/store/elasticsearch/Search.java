package dev.bellwether.store.elasticsearch;

import dev.bellwether.store.TimeRange;
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
/// An answer without some shard would look like one that found less, so it is a failure.
///
/// Pages follow each other by the place of the last document, not by a snapshot: what arrives
/// meanwhile is found or not, what was there is found once.
final class Search {
  /// The engines' own limit of one answer is 10,000; whole records are some kilobytes each.
  private static final int PAGE_MAX = 1_000;

  private final Cluster cluster;
  private final Freshness freshness;
  private final String namespace;

  Search(Cluster cluster, Freshness freshness, String namespace) {
    this.cluster = cluster;
    this.freshness = freshness;
    this.namespace = namespace;
  }

  /// Visits documents until there are none or the visitor has enough.
  ///
  /// @param pageSize how many the first answer should hold
  /// @param visitor gets a page of hits and says whether it wants the next
  void pages(
      Signal signal,
      JsonNode query,
      boolean newestFirst,
      long pageSize,
      Predicate<List<JsonNode>> visitor) {
    freshness.ensure(signal);
    @Nullable JsonNode after = null;
    var size = (int) Math.min(PAGE_MAX, pageSize);
    while (true) {
      var hits = hits(signal, request(query, newestFirst, size, after));
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

  List<JsonNode> all(Signal signal, JsonNode query) {
    var all = new ArrayList<JsonNode>();
    pages(signal, query, false, PAGE_MAX, all::addAll);
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
    var whole = path(signal, "_search") + "&allow_partial_search_results=false";
    var answer = cluster.post(whole, body);
    var hits = new ArrayList<JsonNode>();
    answer.path("hits").path("hits").forEach(hits::add);
    return hits;
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
