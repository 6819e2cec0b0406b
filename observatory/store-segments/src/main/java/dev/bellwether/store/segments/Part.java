package dev.bellwether.store.segments;

import dev.bellwether.model.LogRecord;
import dev.bellwether.model.MetricPoint;
import dev.bellwether.model.Span;
import dev.bellwether.model.SpanId;
import dev.bellwether.model.TraceId;
import dev.bellwether.store.TimeRange;
import dev.bellwether.store.query.Query;
import dev.bellwether.store.segments.columns.TracePart;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What answers for a segment. For many threads.
///
/// A search hands what it finds to a collector, which may already hold what other segments found;
/// what cannot be among the first any more may be left out.
sealed interface Part permits HeapPart, TablePart {
  Contents contents();

  /// The traces of its spans.
  Collection<TraceId> traces();

  boolean contains(TraceId trace, SpanId id);

  /// Spans of the trace; none where none is here.
  List<Span> trace(TraceId id);

  /// What a summary needs of the trace's spans; nothing where none is here.
  Optional<TracePart> share(TraceId id);

  /// Traces of spans that start in the range and match.
  void traces(TimeRange range, Query filter, Search search, FoundTraces found);

  /// Spans that start in the range and match.
  void spans(TimeRange range, Query filter, Search search, FoundSpans found);

  void logs(TimeRange range, Query filter, Search search, FoundRecords<LogRecord> found);

  void logsOf(TraceId id, Search search, FoundRecords<LogRecord> found);

  /// Names of all metrics of which a point is here.
  Set<String> names();

  void points(String name, TimeRange range, Search search, FoundRecords<MetricPoint> found);
}
