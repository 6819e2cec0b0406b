package dev.bellwether.store.elasticsearch;

import static java.lang.System.Logger.Level.ERROR;

import dev.bellwether.model.LogRecord;
import dev.bellwether.model.MetricPoint;
import dev.bellwether.model.Span;
import dev.bellwether.model.TraceId;
import dev.bellwether.store.LogReader;
import dev.bellwether.store.MetricReader;
import dev.bellwether.store.Page;
import dev.bellwether.store.SpanFollower;
import dev.bellwether.store.Store;
import dev.bellwether.store.StoreException;
import dev.bellwether.store.StoreStatus;
import dev.bellwether.store.TelemetryWriter;
import dev.bellwether.store.TimeRange;
import dev.bellwether.store.Trace;
import dev.bellwether.store.TraceReader;
import dev.bellwether.store.TraceSummary;
import dev.bellwether.store.query.Query;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Keeps telemetry in a cluster of Elasticsearch or OpenSearch.
///
/// What is appended is in the cluster when the append returns, and found by the next read. While
/// the cluster is away, it waits in a bounded spool and is not found until it has arrived; reads
/// fail meanwhile. [StoreStatus#problem()] says how much waits.
///
/// Followers are told of spans when they are acknowledged, once: the cluster knows which spans it
/// has. While it is away only those are known that wait, so a span that was stored long before and
/// is sent again just then is told again.
///
/// Many threads may use it. Appends take turns.
public final class ElasticsearchStore implements Store {
  private static final System.Logger log = System.getLogger(ElasticsearchStore.class.getName());

  private final ElasticsearchSettings settings;
  private final Cluster cluster;
  private final BulkWriter bulk;
  private final Delivery delivery;
  private final Retention retention;
  private final Search search;
  private final TraceSearch traceSearch;
  private final RecordSearch recordSearch;
  private final Writer writer = new Writer();
  private final Reader reader = new Reader();

  /// Held while a batch is taken and followers are told: one thread at a time, in order.
  private final ReentrantLock appending = new ReentrantLock();

  private final List<SpanFollower> followers = new ArrayList<>();

  /// Log records and points have no identity of their own: they get one when they arrive.
  private final String instance = UUID.randomUUID().toString();

  /// Guarded by `appending`. Goes on where the clock is, so that a restart does not begin anew.
  private long arrivals;

  private volatile boolean closed;

  /// Opens a store; the cluster may be away.
  public static ElasticsearchStore open(ElasticsearchSettings settings, InstantSource clock) {
    return new ElasticsearchStore(settings, clock);
  }

  private ElasticsearchStore(ElasticsearchSettings settings, InstantSource clock) {
    this.settings = settings;
    this.arrivals = clock.millis() * 1_000_000;
    this.cluster = new Cluster(settings);
    this.bulk = new BulkWriter(cluster, settings.namespace());
    var freshness = new Freshness(cluster, settings.namespace());
    this.delivery = new Delivery(bulk, new InMemorySpool(settings.spoolBytesMax()), freshness);
    this.retention = new Retention(cluster, settings, clock);
    this.search = new Search(cluster, freshness, settings.namespace());
    this.traceSearch = new TraceSearch(search);
    this.recordSearch = new RecordSearch(search);
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
        delivery.close();
        retention.close();
        cluster.close();
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
        problem);
  }

  private @Nullable String problem(String failure) {
    var problems = new ArrayList<String>();
    if (!failure.isEmpty()) {
      problems.add(failure);
    }
    if (delivery.waiting() > 0) {
      problems.add("%d documents wait for the cluster".formatted(delivery.waiting()));
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
        hits -> {
          oldest.add(hits.getFirst().path("sort").path(0).longValue());
          return false;
        });
    return oldest.isEmpty() ? null : oldest.getFirst();
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
      throw new StoreException.Unavailable(
          "the store at %s is closed".formatted(settings.uri()), Duration.ofSeconds(1));
    }
  }

  private static void requireAtLeastOne(int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit: %d (expected: at least 1)".formatted(limit));
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
      var documents = unique.stream().map(span -> SpanJson.write(span, arrivals++)).toList();
      var created = delivery.take(Signal.TRACES, documents);
      var stored = unique.stream().filter(span -> created.contains(SpanJson.id(span))).toList();
      if (!stored.isEmpty()) {
        tellFollowers(stored);
      }
    }

    private static List<Span> firstOfEach(List<Span> batch) {
      Set<String> ids = new HashSet<>();
      return batch.stream().filter(span -> ids.add(SpanJson.id(span))).toList();
    }

    @Override
    public void appendLogs(List<LogRecord> records) {
      var batch = List.copyOf(records);
      inTurn(() -> {
        var documents = new ArrayList<Document>();
        for (var record : batch) {
          documents.add(LogJson.write(record, instance + "-" + arrivals, arrivals++));
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
          documents.add(PointJson.write(point, instance + "-" + arrivals, arrivals++));
        }
        takeIfAny(Signal.METRICS, documents);
      });
    }

    private void takeIfAny(Signal signal, List<Document> documents) {
      if (!documents.isEmpty()) {
        delivery.take(signal, documents);
      }
    }
  }

  /// Checks what every reader checks, then asks.
  private final class Reader implements TraceReader, LogReader, MetricReader {
    @Override
    public Optional<Trace> trace(TraceId id) {
      requireOpen();
      return traceSearch.trace(id);
    }

    @Override
    public Page<TraceSummary> traces(TimeRange range, Query filter, int limit) {
      requireOpen();
      requireAtLeastOne(limit);
      return traceSearch.traces(range, filter, limit);
    }

    @Override
    public Page<LogRecord> logs(TimeRange range, Query filter, int limit) {
      requireOpen();
      requireAtLeastOne(limit);
      return recordSearch.page(
          Signal.LOGS,
          Search.within(range, List.of(QueryDsl.candidates(filter))),
          true,
          LogJson::read,
          filter::matches,
          limit);
    }

    @Override
    public Page<LogRecord> logsOf(TraceId traceId, int limit) {
      requireOpen();
      requireAtLeastOne(limit);
      return recordSearch.page(
          Signal.LOGS,
          QueryDsl.term("trace_id", traceId.toString()),
          false,
          LogJson::read,
          _ -> true,
          limit);
    }

    @Override
    public List<String> names() {
      requireOpen();
      return MetricNames.all(search);
    }

    @Override
    public Page<MetricPoint> points(String name, TimeRange range, int limit) {
      requireOpen();
      requireAtLeastOne(limit);
      return recordSearch.page(
          Signal.METRICS,
          Search.within(range, List.of(QueryDsl.term("metric.name", name))),
          true,
          PointJson::read,
          _ -> true,
          limit);
    }
  }
}
