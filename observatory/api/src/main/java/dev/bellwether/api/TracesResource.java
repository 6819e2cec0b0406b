package dev.bellwether.api;

import dev.bellwether.store.TraceReader;
import dev.bellwether.store.TraceSummary;

/// Traces that have a matching span, newest first.
final class TracesResource implements Resource {
  private final TraceReader traces;

  TracesResource(TraceReader traces) {
    this.traces = traces;
  }

  @Override
  public Endpoint endpoint() {
    return Endpoint.get(
        "/api/traces",
        "Traces of which at least one span starts in the window and matches the query.",
        TracesJson.class,
        Parameter.FROM,
        Parameter.TO,
        Parameter.QUERY,
        Parameter.LIMIT);
  }

  @Override
  public TracesJson answer(Arguments arguments) {
    var page = traces.traces(arguments.range(), arguments.query(), arguments.limit());
    return new TracesJson(
        page.items().stream().map(TracesResource::summary).toList(), page.truncated());
  }

  private static TracesJson.Summary summary(TraceSummary trace) {
    return new TracesJson.Summary(
        trace.traceId().toString(),
        trace.rootService(),
        trace.rootName(),
        Long.toString(trace.startNanos()),
        trace.durationNanos(),
        trace.spanCount(),
        trace.errorCount(),
        trace.services());
  }
}
