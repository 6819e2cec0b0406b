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
  public record Store(
      String engine,
      long spans,
      long logRecords,
      long metricPoints,
      long spansEvicted,
      long logRecordsEvicted,
      long metricPointsEvicted,
      @Nullable String oldestUnixNano,
      @Nullable String problem) {}

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
