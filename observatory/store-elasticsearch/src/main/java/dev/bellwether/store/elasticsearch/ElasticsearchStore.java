package dev.bellwether.store.elasticsearch;

import dev.bellwether.journal.JournalException;
import dev.bellwether.model.LogRecord;
import dev.bellwether.model.MetricPoint;
import dev.bellwether.model.Span;
import dev.bellwether.store.CheckedReader;
import dev.bellwether.store.Followers;
import dev.bellwether.store.LogReader;
import dev.bellwether.store.MetricReader;
import dev.bellwether.store.SpanFollower;
import dev.bellwether.store.Store;
import dev.bellwether.store.StoreException;
import dev.bellwether.store.StoreStatus;
import dev.bellwether.store.TelemetryWriter;
import dev.bellwether.store.TraceReader;
import dev.bellwether.store.query.Query;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Keeps telemetry in a cluster of Elasticsearch or OpenSearch.
///
/// What is appended is in the cluster when the append returns, and found by the next read. While
/// the cluster is away, it waits in a bounded spool on the disk and is not found until it has
/// arrived; reads fail meanwhile. [StoreStatus#lag()] says how much waits.
///
/// Followers are told of spans when they are acknowledged, once, as far as can be known: a span
/// that is sent again is recognized among the last 65,536, restarts included, and by the newest
/// index of the cluster while that answers. One that is both older and sent again while the cluster
/// is away or after a rollover is told again; readers find the first one only.
///
/// Many threads may use it. Appends take turns.
public final class ElasticsearchStore implements Store {
  private final ElasticsearchSettings settings;
  private final Cluster cluster;
  private final BulkWriter bulk;
  private final Spool spool;
  private final Delivery delivery;
  private final Retention retention;
  private final Search search;
  private final Writer writer = new Writer();
  private final CheckedReader reader;

  /// Held while a batch is taken and followers are told: one thread at a time, in order.
  private final ReentrantLock appending = new ReentrantLock();

  private final Followers followers = new Followers();
  private final RecentIds recent = new RecentIds();

  /// Log records and points have no identity of their own: they get one when they arrive.
  private final String instance = UUID.randomUUID().toString();

  /// Changed only by who holds `appending`.
  private volatile long arrivals;

  private volatile boolean closed;

  /// Opens a store; the cluster may be away.
  ///
  /// @throws StoreException.Unavailable when the spool cannot be opened
  public static ElasticsearchStore open(ElasticsearchSettings settings, InstantSource clock) {
    try {
      return new ElasticsearchStore(settings, clock);
    } catch (JournalException e) {
      throw new StoreException.Unavailable("the spool: " + e.getMessage(), Duration.ofSeconds(1));
    }
  }

