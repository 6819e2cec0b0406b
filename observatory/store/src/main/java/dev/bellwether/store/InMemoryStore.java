package dev.bellwether.store;

import static java.lang.System.Logger.Level.ERROR;

import dev.bellwether.model.LogRecord;
import dev.bellwether.model.MetricPoint;
import dev.bellwether.model.Span;
import dev.bellwether.model.TraceId;
import dev.bellwether.store.query.Query;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// The simplest engine: everything is in the heap and gone with the process.
///
/// Each signal is bounded by a count. When it is exceeded the oldest leave first, by arrival: spans
/// as whole traces, in the order in which the first span of each arrived, so that no trace is shown
/// with a hole; log records and metric points one by one. What left is counted in [#status()]. A
/// span that is sent again after its trace left is a new span: the store has forgotten it.
///
/// Many threads may use it. Appends take turns; readers never wait for an append's followers and
/// see a batch as soon as it is in.
public final class InMemoryStore implements Store {
  private static final System.Logger log = System.getLogger(InMemoryStore.class.getName());

  /// Held while a batch is stored and its followers are told: one thread at a time, in order.
  private final ReentrantLock appending = new ReentrantLock();

  /// Used by one thread at a time, as it appends.
  private final Sharing sharing = new Sharing();

  private final List<SpanFollower> followers = new ArrayList<>();
  private final InMemoryTraces traces;
  private final InMemoryLogs logs;
  private final InMemoryMetrics metrics;
  private final Writer writer = new Writer();
  private final Reader reader = new Reader();
  private volatile boolean closed;

  /// Opens an empty store.
  ///
  /// @param spansMax how many spans are kept, at least 1; likewise the other two
  public InMemoryStore(int spansMax, int logRecordsMax, int metricPointsMax) {
    this.traces = new InMemoryTraces(atLeastOne("spans max", spansMax));
    this.logs = new InMemoryLogs(atLeastOne("log records max", logRecordsMax));
    this.metrics = new InMemoryMetrics(atLeastOne("metric points max", metricPointsMax));
  }

  @Override
  public TelemetryWriter writer() {
    return writer;
  }

  @Override
  public TraceReader traces() {
    return reader;
  }

  @Override
  public LogReader logs() {
    return reader;
  }

  @Override
  public MetricReader metrics() {
    return reader;
  }

  @Override
  public void follow(SpanFollower follower) {
    inTurn(() -> followers.add(follower));
  }

  @Override
  public StoreStatus status() {
    requireOpen();
    return new StoreStatus(
        "memory",
        traces.spans(),
        logs.records(),
        metrics.points(),
        traces.evicted(),
        logs.evicted(),
        metrics.evicted(),
        traces.oldestNanos(),
        null);
  }

  /// Waits for an append that is under way.
  @Override
  public void close() {
    appending.lock();
    try {
      closed = true;
    } finally {
      appending.unlock();
    }
  }

  private void inTurn(Runnable change) {
    if (appending.isHeldByCurrentThread()) {
      throw new IllegalStateException("a follower changes the store (expected: it only reads)");
    }
    appending.lock();
    try {
      requireOpen();
      change.run();
    } finally {
      appending.unlock();
    }
  }

  private void tellFollowers(List<Span> stored) {
    for (var follower : followers) {
      try {
        follower.accept(stored);
      } catch (RuntimeException e) {
        // The spans are stored: failing the append would make the sender send them again, and they
        // would be left out as duplicates. The view is what is broken.
        log.log(ERROR, "a follower failed on %d spans".formatted(stored.size()), e);
      }
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new StoreException.Unavailable("the in-memory store is closed", Duration.ofSeconds(1));
    }
  }

  private static int atLeastOne(String what, int value) {
    if (value < 1) {
      throw new IllegalArgumentException("%s: %d (expected: at least 1)".formatted(what, value));
    }
    return value;
  }

  private final class Writer implements TelemetryWriter {
    @Override
    public void appendSpans(List<Span> spans) {
      var batch = List.copyOf(spans);
      inTurn(() -> {
        var stored = traces.append(batch.stream().map(sharing::share).toList());
        if (!stored.isEmpty()) {
          tellFollowers(stored);
        }
      });
    }

    @Override
    public void appendLogs(List<LogRecord> records) {
      var batch = List.copyOf(records);
      inTurn(() -> logs.append(batch.stream().map(sharing::share).toList()));
    }

    @Override
    public void appendPoints(List<MetricPoint> points) {
      var batch = List.copyOf(points);
      inTurn(() -> metrics.append(batch.stream().map(sharing::share).toList()));
    }
  }

  /// Checks what every reader checks, then asks.
  private final class Reader implements TraceReader, LogReader, MetricReader {
    @Override
    public Optional<Trace> trace(TraceId id) {
      requireOpen();
      return traces.trace(id);
    }

    @Override
    public Page<TraceSummary> traces(TimeRange range, Query filter, int limit) {
      requireOpen();
      return traces.find(range, filter, atLeastOne("limit", limit));
    }

    @Override
    public Page<LogRecord> logs(TimeRange range, Query filter, int limit) {
      requireOpen();
      return logs.find(range, filter, atLeastOne("limit", limit));
    }

    @Override
    public Page<LogRecord> logsOf(TraceId traceId, int limit) {
      requireOpen();
      return logs.ofTrace(traceId, atLeastOne("limit", limit));
    }

    @Override
    public List<String> names() {
      requireOpen();
      return metrics.names();
    }

    @Override
    public Page<MetricPoint> points(String name, TimeRange range, int limit) {
      requireOpen();
      return metrics.find(name, range, atLeastOne("limit", limit));
    }
  }
}
