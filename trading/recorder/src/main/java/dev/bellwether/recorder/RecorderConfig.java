package dev.bellwether.recorder;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Everything that can be set, read from `RECORDER_…` in the environment.
///
/// @param databaseOwner the role that owns the tables and runs the migrations; it may be the user
///   itself, but one that may only add and read trades is better
/// @param databasePasswordFile holds the password of both roles; empty when the server trusts us
/// @param relayPoll how often to look for events that another process left behind
/// @param controlFile where to write how this process is controlled from outside; absent for
///   nowhere
/// @param lease how long an attempt may take before another process may try the same event
record RecorderConfig(
    int port,
    String databaseUrl,
    String databaseUser,
    String databaseOwner,
    String databasePasswordFile,
    int databaseConnectionsMax,
    boolean allowUnsafeDatabase,
    URI notifierUrl,
    Duration relayPoll,
    Duration lease,
    @Nullable Path controlFile) {

  private static final String PREFIX = "RECORDER_";

  /// Reads the settings; throws [IllegalArgumentException] for a name or a value we do not know.
  static RecorderConfig from(Map<String, String> environment) {
    var settings = new Settings(environment);
    var user = settings.take("DATABASE_USER", "recorder", Function.identity(), "a role");
    var config =
        new RecorderConfig(
            settings.integer("PORT", 9003, 0, 65535),
            settings.take(
                "DATABASE_URL",
                "jdbc:postgresql://127.0.0.1:9032/trades",
                RecorderConfig::databaseUrl,
                "jdbc:postgresql://host:port/name"),
            user,
            settings.take("DATABASE_OWNER", user, Function.identity(), "a role"),
            settings.take("DATABASE_PASSWORD_FILE", "", Function.identity(), "a file"),
            settings.integer("DATABASE_CONNECTIONS_MAX", 10, 2, 100),
            settings.take("ALLOW_UNSAFE_DATABASE", "false", RecorderConfig::bool, "true or false"),
            settings.take(
                "NOTIFIER_URL", "http://127.0.0.1:9005/notify", RecorderConfig::http, "a http URL"),
            settings.take("RELAY_POLL", "PT5S", RecorderConfig::positive, "a duration like PT5S"),
            settings.take("LEASE", "PT30S", RecorderConfig::positive, "a duration like PT30S"),
            settings.path("CONTROL_FILE"));
    settings.refuseUnknown();
    return config;
  }

  /// The password of the database roles; empty when none is needed.
  String databasePassword() {
    try {
      return databasePasswordFile.isEmpty()
          ? ""
          : Files.readString(Path.of(databasePasswordFile)).strip();
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "%sDATABASE_PASSWORD_FILE: %s cannot be read".formatted(PREFIX, databasePasswordFile), e);
    }
  }

  private static String databaseUrl(String value) {
    if (!value.startsWith("jdbc:postgresql:")) {
      throw new IllegalArgumentException(value);
    }
    return value;
  }

  private static boolean bool(String value) {
    return switch (value) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException(value);
    };
  }

  private static URI http(String value) {
    var url = URI.create(value);
    if (!"http".equals(url.getScheme()) && !"https".equals(url.getScheme())) {
      throw new IllegalArgumentException(value);
    }
    return url;
  }

  private static Duration positive(String value) {
    var duration = Duration.parse(value);
    if (!duration.isPositive()) {
      throw new IllegalArgumentException(value);
    }
    return duration;
  }

  /// The part of the environment that is ours, taken out one by one; what remains is a mistake.
  private record Settings(TreeMap<String, String> remaining) {

    Settings(Map<String, String> environment) {
      this(new TreeMap<>(environment));
      remaining.keySet().removeIf(name -> !name.startsWith(PREFIX));
    }

    <T> T take(String name, String otherwise, Function<String, T> parse, String expected) {
      var set = remaining.remove(PREFIX + name);
      var value = set == null ? otherwise : set;
      try {
        return parse.apply(value);
      } catch (IllegalArgumentException | DateTimeParseException e) {
        throw new IllegalArgumentException(
            "%s%s: %s (expected: %s)".formatted(PREFIX, name, value, expected), e);
      }
    }

    int integer(String name, int otherwise, int min, int max) {
      var expected = "%d to %d".formatted(min, max);
      return take(
          name,
          Integer.toString(otherwise),
          value -> {
            var number = Integer.parseInt(value);
            if (number < min || number > max) {
              throw new IllegalArgumentException(value);
            }
            return number;
          },
          expected);
    }

    @Nullable Path path(String name) {
      var value = remaining.remove(PREFIX + name);
      return value == null ? null : Path.of(value);
    }

    void refuseUnknown() {
      if (!remaining.isEmpty()) {
        throw new IllegalArgumentException(remaining.firstKey() + ": unknown setting");
      }
    }
  }
}
