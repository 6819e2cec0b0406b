package dev.bellwether.clearinghouse;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Everything that can be set, read from `CLEARINGHOUSE_…` in the environment.
///
/// @param controlFile where to write how this process is controlled from outside; absent for
///   nowhere
record ClearinghouseConfig(
    int port, Path secretFile, Path receiptsFile, @Nullable Path controlFile) {

  private static final String PREFIX = "CLEARINGHOUSE_";

  /// Reads the settings; throws [IllegalArgumentException] for a name or a value we do not know.
  static ClearinghouseConfig from(Map<String, String> environment) {
    var settings = new TreeMap<String, String>();
    environment.forEach((name, value) -> {
      if (name.startsWith(PREFIX)) {
        settings.put(name.substring(PREFIX.length()), value);
      }
    });
    var config =
        new ClearinghouseConfig(
            port(take(settings, "PORT", "9006")),
            Path.of(take(settings, "SECRET_FILE", ".bellwether/webhook-secret")),
            Path.of(take(settings, "RECEIPTS_FILE", ".bellwether/receipts.jsonl")),
            path(settings.remove("CONTROL_FILE")));
    if (!settings.isEmpty()) {
      throw new IllegalArgumentException(
          PREFIX
              + settings.firstKey()
              + ": unknown setting (expected: PORT, SECRET_FILE, RECEIPTS_FILE, CONTROL_FILE)");
    }
    return config;
  }

  private static String take(Map<String, String> settings, String name, String otherwise) {
    var value = settings.remove(name);
    return value == null ? otherwise : value;
  }

  private static @Nullable Path path(@Nullable String value) {
    return value == null ? null : Path.of(value);
  }

  private static int port(String value) {
    try {
      var port = Integer.parseInt(value);
      if (port >= 0 && port <= 65535) {
        return port;
      }
    } catch (NumberFormatException _) {
      // Answered below, like a number out of range.
    }
    throw new IllegalArgumentException(
        "%sPORT: %s (expected: 0 to 65535, 0 for any free port)".formatted(PREFIX, value));
  }
}
