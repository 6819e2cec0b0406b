package dev.bellwether.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// `GET /api/traces`.
///
/// @param truncated there are more than `limit`
/// @param complete false when the store ran out of time before it had looked everywhere
/// @param considered how many were put in order: all that match, or the newest 1,000 of them
/// @param effort what the search cost; only where `explain` asks for it
public record TracesJson(
    List<Summary> traces,
    boolean truncated,
    boolean complete,
    int considered,
    @Nullable EffortJson effort) {
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
