package dev.bellwether.api;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `GET /api/health`.
///
/// @param status `ok`, or `degraded` while the store refuses
public record HealthJson(
    String status, String version, double uptimeSeconds, Store store, List<Receiver> receivers) {
  /// How much the store holds, and what it had to let go.
  ///
  /// @param oldestUnixNano start of the oldest span; absent while there is none
  /// @param location where it keeps them; absent where that is in this process
  /// @param lag what has been acknowledged and cannot be found yet; absent while there is nothing
  public record Store(
      String engine,
      long spans,
      long logRecords,
      long metricPoints,
      long spansEvicted,
      long logRecordsEvicted,
      long metricPointsEvicted,
      @Nullable String oldestUnixNano,
      @Nullable String problem,
      @Nullable String location,
      @Nullable Lag lag) {}

  /// What waits on its way to where it is kept.
  ///
  /// @param oldestSeconds how long the first of it has been waiting
  public record Lag(long documents, long bytes, double oldestSeconds) {}

  /// Accepted + refused + rejected is what was sent. Refused may be sent again; rejected is not
  /// valid.
  ///
  /// @param protocol `grpc` or `http`
  /// @param accepted items by signal: `traces`, `logs`, `metrics`
  /// @param refused items by reason, for example `store_full`
  /// @param rejected requests or items by reason, for example `decode`, `too_large`, `span_id`
  public record Receiver(
      String protocol,
      String address,
      Map<String, Long> accepted,
      Map<String, Long> refused,
      Map<String, Long> rejected) {}
}
