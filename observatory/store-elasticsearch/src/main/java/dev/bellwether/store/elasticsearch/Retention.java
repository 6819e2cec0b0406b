package dev.bellwether.store.elasticsearch;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import dev.bellwether.store.StoreException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// Begins a new index when one is old or large, and deletes those that are older than what is kept.
///
/// From our side, because the engines do it in modules that differ (ILM, ISM) and may be missing.
/// Two observatories at once do no harm: a rollover asks the cluster's own conditions, and an index
/// that is gone is gone.
final class Retention implements AutoCloseable {
  private static final System.Logger log = System.getLogger(Retention.class.getName());

  /// Ages are hours and days: a minute late is early enough.
  private static final Duration PAUSE = Duration.ofMinutes(1);

  private final Cluster cluster;
  private final ElasticsearchSettings settings;
  private final InstantSource clock;
  private final Map<Signal, AtomicLong> deleted = new ConcurrentHashMap<>();
  private final Thread thread;

  Retention(Cluster cluster, ElasticsearchSettings settings, InstantSource clock) {
    this.cluster = cluster;
    this.settings = settings;
    this.clock = clock;
    this.thread = Thread.ofVirtual().name("elasticsearch-retention").start(this::run);
  }

  /// How many documents this process has deleted.
  long deleted(Signal signal) {
    return deletedOf(signal).get();
  }

  void enforce(Signal signal) {
    var created = creationMillis(signal);
    if (created.isEmpty()) {
      return; // nothing was ever stored
    }
    rollOver(signal);
    // The last one is being written. What an index holds came before the next one was made.
    var keptFromMillis = clock.instant().minus(settings.retention()).toEpochMilli();
    var older = created.firstEntry();
    for (var index : created.tailMap(older.getKey(), false).entrySet()) {
      if (index.getValue() >= keptFromMillis) {
        return;
      }
      delete(signal, older.getKey());
      older = index;
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void run() {
    try {
      while (true) {
        Thread.sleep(PAUSE);
        for (var signal : Signal.values()) {
          enforceIfPossible(signal);
        }
      }
    } catch (InterruptedException _) {
      // Closed.
    }
  }

  private void enforceIfPossible(Signal signal) {
    try {
      enforce(signal);
    } catch (StoreException | IllegalStateException e) {
      log.log(WARNING, "%s: nothing deleted: %s".formatted(signal.word(), e.getMessage()));
    }
  }

  private void rollOver(Signal signal) {
    var body = Cluster.JSON.createObjectNode();
    body.putObject("conditions")
        .put("max_age", settings.rolloverAge().toSeconds() + "s")
        .put("max_size", settings.rolloverBytes() + "b");
    cluster.post("/%s/_rollover".formatted(signal.stream(settings.namespace())), body);
  }

  private AtomicLong deletedOf(Signal signal) {
    return deleted.computeIfAbsent(signal, _ -> new AtomicLong());
  }

  private void delete(Signal signal, String index) {
    var documents = cluster.get("/%s/_count".formatted(index)).path("count").longValue();
    cluster.delete("/" + index);
    deletedOf(signal).addAndGet(documents);
    log.log(INFO, "%s with %d documents deleted".formatted(index, documents));
  }

  /// Of each index of the data stream, by name: names end in the date and number of the index, so
  /// that the newest comes last.
  private NavigableMap<String, Long> creationMillis(Signal signal) {
    var created = new TreeMap<String, Long>();
    cluster
        .get("/%s/_settings?ignore_unavailable=true".formatted(signal.stream(settings.namespace())))
        .properties()
        .forEach(index ->
            created.put(
                index.getKey(),
                index.getValue().path("settings").path("index").path("creation_date").asLong()));
    return created;
  }
}
