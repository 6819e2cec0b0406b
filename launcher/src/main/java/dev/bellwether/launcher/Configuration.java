package dev.bellwether.launcher;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// All that can be set, read once from the environment. `settings.txt` has names, defaults and
/// meanings.
///
/// @param root the repository: where the processes' class paths are
/// @param labFaults whether the lab's trading desk may show and begin faults
/// @param labTracks folders of tracks beside ours
/// @param database a server to use instead of starting PostgreSQL
/// @param keeping where telemetry is kept, and how much of it
record Configuration(
    Path root,
    Path data,
    long seed,
    long tradesPerSecond,
    long tradesMax,
    boolean canary,
    boolean lab,
    boolean labFaults,
    List<Path> labTracks,
    Duration startMax,
    Ports ports,
    @Nullable Database database,
    Keeping keeping) {

  record Ports(
      int observatory,
      int workbench,
      int otlpGrpc,
      int otlpHttp,
      int trader,
      int router,
      int recorder,
      int recorderCanary,
      int notifier,
      int clearinghouse,
      int monkey,
      int postgresql) {}

  /// @param store the observatory's word for its engine
  /// @param cluster of Elasticsearch or OpenSearch, where that is the store
  record Keeping(String store, long mebibytesMax, long hoursMax, @Nullable Cluster cluster) {}

  record Cluster(String url, @Nullable Path credentialsFile) {}

  record Database(String url, String user, @Nullable Path passwordFile) {}

  /// @throws IllegalArgumentException naming the variable, its value and the rule
  static Configuration from(Path root, Map<String, String> environment) {
    var settings = Settings.from(environment);
    return new Configuration(
        root,
        Objects.requireNonNullElse(settings.path("BELLWETHER_DATA", root), root),
        seed(settings),
        settings.integer("BELLWETHER_TRADES_PER_SECOND", 0, 10_000),
        settings.integer("BELLWETHER_TRADES_MAX", 0, Long.MAX_VALUE),
        // A challenge of the lab is about the second recorder.
        settings.flag("BELLWETHER_CANARY") || settings.flag("BELLWETHER_LAB"),
        settings.flag("BELLWETHER_LAB"),
        settings.flag("BELLWETHER_LAB_FAULTS"),
        tracks(settings, root),
        Duration.ofSeconds(settings.integer("BELLWETHER_START_SECONDS_MAX", 1, 3600)),
        ports(settings),
        database(settings, root),
        keeping(settings, root));
  }

  private static List<Path> tracks(Settings settings, Path root) {
    return Arrays.stream(settings.text("BELLWETHER_LAB_TRACKS").split(File.pathSeparator, -1))
        .filter(folder -> !folder.isBlank())
        .map(folder -> root.resolve(folder.strip()).normalize())
        .toList();
  }

  /// Without one, every start tells another story: trades of a seed that has run before carry the
  /// ids of trades that the database has already.
  private static long seed(Settings settings) {
    return settings.text("BELLWETHER_SEED").isEmpty()
        // Short enough to be typed again.
        ? ThreadLocalRandom.current().nextLong(1_000_000)
        : settings.integer("BELLWETHER_SEED", Long.MIN_VALUE, Long.MAX_VALUE);
  }

  private static Ports ports(Settings settings) {
    return new Ports(
        settings.port("BELLWETHER_OBSERVATORY_PORT"),
        settings.port("BELLWETHER_WORKBENCH_PORT"),
        settings.port("BELLWETHER_OTLP_GRPC_PORT"),
        settings.port("BELLWETHER_OTLP_HTTP_PORT"),
        settings.port("BELLWETHER_TRADER_PORT"),
        settings.port("BELLWETHER_ROUTER_PORT"),
        settings.port("BELLWETHER_RECORDER_PORT"),
        settings.port("BELLWETHER_RECORDER_CANARY_PORT"),
        settings.port("BELLWETHER_NOTIFIER_PORT"),
        settings.port("BELLWETHER_CLEARINGHOUSE_PORT"),
        settings.port("BELLWETHER_MONKEY_PORT"),
        settings.port("BELLWETHER_POSTGRESQL_PORT"));
  }

  private static @Nullable Database database(Settings settings, Path root) {
    var url = settings.text("BELLWETHER_DATABASE_URL");
    var user = settings.text("BELLWETHER_DATABASE_USER");
    var passwordFile = settings.path("BELLWETHER_DATABASE_PASSWORD_FILE", root);
    if (url.isEmpty()) {
      return null;
    }
    if (!url.startsWith("jdbc:postgresql:")) {
      throw new IllegalArgumentException(
          "BELLWETHER_DATABASE_URL: %s (expected: jdbc:postgresql://host:port/database)"
              .formatted(url));
    }
    return new Database(url, user, passwordFile);
  }

  private static Keeping keeping(Settings settings, Path root) {
    var store = settings.text("BELLWETHER_STORE");
    return new Keeping(
        store,
        settings.integer("BELLWETHER_RETENTION_MEBIBYTES", 1, 100_000_000),
        settings.integer("BELLWETHER_RETENTION_HOURS", 0, 1_000_000),
        cluster(store, settings, root));
  }

  private static @Nullable Cluster cluster(String store, Settings settings, Path root) {
    var url = settings.text("BELLWETHER_ELASTICSEARCH_URL");
    var credentials = settings.path("BELLWETHER_ELASTICSEARCH_CREDENTIALS", root);
    return switch (store) {
      case "segments", "memory" -> null;
      case "elasticsearch" -> {
        if (!url.matches("https?://[^/@]+/?")) {
          throw new IllegalArgumentException(
              "BELLWETHER_ELASTICSEARCH_URL: %s (expected: http://host:port, no user and password)"
                  .formatted(url.replaceAll("//[^/]*@", "//…@")));
        }
        yield new Cluster(url, credentials);
      }
      default ->
          throw new IllegalArgumentException(
              "BELLWETHER_STORE: %s (expected: segments, memory or elasticsearch)"
                  .formatted(store));
    };
  }

  Folders folders() {
    return new Folders(data);
  }
}
