package dev.bellwether.api;

import dev.bellwether.http.Problem;
import dev.bellwether.model.Span;
import dev.bellwether.model.TraceId;
import dev.bellwether.store.TimeRange;
import dev.bellwether.store.Trace;
import dev.bellwether.store.TraceReader;
import dev.bellwether.store.query.Query;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;

/// Who links to a trace. A link is stored with the span that has it, so the other direction is
/// found by looking: only at spans that begin something, as a later attempt or a received message
/// does, and only for an hour after the trace.
final class TraceLinksResource implements Resource {
  /// A notification that could not be delivered is tried again for minutes, not for days.
  private static final Duration LATER_MAX = Duration.ofHours(1);

  /// Reading them takes about 100 ms.
  private static final int SEARCHED_MAX = 20_000;

  private static final Query BEGINNINGS = Query.parse("not parent.id : * or kind : consumer");

  private final TraceReader traces;

  TraceLinksResource(TraceReader traces) {
    this.traces = traces;
  }

  @Override
  public Endpoint endpoint() {
    return Endpoint.get(
        "/api/traces/{traceId}/links",
        "Spans of other traces that link to this one and began within an hour after it.",
        TraceLinksJson.class,
        Parameter.inPath("traceId", "32 hexadecimal digits."));
  }

  @Override
  public TraceLinksJson answer(Arguments arguments) {
    var id = TraceId.parse(arguments.inPath("traceId"));
    var trace =
        traces
            .trace(id)
            .orElseThrow(() -> Problem.notFound("trace %s: no span of it is stored".formatted(id)));
    var page = traces.spans(rangeBehind(trace), BEGINNINGS, SEARCHED_MAX);
    var links =
        page.items().stream()
            .filter(span -> !span.traceId().equals(id))
            .sorted(Comparator.comparingLong(Span::startNanos))
            .flatMap(span -> linksTo(id, span))
            .toList();
    return new TraceLinksJson(
        links, page.items().size(), page.truncated(), page.effort().complete());
  }

  private static TimeRange rangeBehind(Trace trace) {
    var start = trace.spans().getFirst().startNanos();
    var end = trace.spans().stream().mapToLong(Span::endNanos).max().orElseThrow();
    var last = Math.max(start, Math.min(end, Long.MAX_VALUE - LATER_MAX.toNanos()));
    return new TimeRange(start, last + LATER_MAX.toNanos());
  }

  private static Stream<TraceLinksJson.Link> linksTo(TraceId id, Span span) {
    return span.links().stream()
        .filter(link -> link.traceId().equals(id))
        .map(link ->
            new TraceLinksJson.Link(
                span.traceId().toString(),
                span.id().toString(),
                span.service(),
                span.name(),
                Long.toString(span.startNanos()),
                span.durationNanos(),
                span.failed(),
                link.spanId().toString()));
  }
}
