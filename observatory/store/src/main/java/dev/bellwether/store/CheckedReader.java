package dev.bellwether.store;

import dev.bellwether.model.LogRecord;
import dev.bellwether.model.MetricPoint;
import dev.bellwether.model.Span;
import dev.bellwether.model.TraceId;
import dev.bellwether.store.query.Query;
import java.util.List;
import java.util.Optional;

/// Checks what every reader of every engine checks, then asks the engine's own.
///
/// @param requireOpen throws [StoreException.Unavailable] when the store has been closed
public record CheckedReader(
    Runnable requireOpen, TraceReader traces, LogReader logs, MetricReader metrics)
    implements TraceReader, LogReader, MetricReader {
  @Override
  public Optional<Trace> trace(TraceId id) {
    requireOpen.run();
    return traces.trace(id);
  }

  @Override
  public Page<TraceSummary> traces(TimeRange range, Query filter, int limit) {
    check(limit);
    return traces.traces(range, filter, limit);
  }

  @Override
  public Page<Span> spans(TimeRange range, Query filter, int limit) {
    check(limit);
    return traces.spans(range, filter, limit);
  }

  @Override
  public Page<LogRecord> logs(TimeRange range, Query filter, int limit) {
    check(limit);
    return logs.logs(range, filter, limit);
  }

  @Override
  public Page<LogRecord> logsOf(TraceId traceId, int limit) {
    check(limit);
    return logs.logsOf(traceId, limit);
  }

  @Override
  public List<String> names() {
    requireOpen.run();
    return metrics.names();
  }

  @Override
  public Page<MetricPoint> points(String name, TimeRange range, int limit) {
    check(limit);
    return metrics.points(name, range, limit);
  }

  private void check(int limit) {
    requireOpen.run();
    if (limit < 1) {
      throw new IllegalArgumentException("limit: %d (expected: at least 1)".formatted(limit));
    }
  }
}
