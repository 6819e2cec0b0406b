package dev.bellwether.store.segments.columns;

import dev.bellwether.model.TraceId;
import java.util.Comparator;

/// A trace of which a search found a span.
///
/// @param startNanos the earliest start of those of its spans that are in the table; other tables
///   may hold earlier ones, never make it later
public record TraceHit(TraceId id, long startNanos) {
  /// Newest start first, ties by trace id.
  public static final Comparator<TraceHit> NEWEST_FIRST =
      Comparator.comparingLong(TraceHit::startNanos).reversed().thenComparing(TraceHit::id);
}
