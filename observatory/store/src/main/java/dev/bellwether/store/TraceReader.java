package dev.bellwether.store;

import dev.bellwether.model.Span;
import dev.bellwether.model.TraceId;
import dev.bellwether.store.query.Query;
import java.util.Optional;

/// Finds traces. Many threads may call it at once, also while spans arrive.
public interface TraceReader {
  /// The whole trace as far as it is stored, or nothing when no span of it is.
  ///
  /// @throws StoreException when the engine cannot answer now
  Optional<Trace> trace(TraceId id);

  /// Traces of which at least one span starts in `range` and matches `filter`, newest start first
  /// (ties by trace id). A summary always describes the whole trace as far as it is stored.
  ///
  /// @param limit how many at the most, at least 1
  /// @throws StoreException when the engine cannot answer now
  Page<TraceSummary> traces(TimeRange range, Query filter, int limit);

  /// Spans that start in `range` and match `filter`, newest start first (ties by trace id, then
  /// span id).
  ///
  /// @param limit how many at the most, at least 1
  /// @throws StoreException when the engine cannot answer now
  Page<Span> spans(TimeRange range, Query filter, int limit);
}
