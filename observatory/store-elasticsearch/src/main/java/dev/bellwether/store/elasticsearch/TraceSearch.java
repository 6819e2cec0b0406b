package dev.bellwether.store.elasticsearch;

import dev.bellwether.model.Span;
import dev.bellwether.model.SpanId;
import dev.bellwether.model.TraceId;
import dev.bellwether.store.Page;
import dev.bellwether.store.StoreException;
import dev.bellwether.store.TimeRange;
import dev.bellwether.store.Trace;
import dev.bellwether.store.TraceReader;
import dev.bellwether.store.TraceSummary;
import dev.bellwether.store.query.Query;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Reads spans as traces.
final class TraceSearch implements TraceReader {
  private static final Comparator<TraceSummary> NEWEST_FIRST =
      Comparator.comparingLong(TraceSummary::startNanos)
          .reversed()
          .thenComparing(TraceSummary::traceId);

  private static final Comparator<Span> NEWEST_SPANS_FIRST =
      Comparator.comparingLong(Span::startNanos)
          .reversed()
          .thenComparing(Span::traceId)
          .thenComparing(Span::id);

  /// Traces whose spans are fetched with one request.
  private static final int TRACES_MAX = 200;

  private final Search search;

  TraceSearch(Search search) {
    this.search = search;
  }

  @Override
  public Optional<Trace> trace(TraceId id) {
    var progress = search.begin();
    var found = Optional.ofNullable(wholeTraces(List.of(id), progress).get(id));
    if (!progress.isComplete()) {
      throw new StoreException.Unavailable(
          "the cluster takes too long to find trace " + id, Duration.ofSeconds(2));
    }
    return found;
  }

  /// Walks the matching spans, newest first, and collects their traces.
  ///
  /// A trace begins at or before each of its spans. So when the walk has come to a span that starts
  /// before the last trace of the page, every trace that it has not met is older than the page.
  @Override
  public Page<TraceSummary> traces(TimeRange range, Query filter, int limit) {
    var found = new HashMap<TraceId, TraceSummary>();
    var progress = search.begin();
    search.pages(
        Signal.TRACES,
        Search.within(range, List.of(QueryDsl.candidates(filter))),
        true,
        2L * limit + 10,
        progress,
        hits -> {
          var matching = new LinkedHashSet<TraceId>();
          for (var hit : hits) {
            var span = SpanJson.read(SourceJson.stored(hit));
            if (filter.matches(span) && !found.containsKey(span.traceId())) {
              matching.add(span.traceId());
            }
          }
          wholeTraces(matching, progress)
              .forEach((id, trace) -> found.put(id, TraceSummary.of(trace)));
          var last = hits.getLast().path("sort").path(0).longValue();
          return !isComplete(found.values(), limit, last);
        });
    var newest = found.values().stream().sorted(NEWEST_FIRST).limit(limit).toList();
    return progress.page(newest, found.size() > limit);
  }

  /// The engine sorts by start and arrival: spans that start together are put in order here, and
  /// those that start like the last of the page are all needed for it.
  @Override
  public Page<Span> spans(TimeRange range, Query filter, int limit) {
    var found = new HashMap<SpanKey, Span>();
    var starts = new ArrayList<Long>();
    var progress = search.begin();
    search.pages(
        Signal.TRACES,
        Search.within(range, List.of(QueryDsl.candidates(filter))),
        true,
        limit + 1L,
        progress,
        hits -> {
          for (var hit : hits) {
            var span = SpanJson.read(SourceJson.stored(hit));
            if (filter.matches(span)
                && found.put(new SpanKey(span.traceId(), span.id()), span) == null) {
              starts.add(span.startNanos());
            }
          }
          var last = hits.getLast().path("sort").path(0).longValue();
          var enough = starts.size() > limit && starts.get(limit) > last;
          return !enough;
        });
    var newest = found.values().stream().sorted(NEWEST_SPANS_FIRST).limit(limit).toList();
    return progress.page(newest, found.size() > limit);
  }

  /// Whether the page cannot change any more, and it is known whether there is more.
  private static boolean isComplete(Collection<TraceSummary> found, int limit, long walkedToNanos) {
    return found.size() > limit
        && found.stream().filter(trace -> trace.startNanos() > walkedToNanos).count() >= limit;
  }

  /// Where the deadline comes first, the last of them are missing or not whole.
  private Map<TraceId, Trace> wholeTraces(Collection<TraceId> ids, Progress progress) {
    var traces = new HashMap<TraceId, Trace>();
    var rest = List.copyOf(ids);
    for (var from = 0; from < rest.size(); from += TRACES_MAX) {
      var some = rest.subList(from, Math.min(rest.size(), from + TRACES_MAX));
      traces.putAll(fetch(Set.copyOf(some), progress));
    }
    return traces;
  }

  /// Oldest arrival first would not be enough to tell the first of two equal spans, which the
  /// page's order mixes with start times: so the arrival itself decides.
  private Map<TraceId, Trace> fetch(Set<TraceId> ids, Progress progress) {
    var byTrace = new HashMap<TraceId, Map<SpanId, Arrived>>();
    for (var hit : search.all(Signal.TRACES, ofTraces(ids), progress)) {
      var source = SourceJson.stored(hit);
      var span = SpanJson.read(source);
      var arrival = source.path("bellwether").path("arrival").longValue();
      byTrace
          .computeIfAbsent(span.traceId(), _ -> new LinkedHashMap<>())
          .merge(
              span.id(),
              new Arrived(arrival, span),
              (one, other) -> one.arrival <= other.arrival ? one : other);
    }
    var traces = new HashMap<TraceId, Trace>();
    byTrace.forEach((id, spans) ->
        traces.put(id, Trace.of(id, spans.values().stream().map(Arrived::span).toList())));
    return traces;
  }

  private static JsonNode ofTraces(Set<TraceId> ids) {
    var texts = new ArrayList<String>();
    ids.forEach(id -> texts.add(id.toString()));
    return QueryDsl.terms("trace_id", texts);
  }

  /// A span that was sent again after a rollover is there twice: the ids of two indices do not know
  /// of each other.
  private record Arrived(long arrival, Span span) {}

  private record SpanKey(TraceId traceId, SpanId id) {}
}
