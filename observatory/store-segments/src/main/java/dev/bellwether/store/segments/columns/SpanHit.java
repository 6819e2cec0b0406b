package dev.bellwether.store.segments.columns;

import dev.bellwether.model.SpanId;
import dev.bellwether.model.TraceId;
import java.util.Comparator;

/// A span that a search found, before it is rebuilt.
///
/// @param row in the table that was searched
public record SpanHit(int row, TraceId traceId, SpanId id, long startNanos) {
  /// Newest start first, ties by trace id, then span id: the order of every list of spans.
  public static final Comparator<SpanHit> NEWEST_FIRST =
      Comparator.comparingLong(SpanHit::startNanos)
          .reversed()
          .thenComparing(SpanHit::traceId)
          .thenComparing(SpanHit::id);
}
