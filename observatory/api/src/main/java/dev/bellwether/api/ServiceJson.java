package dev.bellwether.api;

import dev.bellwether.api.FiguresJson.PercentileJson;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `GET /api/services/{name}`: one service, or one operation of it, in figures.
///
/// @param stepMillis how long one step of the series is
/// @param health `ok`, `degraded`, `failing` or `unknown`
/// @param reason the health in words, with the figures it comes from
/// @param cause id of the failing node whose failures explain this one's; absent where it fails on
///   its own
/// @param operation that figures, series and distribution are of; absent: of all
/// @param before the same of an earlier window; absent where none was asked for
/// @param callers who calls it, the busiest first
/// @param calls what it calls, the busiest first
/// @param versions those that served in the window, the oldest first
public record ServiceJson(
    String name,
    String fromUnixNano,
    String toUnixNano,
    long stepMillis,
    String health,
    String reason,
    @Nullable String cause,
    @Nullable String operation,
    FiguresJson figures,
    List<Point> series,
    List<Bucket> distribution,
    @Nullable Before before,
    List<Operation> operations,
    List<Dependency> callers,
    List<Dependency> calls,
    List<Version> versions) {
  /// Requests that started in one step; a step without any has no point.
  ///
  /// @param ratePerSecond over as much of the step as is past
  public record Point(
      String startUnixNano,
      long requests,
      long errors,
      double ratePerSecond,
      @Nullable PercentileJson p50,
      @Nullable PercentileJson p95,
      @Nullable PercentileJson p99) {}

  /// How many requests took from `lowNanos` to less than `highNanos`.
  ///
  /// @param errors how many of them failed
  public record Bucket(long lowNanos, long highNanos, long requests, long errors) {}

  /// The same, so much earlier.
  ///
  /// @param shiftMillis how much
  public record Before(
      long shiftMillis, FiguresJson figures, List<Point> series, List<Bucket> distribution) {}

  /// Requests of one name: how the service's work is divided.
  ///
  /// @param kind of its spans: `server`, `consumer`, `internal` …
  /// @param impact its share of the time that all operations took together, 0 to 1
  public record Operation(String name, String kind, FiguresJson figures, double impact) {}

  /// Calls from or to another node of the service map.
  ///
  /// @param kind of the node: `service`, `database`, `messaging`, `external` or `client`
  /// @param async whether nobody waits for the answer
  public record Dependency(
      String id, String name, String kind, boolean async, FiguresJson figures) {}

  /// Requests that one version served in one environment.
  ///
  /// @param change it took over, or came beside an earlier one, within the window
  public record Version(
      String version,
      String environment,
      FiguresJson figures,
      String firstUnixNano,
      String lastUnixNano,
      boolean change) {}
}
