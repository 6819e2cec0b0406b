package dev.bellwether.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// `GET /api/service-map`.
///
/// @param incomplete server spans whose parent is unknown so far: they are counted, not drawn
public record ServiceMapJson(List<Node> nodes, List<Edge> edges, long incomplete) {
  /// A service, or what a service calls.
  ///
  /// @param kind `service`, `database`, `messaging`, `external` or `client`
  /// @param p50Millis absent while nothing was measured
  /// @param health `ok`, `degraded`, `failing` or `unknown`
  /// @param reason the health in words, with the figures it comes from
  /// @param cause id of the failing node whose failures explain this one's; absent where it fails
  ///   on its own
  /// @param explanation what its failing or slow requests have in common; absent while nothing is
  ///   known
  /// @param x centre of the node on the map, in CSS pixels; nodes that were there never move
  public record Node(
      String id,
      String name,
      String kind,
      long requests,
      long errors,
      @Nullable Double p50Millis,
      @Nullable Double p95Millis,
      @Nullable Double p99Millis,
      String health,
      String reason,
      @Nullable String cause,
      @Nullable Explanation explanation,
      double x,
      double y) {}

  /// Calls from one node to another.
  ///
  /// @param kind `sync` or `async`
  /// @param inferred drawn because of a child in another service, not because of a call that was
  ///   seen
  public record Edge(
      String source,
      String target,
      String kind,
      long requests,
      long errors,
      @Nullable Double p50Millis,
      @Nullable Double p95Millis,
      boolean inferred) {}

  /// What the failing or slow requests of a node have in common.
  ///
  /// @param title `com.example.customer_id = l.hall`
  /// @param sentence the same with figures
  /// @param filter a query for spans of those requests
  /// @param query for the requests that were looked at, as `/api/explain` takes it
  /// @param mode `failed` or `slow`
  public record Explanation(
      String title, String sentence, String filter, String query, String mode) {}
}
