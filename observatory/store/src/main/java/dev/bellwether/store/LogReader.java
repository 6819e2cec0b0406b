package dev.bellwether.store;

import dev.bellwether.model.LogRecord;
import dev.bellwether.model.TraceId;
import dev.bellwether.store.query.Query;

/// Finds log records. Many threads may call it at once, also while records arrive.
public interface LogReader {
  /// Records in `range` (by [LogRecord#effectiveNanos()]) that match `filter`, newest first; of the
  /// same time, the last to arrive first.
  ///
  /// @param limit how many at the most, at least 1
  /// @throws StoreException when the engine cannot answer now
  Page<LogRecord> logs(TimeRange range, Query filter, int limit);

  /// Records that carry this trace id, oldest first; of the same time, the first to arrive first. A
  /// page that was cut off holds the oldest ones.
  ///
  /// @param limit how many at the most, at least 1
  /// @throws StoreException when the engine cannot answer now
  Page<LogRecord> logsOf(TraceId traceId, int limit);
}
