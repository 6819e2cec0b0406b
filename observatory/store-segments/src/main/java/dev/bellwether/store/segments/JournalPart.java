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

/// A segment whose tables are missing or damaged: its journal file answers until they have been
/// written anew. For many threads.
final class JournalPart implements Part {
  private final long number;
  private final Rebuilding rebuilding;

  JournalPart(long number, Rebuilding rebuilding) {
    this.number = number;
    this.rebuilding = rebuilding;
  }

  HeapPart rebuilt() {
    return rebuilding.segment(number);
  }

  @Override
  public Contents contents() {
    return rebuilt().contents();
  }

  @Override
  public List<Span> trace(TraceId id) {
    return rebuilt().trace(id);
  }

  @Override
  public boolean contains(TraceId trace, SpanId id) {
    return rebuilt().contains(trace, id);
  }

  @Override
  public void spans(TimeRange range, Query filter, Search search, SpanSink sink) {
    rebuilt().spans(range, filter, search, sink);
  }

  @Override
  public void logs(TimeRange range, Query filter, Search search, RecordSink<LogRecord> sink) {
    rebuilt().logs(range, filter, search, sink);
  }

  @Override
  public void logsOf(TraceId id, Search search, RecordSink<LogRecord> sink) {
    rebuilt().logsOf(id, search, sink);
  }

  @Override
  public Set<String> names() {
    return rebuilt().names();
  }

  @Override
  public void points(
      String name, TimeRange range, Search search, RecordSink<MetricPoint> sink) {
    rebuilt().points(name, range, search, sink);
  }
}
