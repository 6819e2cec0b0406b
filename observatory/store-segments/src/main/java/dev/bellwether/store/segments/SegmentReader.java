package dev.bellwether.store.segments;

import dev.bellwether.model.LogRecord;
import dev.bellwether.model.MetricPoint;
import dev.bellwether.model.Span;
import dev.bellwether.model.TraceId;
import dev.bellwether.store.LogReader;
import dev.bellwether.store.MetricReader;
import dev.bellwether.store.Page;
import dev.bellwether.store.TimeRange;
import dev.bellwether.store.Trace;
import dev.bellwether.store.TraceReader;
import dev.bellwether.store.TraceSummary;
import dev.bellwether.store.query.Query;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/// Puts together what the segments know. For many threads.
///
/// A search goes from the segment with the latest record to the one with the earliest, and ends
/// where nothing that is still to come can be among the first: what it costs depends on what it
/// finds, not on what is stored.
final class SegmentReader implements TraceReader, LogReader, MetricReader {
  private final Segments segments;
  private final Duration searchMax;

  SegmentReader(Segments segments, Duration searchMax) {
    this.segments = segments;
    this.searchMax = searchMax;
  }

  @Override
  public Optional<Trace> trace(TraceId id) {
    var spans = segments.trace(id);
    return spans.isEmpty() ? Optional.empty() : Optional.of(Trace.of(id, spans));
  }

  @Override
  public Page<TraceSummary> traces(TimeRange range, Query filter, int limit) {
    var search = new Search(searchMax);
    var found = new FoundTraces(segments, limit);
    latestFirst(
        candidates(Contents::spans, extent -> extent.touches(range)),
        search,
        found::floorNanos,
        part -> part.traces(range, filter, search, found));
    return search.page(found.top());
  }

  @Override
  public Page<Span> spans(TimeRange range, Query filter, int limit) {
    var search = new Search(searchMax);
    var found = new FoundSpans(limit);
    latestFirst(
        candidates(Contents::spans, extent -> extent.touches(range)),
        search,
        found::floorNanos,
        part -> part.spans(range, filter, search, found));
    return search.page(found.top());
  }

  @Override
  public Page<LogRecord> logs(TimeRange range, Query filter, int limit) {
    var search = new Search(searchMax);
    var found = FoundRecords.<LogRecord>newestFirst(limit);
    latestFirst(
        candidates(Contents::logs, extent -> extent.touches(range)),
        search,
        found::floorNanos,
        part -> part.logs(range, filter, search, found));
    return search.page(found.top());
  }

  @Override
  public Page<LogRecord> logsOf(TraceId traceId, int limit) {
    var search = new Search(searchMax);
    var found = FoundRecords.<LogRecord>oldestFirst(limit);
    latestFirst(
        candidates(Contents::logs, logs -> logs.count() > 0),
        search,
        found::floorNanos,
        part -> part.logsOf(traceId, search, found));
    return search.page(found.top());
  }

  @Override
  public List<String> names() {
    var names = new TreeSet<String>();
    segments.all().forEach(segment -> names.addAll(segment.ask(Part::names)));
    return List.copyOf(names);
  }

  @Override
  public Page<MetricPoint> points(String name, TimeRange range, int limit) {
    var search = new Search(searchMax);
    var found = FoundRecords.<MetricPoint>newestFirst(limit);
    latestFirst(
        candidates(Contents::points, extent -> extent.touches(range)),
        search,
        found::floorNanos,
        part -> part.points(name, range, search, found));
    return search.page(found.top());
  }

  private record Candidate(Segment segment, long lastNanos) {}

  /// Those that may have an answer, the one with the latest record first. Of one that only its
  /// journal file knows nothing can be said.
  private List<Candidate> candidates(
      Function<Contents, Extent> signal, Predicate<Extent> mayAnswer) {
    var candidates = new ArrayList<Candidate>();
    for (var segment : segments.all()) {
      var contents = segment.contents();
      if (contents == null) {
        candidates.add(new Candidate(segment, Long.MAX_VALUE));
      } else if (mayAnswer.test(signal.apply(contents))) {
        candidates.add(new Candidate(segment, signal.apply(contents).lastNanos()));
      }
    }
    candidates.sort(
        Comparator.comparingLong(Candidate::lastNanos)
            .thenComparingLong(one -> one.segment.number())
            .reversed());
    return candidates;
  }

  private static void latestFirst(
      List<Candidate> candidates, Search search, LongSupplier floorNanos, Consumer<Part> ask) {
    search.met(candidates.size());
    for (var candidate : candidates) {
      if (candidate.lastNanos < floorNanos.getAsLong() || search.isOver()) {
        return;
      }
      candidate.segment.tell(ask);
    }
  }
}
