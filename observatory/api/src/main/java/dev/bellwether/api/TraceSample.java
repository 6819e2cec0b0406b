package dev.bellwether.api;

import dev.bellwether.model.Span;
import dev.bellwether.model.TraceId;
import dev.bellwether.store.TimeRange;
import dev.bellwether.store.Trace;
import dev.bellwether.store.TraceReader;
import dev.bellwether.store.query.Query;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The newest whole traces that match one of some queries, for answers that have to see all of a
/// request. Used by one thread.
final class TraceSample {
  /// What is usual shows in each of them. Reading so many takes about 100 ms.
  private static final int TRACES_MAX = 100;

  /// A span that is linked to is mostly of a trace that has others of these, too.
  private static final int LINKED_TRACES_MAX = 100;

  /// Ten times what passes until the agents have sent the last span of a trade: half of a trace
  /// tells lies.
  private static final long SETTLING_NANOS = 5_000_000_000L;

  private final TraceReader reader;
  private final TimeRange range;
  private final Map<TraceId, Trace> traces = new LinkedHashMap<>();
  private final Map<TraceId, Optional<Trace>> linked = new HashMap<>();
  private boolean truncated;
  private boolean complete = true;

  private TraceSample(TraceReader reader, TimeRange range) {
    this.reader = reader;
    this.range = range;
  }

  /// Reads as many of each query.
  static TraceSample read(TraceReader reader, TimeRange range, List<Query> queries, long nowNanos) {
    long to = Math.min(range.toNanos(), nowNanos - SETTLING_NANOS);
    var settled = new TimeRange(Math.min(range.fromNanos(), to), to);
    var sample = new TraceSample(reader, settled);
    queries.forEach(query -> sample.read(query, Math.ceilDiv(TRACES_MAX, queries.size())));
    return sample;
  }

  private void read(Query query, int limit) {
    var page = reader.traces(range, query, limit);
    truncated |= page.truncated();
    complete &= page.effort().complete();
    for (var summary : page.items()) {
      if (!traces.containsKey(summary.traceId())) {
        reader.trace(summary.traceId()).ifPresent(trace -> traces.put(trace.id(), trace));
      }
    }
  }

  List<Trace> traces() {
    return List.copyOf(traces.values());
  }

  /// There are more of them.
  boolean truncated() {
    return truncated;
  }

  /// False when the store ran out of time before it had looked everywhere.
  boolean complete() {
    return complete;
  }

  /// From the first span to the last.
  TimeRange time() {
    long from = Long.MAX_VALUE;
    long to = 0;
    for (var trace : traces.values()) {
      for (var span : trace.spans()) {
        from = Math.min(from, span.startNanos());
        to = Math.max(to, span.endNanos());
      }
    }
    return new TimeRange(Math.min(from, to), to);
  }

  /// The span that a link leads to; absent where it is not stored.
  @Nullable Span linked(Span.Link link) {
    var known = traces.get(link.traceId());
    var trace = known == null ? lookedUp(link.traceId()) : Optional.of(known);
    return trace.stream()
        .flatMap(found -> found.spans().stream())
        .filter(span -> span.id().equals(link.spanId()))
        .findFirst()
        .orElse(null);
  }

  private Optional<Trace> lookedUp(TraceId id) {
    if (linked.size() >= LINKED_TRACES_MAX && !linked.containsKey(id)) {
      return Optional.empty();
    }
    return linked.computeIfAbsent(id, reader::trace);
  }
}
