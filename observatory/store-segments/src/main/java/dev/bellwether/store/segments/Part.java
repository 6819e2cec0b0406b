package dev.bellwether.store.segments;

import dev.bellwether.model.LogRecord;
import dev.bellwether.model.MetricPoint;
import dev.bellwether.model.Span;
import dev.bellwether.model.SpanId;
import dev.bellwether.model.TraceId;
import dev.bellwether.store.TimeRange;
import dev.bellwether.store.query.Query;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/// What answers for a segment: its batches in the heap while it is open, its tables afterwards. For
/// many threads.
interface Part {
  Contents contents();

  List<Span> trace(TraceId id);

  boolean contains(TraceId trace, SpanId id);

  /// Hands over the spans that start in the range and match, those that start late first where that
  /// is cheap.
  void spans(TimeRange range, Query filter, Search search, SpanSink sink);

  void logs(TimeRange range, Query filter, Search search, RecordSink<LogRecord> sink);

  void logsOf(TraceId id, Search search, RecordSink<LogRecord> sink);

  Set<String> names();

  void points(String name, TimeRange range, Search search, RecordSink<MetricPoint> sink);

  /// Where a search gathers spans.
  interface SpanSink {
    /// What starts before this is not looked for any more; it grows while spans are found.
    long floorNanos();

    void accept(TraceId trace, SpanId id, long startNanos, Supplier<Span> span);
  }

  /// Where a search gathers log records or points.
  interface RecordSink<T> {
    /// What happened before this is not looked for any more; it grows while records are found.
    long floorNanos();

    /// @param arrival how many of its kind arrived before it in the segment
    void accept(long nanos, long arrival, Supplier<T> record);
  }
}
