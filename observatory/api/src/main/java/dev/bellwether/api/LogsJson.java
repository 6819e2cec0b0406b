package dev.bellwether.api;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `GET /api/logs`: newest first.
///
/// @param truncated there are more than `limit`
public record LogsJson(List<Log> logs, boolean truncated) {
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
