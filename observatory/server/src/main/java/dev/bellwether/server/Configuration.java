package dev.bellwether.server;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Everything that can be set, read from the environment in one place. A name that begins with
/// `OBSERVATORY_` and is not known here stops the start: a misspelt limit that is silently ignored
/// is found too late.
///
/// @param port of the pages and the API; 0 picks a free one, as for the two below
/// @param grpcPort of OTLP/gRPC
/// @param httpPort of OTLP/HTTP
/// @param hosts names under which a browser or exporter may call us, besides loopback's own
/// @param framedBy origins of pages that may show ours inside theirs: the workbench's
/// @param data the folder for what is kept between starts
/// @param store what telemetry is kept in
/// @param elasticsearchUrl of the cluster; needed where that is the store
/// @param elasticsearchCredentials a file with `user:password` or an API key
/// @param retentionMebibytes how much the segments may take of the disk
/// @param retentionHours how long segments are kept; 0 for as long as there is room
/// @param flushMillis what a power cut may cost; 0 syncs before each answer
/// @param spansMax how many spans the memory store keeps before it lets the oldest traces go
/// @param serviceMapMinutes how far back the service map can look
record Configuration(
    int port,
    int grpcPort,
    int httpPort,
    List<String> hosts,
    List<String> framedBy,
    Path data,
    Engine store,
    @Nullable URI elasticsearchUrl,
    @Nullable Path elasticsearchCredentials,
    int retentionMebibytes,
    int retentionHours,
    int flushMillis,
    int spansMax,
    int logRecordsMax,
    int metricPointsMax,
    int serviceMapMinutes) {
  private static final String PREFIX = "OBSERVATORY_";

  /// What can keep telemetry. [Stores] opens it.
  enum Engine {
    SEGMENTS,
    MEMORY,
    ELASTICSEARCH;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  Configuration {
    if (store == Engine.ELASTICSEARCH && elasticsearchUrl == null) {
      throw new IllegalArgumentException(
          "OBSERVATORY_ELASTICSEARCH_URL: missing (expected: http://host:port, because"
              + " OBSERVATORY_STORE is elasticsearch)");
    }
  }

  /// Reads every `OBSERVATORY_…` name of `environment`.
  ///
  /// @throws IllegalArgumentException for a name that is unknown or a value that does not fit, with
  ///   the name, the value and the rule
  static Configuration of(Map<String, String> environment) {
    var settings = new Settings(environment);
    var configuration =
        new Configuration(
            settings.read("PORT", 4300, Configuration::port),
            settings.read("OTLP_GRPC_PORT", 4317, Configuration::port),
            settings.read("OTLP_HTTP_PORT", 4318, Configuration::port),
            settings.read("HOSTS", List.of(), Configuration::names),
            settings.read("FRAMED_BY", List.of(), Configuration::names),
            settings.read("DATA", Path.of(".bellwether", "observatory"), Path::of),
            settings.read("STORE", Engine.SEGMENTS, Configuration::engine),
            settings.readOptional("ELASTICSEARCH_URL", Configuration::url),
            settings.readOptional("ELASTICSEARCH_CREDENTIALS", Path::of),
            settings.read("RETENTION_MEBIBYTES", 10_240, Configuration::count),
            settings.read("RETENTION_HOURS", 0, text -> between(text, 0, 1_000_000)),
            settings.read("FLUSH_MILLIS", 1_000, text -> between(text, 0, 60_000)),
            settings.read("SPANS_MAX", 200_000, Configuration::count),
            settings.read("LOG_RECORDS_MAX", 200_000, Configuration::count),
            settings.read("METRIC_POINTS_MAX", 100_000, Configuration::count),
            settings.read("SERVICE_MAP_MINUTES", 60, Configuration::minutes));
    settings.refuseUnknown();
    return configuration;
  }

  /// One line per value, for the log at start.
  List<String> lines() {
    return List.of(
        PREFIX + "PORT=" + port,
        PREFIX + "OTLP_GRPC_PORT=" + grpcPort,
        PREFIX + "OTLP_HTTP_PORT=" + httpPort,
        PREFIX + "HOSTS=" + String.join(",", hosts),
        PREFIX + "FRAMED_BY=" + String.join(",", framedBy),
        PREFIX + "DATA=" + data,
        PREFIX + "STORE=" + store.word(),
        PREFIX + "ELASTICSEARCH_URL=" + orNothing(elasticsearchUrl),
        PREFIX + "ELASTICSEARCH_CREDENTIALS=" + orNothing(elasticsearchCredentials),
        PREFIX + "RETENTION_MEBIBYTES=" + retentionMebibytes,
        PREFIX + "RETENTION_HOURS=" + retentionHours,
        PREFIX + "FLUSH_MILLIS=" + flushMillis,
        PREFIX + "SPANS_MAX=" + spansMax,
        PREFIX + "LOG_RECORDS_MAX=" + logRecordsMax,
        PREFIX + "METRIC_POINTS_MAX=" + metricPointsMax,
        PREFIX + "SERVICE_MAP_MINUTES=" + serviceMapMinutes);
  }

  private static String orNothing(@Nullable Object value) {
    return value == null ? "" : value.toString();
  }

  private static Engine engine(String text) {
    for (var engine : Engine.values()) {
      if (engine.word().equals(text)) {
        return engine;
      }
    }
    throw new IllegalArgumentException(
        "expected: "
            + Stream.of(Engine.values()).map(Engine::word).collect(Collectors.joining(" or ")));
  }

  private static URI url(String text) {
    var url = URI.create(text);
    var isHttp = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
    if (!isHttp || url.getHost() == null || !url.getPath().matches("/?")) {
      throw new IllegalArgumentException("expected: http://host:port or https://host:port");
    }
    if (url.getUserInfo() != null) {
      throw new IllegalArgumentException(
          "expected: no user and password; OBSERVATORY_ELASTICSEARCH_CREDENTIALS names their file");
    }
    return url;
  }

  private static int port(String text) {
    return between(text, 0, 65_535);
  }

  private static int count(String text) {
    return between(text, 1, 100_000_000);
  }

  private static int between(String text, int min, int max) {
    try {
      int number = Integer.parseInt(text);
      if (min <= number && number <= max) {
        return number;
      }
    } catch (NumberFormatException _) {
      // Answered below, in the same words as a number that is out of range.
    }
    throw new IllegalArgumentException("expected: %d to %d".formatted(min, max));
  }

  private static int minutes(String text) {
    return between(text, 1, 24 * 60);
  }

  private static List<String> names(String text) {
    return List.of(text.split(",")).stream().map(String::strip).filter(n -> !n.isEmpty()).toList();
  }

  /// The environment's names with our prefix, and which of them have been asked for.
  private static final class Settings {
    private final Map<String, String> values = new TreeMap<>();
    private final Map<String, String> unread = new TreeMap<>();

    Settings(Map<String, String> environment) {
      environment.forEach((name, value) -> {
        if (name.startsWith(PREFIX)) {
          values.put(name, value);
        }
      });
      unread.putAll(values);
    }

    <T> T read(String shortName, T byDefault, Function<String, T> reader) {
      var value = readOptional(shortName, reader);
      return value == null ? byDefault : value;
    }

    <T> @Nullable T readOptional(String shortName, Function<String, T> reader) {
      String name = PREFIX + shortName;
      unread.remove(name);
      var value = values.get(name);
      if (value == null || value.isBlank()) {
        return null;
      }
      try {
        return reader.apply(value.strip());
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "%s: '%s' (%s)".formatted(name, withoutPassword(value), withoutPassword(e)), e);
      }
    }

    private static String withoutPassword(IllegalArgumentException failure) {
      return withoutPassword(String.valueOf(failure.getMessage()));
    }

    /// A URL may have been given one although it must not.
    private static String withoutPassword(String text) {
      return text.replaceAll("//[^/]*@", "//…@");
    }

    void refuseUnknown() {
      if (!unread.isEmpty()) {
        throw new IllegalArgumentException(
            "%s: unknown setting (README.md lists all)"
                .formatted(String.join(", ", unread.keySet())));
      }
    }
  }
}
