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
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

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
        touching(Contents::spans, range),
        search,
        found::floorNanos,
        segment -> segment.part().spans(range, filter, search, found));
    return search.page(found.top());
  }

  @Override
  public Page<Span> spans(TimeRange range, Query filter, int limit) {
    var search = new Search(searchMax);
    var found = new FoundSpans(limit);
    latestFirst(
        touching(Contents::spans, range),
        search,
        found::floorNanos,
        segment -> segment.part().spans(range, filter, search, found));
    return search.page(found.top());
  }

  @Override
  public Page<LogRecord> logs(TimeRange range, Query filter, int limit) {
    var search = new Search(searchMax);
    var top = new Top<Moment, LogRecord>(limit);
    latestFirst(
        touching(Contents::logs, range),
        search,
        () -> floorNanos(top),
        segment -> segment.part().logs(range, filter, search, newest(segment, top)));
    return search.page(top);
  }

  @Override
  public Page<LogRecord> logsOf(TraceId traceId, int limit) {
    var search = new Search(searchMax);
    var top = new Top<Moment.OldestFirst, LogRecord>(limit);
    latestFirst(
        touching(Contents::logs, TimeRange.ALWAYS),
        search,
        () -> Long.MIN_VALUE,
        segment -> segment.part().logsOf(traceId, search, oldest(segment, top)));
    return search.page(top);
  }

  @Override
  public List<String> names() {
    var names = new TreeSet<String>();
    segments.all().forEach(segment -> names.addAll(segment.part().names()));
    return List.copyOf(names);
  }

  @Override
  public Page<MetricPoint> points(String name, TimeRange range, int limit) {
    var search = new Search(searchMax);
    var top = new Top<Moment, MetricPoint>(limit);
    latestFirst(
        touching(Contents::points, range),
        search,
        () -> floorNanos(top),
        segment -> segment.part().points(name, range, search, newest(segment, top)));
    return search.page(top);
  }

  private record Candidate(Segment segment, long lastNanos) {}

  /// Those that have a record in the range, the one with the latest record first.
  private List<Candidate> touching(Function<Contents, Extent> signal, TimeRange range) {
    return segments.all().stream()
        .filter(segment -> signal.apply(segment.part().contents()).touches(range))
        .map(segment ->
            new Candidate(segment, signal.apply(segment.part().contents()).lastNanos()))
        .sorted(
            Comparator.comparingLong(Candidate::lastNanos)
                .thenComparingLong(one -> one.segment.number())
                .reversed())
        .toList();
  }

  private static void latestFirst(
      List<Candidate> candidates, Search search, LongSupplier floorNanos, Consumer<Segment> ask) {
    search.met(candidates.size());
    for (var candidate : candidates) {
      if (candidate.lastNanos < floorNanos.getAsLong() || !search.isInTime()) {
        return;
      }
      search.reads();
      ask.accept(candidate.segment);
    }
  }

  private static long floorNanos(Top<Moment, ?> top) {
    var last = top.last();
    return last == null ? Long.MIN_VALUE : last.nanos();
  }

  private static <T> Part.RecordSink<T> newest(Segment segment, Top<Moment, T> top) {
    return new Part.RecordSink<>() {
      @Override
      public long floorNanos() {
        return SegmentReader.floorNanos(top);
      }

      @Override
      public void accept(long nanos, long arrival, Supplier<T> record) {
        top.offer(new Moment(nanos, segment.number(), arrival), record);
      }
    };
  }

  private static <T> Part.RecordSink<T> oldest(Segment segment, Top<Moment.OldestFirst, T> top) {
    return new Part.RecordSink<>() {
      @Override
      public long floorNanos() {
        return Long.MIN_VALUE;
      }

      @Override
      public void accept(long nanos, long arrival, Supplier<T> record) {
        var moment = new Moment(nanos, segment.number(), arrival);
        top.offer(new Moment.OldestFirst(moment), record);
      }
    };
  }
}
