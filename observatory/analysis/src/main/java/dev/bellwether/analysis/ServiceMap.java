package dev.bellwether.analysis;

import dev.bellwether.analysis.DurationHistogram.Percentile;
import dev.bellwether.model.TraceId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who calls whom, how often, how fast and with what success; nodes and edges sorted by id.
///
/// @param links where span links lead from service to service, without messages handed over, which
///   are edges; `requests` is how many links there are, and they are in no other count
/// @param incomplete entry spans and links whose other end is unknown so far: counted, not drawn
public record ServiceMap(
    List<Node> nodes, List<Edge> edges, List<Edge> links, long incomplete, Quality quality) {
  public ServiceMap {
    nodes = List.copyOf(nodes);
    edges = List.copyOf(edges);
    links = List.copyOf(links);
  }

  public enum NodeKind {
    SERVICE,
    DATABASE,
    MESSAGING,
    EXTERNAL,
    CLIENT
  }

  /// [#LINK] is only found among the links.
  public enum EdgeKind {
    SYNC,
    ASYNC,
    LINK
  }

  /// A service counts the requests that it served; everything else counts the calls that it got, as
  /// its callers saw them; the client, and a service that nobody calls, count the requests that
  /// they made.
  ///
  /// @param id unique in the map: `trader`, `postgresql/trades`, `external/host:port`, `client`
  /// @param latency absent while nothing was measured
  public record Node(
      String id,
      String name,
      NodeKind kind,
      long requests,
      long errors,
      @Nullable Latency latency,
      NodeHealth health) {}

  /// All calls from one node to another of one kind.
  ///
  /// @param requests calls that were seen; of a sampled system fewer than there were
  /// @param estimatedRequests calls that there were, from the sampling threshold in `tracestate`
  /// @param messages messages in those calls; 0 for calls that carry none
  /// @param unresolved calls of which only the caller's side is known, though the callee is known
  ///   from other calls to the same address
  /// @param latency as the callee measured it, else as the caller did; for [EdgeKind#ASYNC] between
  ///   two services the time a message waited; absent while nothing was measured
  /// @param clientLatency as the caller measured it, waiting and network included
  /// @param inferred every call is concluded from a child in another service: none was seen
  /// @param self a service that calls itself
  /// @param slowTrace an example of a slow call
  /// @param failedTrace an example of a failed call
  public record Edge(
      String source,
      String target,
      EdgeKind kind,
      long requests,
      long estimatedRequests,
      long errors,
      long messages,
      long unresolved,
      @Nullable Latency latency,
      @Nullable Latency clientLatency,
      boolean inferred,
      boolean self,
      @Nullable TraceId slowTrace,
      @Nullable TraceId failedTrace) {}

  public record Latency(Percentile p50, Percentile p95, Percentile p99) {
    static @Nullable Latency of(DurationHistogram durations) {
      return durations.count() == 0
          ? null
          : new Latency(
              durations.percentile(0.50).orElseThrow(),
              durations.percentile(0.95).orElseThrow(),
              durations.percentile(0.99).orElseThrow());
    }
  }

  /// What the view had to correct or leave out since it was started.
  ///
  /// @param openSpans spans that still wait for a parent, child or link
  /// @param duplicates spans that came again
  /// @param outsideMinutes spans that started before the oldest or after the newest minute kept
  /// @param negativeDurations spans that end before they start; counted as 0
  /// @param ownParents spans that name themselves as parent; counted as roots
  /// @param skewedQueues messages that were received before they were sent, by their clocks
  /// @param closedEarly traces closed before their horizon because too many spans were open
  /// @param unsettled traces that got a span after they were closed, and whose earlier spans are
  ///   being looked up in the store
  /// @param linksDropped spans that too many links wait for to keep them all
  /// @param overflows nodes and edges counted as `_other` because a limit was reached
  public record Quality(
      long openSpans,
      long duplicates,
      long outsideMinutes,
      long negativeDurations,
      long ownParents,
      long skewedQueues,
      long closedEarly,
      long unsettled,
      long linksDropped,
      long overflows) {}
}
