package dev.bellwether.trader;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// How this process is set up, from `TRADER_…` in the environment.
///
/// | variable | default | |
/// |---|---|---|
/// | `TRADER_PORT` | 9001 | on 127.0.0.1; 0 is any free one |
/// | `TRADER_ROUTER_URL` | `http://127.0.0.1:9000` | where trades are recorded |
/// | `TRADER_ROUTER_TIMEOUT_MILLIS` | 10000 | for a whole answer of the router |
/// | `TRADER_SEED` | 1 | of the market and of every decision |
/// | `TRADER_CONTROL_FILE` | none | where to write how this process is controlled from outside |
record TraderConfig(
    int port, URI routerUrl, Duration routerTimeout, long seed, @Nullable Path controlFile) {
  private static final String PREFIX = "TRADER_";
  private static final String PORT = "TRADER_PORT";
  private static final String ROUTER = "TRADER_ROUTER_URL";
  private static final String TIMEOUT = "TRADER_ROUTER_TIMEOUT_MILLIS";
  private static final String SEED = "TRADER_SEED";
  private static final String CONTROL = "TRADER_CONTROL_FILE";

  /// @throws IllegalArgumentException naming the variable, its value and the rule
  static TraderConfig from(Map<String, String> environment) {
    var known = new TreeSet<>(Set.of(PORT, ROUTER, TIMEOUT, SEED, CONTROL));
    for (String name : environment.keySet()) {
      if (name.startsWith(PREFIX) && !known.contains(name)) {
        throw refused(name, "unknown", String.join(", ", known));
      }
    }
    return new TraderConfig(
        (int) number(environment, PORT, 9001, 0, 65_535),
        url(environment),
        Duration.ofMillis(number(environment, TIMEOUT, 10_000, 1, 600_000)),
        number(environment, SEED, 1, Long.MIN_VALUE, Long.MAX_VALUE),
        environment.containsKey(CONTROL) ? Path.of(environment.get(CONTROL)) : null);
  }

  private static URI url(Map<String, String> environment) {
    String text = environment.getOrDefault(ROUTER, "http://127.0.0.1:9000");
    try {
      URI url = URI.create(text);
      if ("http".equals(url.getScheme()) && url.getHost() != null) {
        return url;
      }
    } catch (IllegalArgumentException _) {
      // Refused below, like a URL of another scheme.
    }
    throw refused(ROUTER, text, "http://host:port");
  }

  private static long number(
      Map<String, String> environment, String name, long otherwise, long min, long max) {
    String text = environment.getOrDefault(name, Long.toString(otherwise));
    try {
      long number = Long.parseLong(text);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException _) {
      // Refused below, like a number out of range.
    }
    throw refused(name, text, min + " to " + max);
  }

  private static IllegalArgumentException refused(String name, String value, String expected) {
    return new IllegalArgumentException("%s: %s (expected: %s)".formatted(name, value, expected));
  }
}
