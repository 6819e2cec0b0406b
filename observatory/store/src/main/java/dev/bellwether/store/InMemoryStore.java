package dev.bellwether.store;

import dev.bellwether.model.LogRecord;
import dev.bellwether.model.MetricPoint;
import dev.bellwether.model.Span;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

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
  /// Held while a batch is stored and its followers are told: one thread at a time, in order.
  private final ReentrantLock appending = new ReentrantLock();

  /// Used by one thread at a time, as it appends.
  private final Sharing sharing = new Sharing();

  private final Followers followers = new Followers();
  private final InMemoryTraces traces;
  private final InMemoryLogs logs;
  private final InMemoryMetrics metrics;
  private final Writer writer = new Writer();
  private final CheckedReader reader;
  private volatile boolean closed;

  /// Opens an empty store.
  ///
  /// @param spansMax how many spans are kept, at least 1; likewise the other two
  public InMemoryStore(int spansMax, int logRecordsMax, int metricPointsMax) {
    this(spansMax, logRecordsMax, metricPointsMax, Deadline.SEARCH_MAX);
  }

  /// Opens an empty store.
  ///
  /// @param searchMax how long a search may look before it answers with what it has found
  public InMemoryStore(int spansMax, int logRecordsMax, int metricPointsMax, Duration searchMax) {
    Supplier<Deadline> deadlines = () -> new Deadline(searchMax);
    this.traces = new InMemoryTraces(atLeastOne("spans max", spansMax), deadlines);
    this.logs = new InMemoryLogs(atLeastOne("log records max", logRecordsMax), deadlines);
    this.metrics = new InMemoryMetrics(atLeastOne("metric points max", metricPointsMax), deadlines);
    this.reader = new CheckedReader(this::requireOpen, traces, logs, metrics);
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
  public void follow(SpanFollower follower, long position) {
    inTurn(() -> {
      if (position > traces.arrived()) {
        throw new IllegalArgumentException(
            "position: %d (expected: at most %d)".formatted(position, traces.arrived()));
      }
      Followers.tell(follower, traces.since(position), traces.arrived());
      followers.add(follower);
    });
  }

  @Override
  public long endPosition() {
    requireOpen();
    return traces.arrived();
  }

  /// The end: nothing survives, and nothing else may be remembered.
  @Override
  public long durablePosition() {
    return endPosition();
  }

  @Override
  public StoreStatus status() {
    requireOpen();
    return new StoreStatus(
        "memory",
        traces.stored(),
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
        followers.tell(stored, traces.arrived());
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
}
