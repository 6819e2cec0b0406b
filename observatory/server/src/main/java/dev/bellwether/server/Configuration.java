package dev.bellwether.server;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

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
/// @param spansMax how many spans the memory store keeps before it lets the oldest traces go
/// @param serviceMapMinutes how far back the service map can look
record Configuration(
    int port,
    int grpcPort,
    int httpPort,
    List<String> hosts,
    List<String> framedBy,
    Path data,
    int spansMax,
    int logRecordsMax,
    int metricPointsMax,
    int serviceMapMinutes) {
  private static final String PREFIX = "OBSERVATORY_";

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
        PREFIX + "SPANS_MAX=" + spansMax,
        PREFIX + "LOG_RECORDS_MAX=" + logRecordsMax,
        PREFIX + "METRIC_POINTS_MAX=" + metricPointsMax,
        PREFIX + "SERVICE_MAP_MINUTES=" + serviceMapMinutes);
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
      String name = PREFIX + shortName;
      unread.remove(name);
      var value = values.get(name);
      if (value == null || value.isBlank()) {
        return byDefault;
      }
      try {
        return reader.apply(value.strip());
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "%s: '%s' (%s)".formatted(name, value, e.getMessage()), e);
      }
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
