package dev.bellwether.api;

import java.util.List;

/// `GET /api/traces/{traceId}/links`: spans of other traces that link to a span of this one, oldest
/// first.
///
/// @param searched how many spans were looked at
/// @param truncated there are more spans than were looked at
/// @param complete false when the store ran out of time before it had looked everywhere
public record TraceLinksJson(List<Link> links, long searched, boolean truncated, boolean complete) {
  /// A span of another trace.
  ///
  /// @param toSpanId the span of this trace that is linked to
  public record Link(
      String traceId,
      String spanId,
      String service,
      String name,
      String startUnixNano,
      long durationNano,
      boolean failed,
      String toSpanId) {}
}