  private ElasticsearchStore(ElasticsearchSettings settings, InstantSource clock) {
    this.settings = settings;
    this.spool = Spool.open(settings.spool(), clock, this::remember);
    this.arrivals = spool.nextArrival();
    this.cluster = new Cluster(settings);
    this.bulk = new BulkWriter(cluster, settings.namespace());
    var freshness = new Freshness(cluster, settings.namespace());
    this.delivery = new Delivery(bulk, spool, freshness);
    this.retention = new Retention(cluster, settings, clock);
    this.search = new Search(cluster, freshness, settings);
    this.reader =
        new CheckedReader(
            this::requireOpen,
            new TraceSearch(search),
            new LogSearch(search),
            new MetricSearch(search));
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

  /// Positions are arrivals. What was stored before is asked of the cluster, or read from the spool
  /// where that reaches far enough and the cluster is away.
  ///
  /// @throws StoreException where it does not; what has been told by then stays told, and the
  ///   follower knows its position
  @Override
  public void follow(SpanFollower follower, long position) {
    refuseReentry();
    requireOpen();
    if (position > arrivals) {
      throw new IllegalArgumentException(
          "position: %d (expected: at most %d)".formatted(position, arrivals));
    }
    try (var replay = spool.replay()) {
      var at = new CatchUp(search, follower, position);
      at.tellDelivered(replay);
      try (var reader = replay.from(at.position())) {
        at.tell(reader);
        inTurn(() -> {
          at.tell(reader);
          followers.add(follower);
        });
      }
    }
  }

  @Override
  public long endPosition() {
    requireOpen();
    return arrivals;
  }

  @Override
  public long durablePosition() {
    requireOpen();
    return spool.durableArrival();
  }

  /// Counts 0 of everything while the cluster does not answer: see the problem.
  @Override
  public StoreStatus status() {
    requireOpen();
    try {
      return status(
          search.count(Signal.TRACES),
          search.count(Signal.LOGS),
          search.count(Signal.METRICS),
          oldestNanos(),
          problem(""));
    } catch (StoreException e) {
      return status(0, 0, 0, null, problem(String.valueOf(e.getMessage())));
    }
  }

  /// Begins new indices and deletes old ones now, not within the next minute.
  void enforceRetention() {
    for (var signal : Signal.values()) {
      retention.enforce(signal);
    }
  }

  /// Waits for an append that is under way.
  @Override
  public void close() {
    appending.lock();
    try {
      if (!closed) {
        closed = true;
        cluster.close();
        delivery.close();
        retention.close();
        spool.close();
      }
    } finally {
      appending.unlock();
    }
  }

  private StoreStatus status(
      long spans,
      long logRecords,
      long metricPoints,
      @Nullable Long oldestNanos,
      @Nullable String problem) {
    return new StoreStatus(
        "elasticsearch",
        spans,
        logRecords,
        metricPoints,
        retention.deleted(Signal.TRACES),
        retention.deleted(Signal.LOGS),
        retention.deleted(Signal.METRICS),
        oldestNanos,
        problem,
        settings.uri().toString(),
        spool.undelivered().lag());
  }

  private @Nullable String problem(String failure) {
    var problems = new ArrayList<String>();
    if (!failure.isEmpty()) {
      problems.add(failure);
    }
    if (!delivery.problem().isEmpty()) {
      problems.add(delivery.problem());
    }
    if (bulk.refused() > 0) {
      problems.add("%d documents were refused by the cluster".formatted(bulk.refused()));
    }
    return problems.isEmpty() ? null : String.join("; ", problems);
  }

  private @Nullable Long oldestNanos() {
    var oldest = new ArrayList<Long>();
    search.pages(
        Signal.TRACES,
        QueryDsl.candidates(Query.EVERYTHING),
        false,
        1,
        search.begin(),
        hits -> {
          oldest.add(hits.getFirst().path("sort").path(0).longValue());
          return false;
        });
    return oldest.isEmpty() ? null : oldest.getFirst();
  }

  private void inTurn(Runnable change) {
    refuseReentry();
    appending.lock();
    try {
      requireOpen();
      change.run();
    } finally {
      appending.unlock();
    }
  }

  private void refuseReentry() {
    if (appending.isHeldByCurrentThread()) {
      throw new IllegalStateException("a follower changes the store (expected: it only reads)");
    }
  }

  private void remember(SpoolRecord.Batch batch) {
    if (batch.signal() == Signal.TRACES) {
      recent.add(batch.documents());
    }
  }

  /// The arrival of the next document.
  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread at a time: it holds the lock
  private long arrival() {
    return arrivals++;
  }

  private void requireOpen() {
    if (closed) {
      throw new StoreException.Unavailable(
          "the store at %s is closed".formatted(settings.uri()), Duration.ofSeconds(1));
    }
  }

  private final class Writer implements TelemetryWriter {
    @Override
    public void appendSpans(List<Span> spans) {
      var batch = List.copyOf(spans);
      inTurn(() -> {
        if (!batch.isEmpty()) {
          append(batch);
        }
      });
    }

    private void append(List<Span> batch) {
      var unique = firstOfEach(batch);
      var documents = unique.stream().map(span -> SpanJson.write(span, arrival())).toList();
      var created = takeIfAny(Signal.TRACES, documents);
      recent.add(documents);
      var stored = unique.stream().filter(span -> created.contains(SpanJson.id(span))).toList();
      followers.tell(stored, arrivals);
    }

    private List<Span> firstOfEach(List<Span> batch) {
      Set<String> ids = new HashSet<>();
      return batch.stream()
          .filter(span -> !recent.contains(SpanJson.id(span)) && ids.add(SpanJson.id(span)))
          .toList();
    }

    @Override
    public void appendLogs(List<LogRecord> records) {
      var batch = List.copyOf(records);
      inTurn(() -> {
        var documents = new ArrayList<Document>();
        for (var record : batch) {
          documents.add(LogJson.write(record, instance + "-" + arrivals, arrival()));
        }
        takeIfAny(Signal.LOGS, documents);
      });
    }

    @Override
    public void appendPoints(List<MetricPoint> points) {
      var batch = List.copyOf(points);
      inTurn(() -> {
        var documents = new ArrayList<Document>();
        for (var point : batch) {
          documents.add(PointJson.write(point, instance + "-" + arrivals, arrival()));
        }
        takeIfAny(Signal.METRICS, documents);
      });
    }

    private Set<String> takeIfAny(Signal signal, List<Document> documents) {
      return documents.isEmpty()
          ? Set.of()
          : delivery.take(new SpoolRecord.Batch(signal, arrivals - documents.size(), documents));
    }
  }
}
