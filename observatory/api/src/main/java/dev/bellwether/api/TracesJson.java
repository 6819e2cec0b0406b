package dev.bellwether.api;

import java.util.List;

/// `GET /api/traces`: newest first.
///
/// @param truncated there are more than `limit`
public record TracesJson(List<Summary> traces, boolean truncated) {
  public record Summary(
      String traceId,
      String rootService,
      String rootName,
      String startUnixNano,
      long durationNano,
      int spanCount,
      int errorCount,
      List<String> services) {}
}
