package dev.bellwether.api;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `GET /api/logs`: newest first.
///
/// @param truncated there are more than `limit`
/// @param complete false when the store ran out of time before it had looked everywhere
/// @param effort what the search cost; only where `explain` asks for it
public record LogsJson(
    List<Log> logs, boolean truncated, boolean complete, @Nullable EffortJson effort) {
  /// One log record.
  ///
  /// @param severity `trace`, `debug`, `info`, `warn`, `error`, `fatal` or `unspecified`
  /// @param body text as it was sent; structured bodies as one line of text
  public record Log(
      String timeUnixNano,
      @Nullable String traceId,
      @Nullable String spanId,
      String severity,
      String body,
      String service,
      Map<String, Object> attributes,
      Map<String, Object> resource) {}
}
