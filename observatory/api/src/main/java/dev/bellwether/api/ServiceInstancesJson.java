package dev.bellwether.api;

import java.util.List;

/// `GET /api/services/{name}/instances`: which processes serve as a service, counted over its
/// newest requests.
///
/// @param requests how many were counted
/// @param truncated there are more than were counted
/// @param complete false when the store ran out of time before it had looked everywhere
/// @param instances the busiest first
public record ServiceInstancesJson(
    long requests, boolean truncated, boolean complete, List<Instance> instances) {
  /// One process that serves as the service.
  ///
  /// @param id `service.instance.id`; empty where the service tells none; likewise the others
  /// @param share of the counted requests, 0 to 1
  public record Instance(
      String id,
      String host,
      String version,
      FiguresJson figures,
      double share,
      String lastUnixNano) {}
}
