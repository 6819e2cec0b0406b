package dev.bellwether.api;

import dev.bellwether.store.TraceReader;
import dev.bellwether.store.TraceSummary;
import java.util.Comparator;
import java.util.List;

/// Traces that have a matching span: the newest, or of the newest the slowest and the like.
final class TracesResource implements Resource {
  /// A store finds traces by time. Any other order is made here, of no more than a page can show.
  private static final int CONSIDERED_MAX = 1_000;

  private static final Parameter SORT =
      Parameter.optional(
          "sort",
          "string",
          "`newest`, or of the newest 1,000 that match the `slowest`, those with the most `errors`"
              + " or the most `spans`. Default: newest.");

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
        Parameter.LIMIT,
        SORT,
        Parameter.EXPLAIN);
  }

  @Override
  public TracesJson answer(Arguments arguments) {
    var sort = arguments.choice("sort", List.of("newest", "slowest", "errors", "spans"));
    var limit = arguments.limit();
    var page =
        traces.traces(
            arguments.range(), arguments.query(), sort.equals("newest") ? limit : CONSIDERED_MAX);
    var summaries = page.items().stream().sorted(order(sort)).limit(limit);
    return new TracesJson(
        summaries.map(TracesResource::summary).toList(),
        page.truncated() || page.items().size() > limit,
        page.effort().complete(),
        page.items().size(),
        arguments.explain() ? EffortJson.of(page.effort()) : null);
  }

  /// Traces that are equal stay in the order of the store: newest first.
  private static Comparator<TraceSummary> order(String sort) {
    return switch (sort) {
      case "slowest" -> Comparator.comparingLong(TraceSummary::durationNanos).reversed();
      case "errors" -> Comparator.comparingInt(TraceSummary::errorCount).reversed();
      case "spans" -> Comparator.comparingInt(TraceSummary::spanCount).reversed();
      default -> (_, _) -> 0;
    };
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
