package dev.bellwether.analysis.explain;

import dev.bellwether.model.Span;
import dev.bellwether.model.TraceId;
import dev.bellwether.store.Deadline;
import dev.bellwether.store.TimeRange;
import dev.bellwether.store.Trace;
import dev.bellwether.store.TraceReader;
import dev.bellwether.store.query.Query;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads requests from the store, the newest first, until there are enough of them or the time is
/// over. One for each question; not thread-safe.
///
/// Few matches are looked up trace by trace. Many are found by reading all spans backwards, page by
/// page, which reads each segment once; of the spans only the rows stay.
public final class RequestReader {
  /// A page of spans takes about 30 MB while it is taken apart.
  private static final int PAGE_SPANS_MAX = 20_000;

  /// So many spans may match for their traces to be looked up one by one.
  private static final int SINGLE_SPANS_MAX = 1_000;

  /// A trace without a first span is taken as it is when this much earlier has been read.
  private static final long TRACE_NANOS_MAX = Duration.ofSeconds(60).toNanos();

  /// Ten times what passes until the agents have sent the last span of a trade.
  private static final long SETTLING_NANOS = Duration.ofSeconds(5).toNanos();

  /// The first span is the last to end: when it is there, what others sent is so too, or on its
  /// way.
  private static final long SETTLING_AFTER_END_NANOS = Duration.ofSeconds(2).toNanos();

  private final TraceReader traces;
  private final Query asked;
  private final long nowNanos;
  private final Deadline deadline;
  private final PopulationBuilder builder = new PopulationBuilder();

  /// @param asked one span at least of each request matches
  /// @param nowNanos requests that began a moment before are left out: half of a trace tells lies
  /// @param time after which no further page is read
  public RequestReader(TraceReader traces, Query asked, long nowNanos, Duration time) {
    this.traces = traces;
    this.asked = asked;
    this.nowNanos = nowNanos;
    this.deadline = new Deadline(time);
  }

  /// How far it got.
  ///
  /// @param requests that were read
  /// @param truncated there may be more, before `fromNanos`
  /// @param complete false where the time was over first
  /// @param fromNanos where the reading ended, going backwards
  public record Reach(long requests, boolean truncated, boolean complete, long fromNanos) {}

  /// Reads the newest requests of a window.
  ///
  /// @param usual it is the time when all was as usual
  public Reach read(TimeRange range, int requestsMax, boolean usual) {
    var few = traces.spans(range, asked, SINGLE_SPANS_MAX);
    return few.truncated()
        ? new Backwards(range, requestsMax, usual).read()
        : single(few.items(), few.effort().complete(), range, usual);
  }

  public Population population() {
    return builder.build();
  }

  private void add(List<Span> trace, boolean usual) {
    if (isSettled(trace)) {
      builder.add(trace, asked, usual);
    }
  }

  private boolean isSettled(List<Span> trace) {
    return trace.stream().allMatch(span -> span.startNanos() < nowNanos - SETTLING_NANOS)
        || (trace.stream().anyMatch(span -> span.parentId() == null)
            && trace.stream()
                .allMatch(span -> span.endNanos() < nowNanos - SETTLING_AFTER_END_NANOS));
  }

  private Reach single(List<Span> matching, boolean complete, TimeRange range, boolean usual) {
    int before = builder.rows();
    var seen = new HashSet<TraceId>();
    for (var span : matching) {
      if (deadline.isOver()) {
        return new Reach(builder.rows() - before, true, false, span.startNanos());
      }
      if (seen.add(span.traceId())) {
        traces.trace(span.traceId()).map(Trace::spans).ifPresent(spans -> add(spans, usual));
      }
    }
    return new Reach(builder.rows() - before, !complete, complete, range.fromNanos());
  }

  /// All spans of the window, from its end to its beginning.
  private final class Backwards {
    private final TimeRange range;
    private final int rowsMax;
    private final int rowsBefore = builder.rows();
    private final boolean usual;
    private final Map<TraceId, List<Span>> open = new LinkedHashMap<>();
    private final Set<TraceId> closed = new HashSet<>();

    Backwards(TimeRange range, int requestsMax, boolean usual) {
      this.range = range;
      this.rowsMax = rowsBefore + requestsMax;
      this.usual = usual;
    }

    Reach read() {
      long to = range.toNanos();
      while (to > range.fromNanos()) {
        if (deadline.isOver()) {
          return reach(to, false);
        }
        var page =
            traces.spans(new TimeRange(range.fromNanos(), to), Query.EVERYTHING, PAGE_SPANS_MAX);
        var spans = page.items();
        long oldest =
            page.truncated() && !spans.isEmpty() ? spans.getLast().startNanos() : range.fromNanos();
        // What starts with the last one may go on in the next page: it is read again with that.
        boolean again =
            page.truncated() && !spans.isEmpty() && spans.getFirst().startNanos() > oldest;
        for (var span : spans) {
          if (!again || span.startNanos() > oldest) {
            take(span);
          }
        }
        close(oldest);
        if (builder.rows() >= rowsMax || !page.effort().complete()) {
          return reach(oldest, page.effort().complete());
        }
        to = again ? oldest + 1 : oldest;
      }
      closeAll();
      return new Reach(builder.rows() - rowsBefore, false, true, range.fromNanos());
    }

    private Reach reach(long fromNanos, boolean complete) {
      return new Reach(builder.rows() - rowsBefore, true, complete, fromNanos);
    }

    private void take(Span span) {
      if (!closed.contains(span.traceId())) {
        open.computeIfAbsent(span.traceId(), _ -> new ArrayList<>()).add(span);
      }
    }

    /// Nothing more is to come of a trace of which the first span is there.
    private void close(long readFromNanos) {
      for (var spans = open.values().iterator(); spans.hasNext(); ) {
        var trace = spans.next();
        var earliest = trace.getLast();
        if (earliest.parentId() == null
            || earliest.startNanos() - readFromNanos > TRACE_NANOS_MAX) {
          closed.add(earliest.traceId());
          addRow(trace);
          spans.remove();
        }
      }
    }

    private void closeAll() {
      open.values().forEach(this::addRow);
      open.clear();
    }

    private void addRow(List<Span> trace) {
      if (builder.rows() < rowsMax) {
        add(trace, usual);
      }
    }
  }
}
