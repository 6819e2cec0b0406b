package dev.bellwether.notifier;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/// Everything that can be set, read from `NOTIFIER_…` in the environment.
record NotifierConfig(int port, URI clearinghouseUrl, Path secretFile) {

  private static final String PREFIX = "NOTIFIER_";

  NotifierConfig {
    if (!"http".equals(clearinghouseUrl.getScheme())
        && !"https".equals(clearinghouseUrl.getScheme())) {
      throw new IllegalArgumentException(
          "%sCLEARINGHOUSE_URL: %s (expected: http or https)".formatted(PREFIX, clearinghouseUrl));
    }
  }

  /// Reads the settings; throws [IllegalArgumentException] for a name or a value we do not know.
  static NotifierConfig from(Map<String, String> environment) {
    var settings = new TreeMap<String, String>();
    environment.forEach((name, value) -> {
      if (name.startsWith(PREFIX)) {
        settings.put(name.substring(PREFIX.length()), value);
      }
    });
    var config =
        new NotifierConfig(
            port(take(settings, "PORT", "9005")),
            URI.create(
                take(settings, "CLEARINGHOUSE_URL", "http://127.0.0.1:9006/webhooks/trades")),
            Path.of(take(settings, "SECRET_FILE", ".bellwether/webhook-secret")));
    if (!settings.isEmpty()) {
      throw new IllegalArgumentException(
          "%s%s: unknown setting (expected: PORT, CLEARINGHOUSE_URL, SECRET_FILE)"
              .formatted(PREFIX, settings.firstKey()));
    }
    return config;
  }

  private static String take(Map<String, String> settings, String name, String otherwise) {
    var value = settings.remove(name);
    return value == null ? otherwise : value;
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
