package dev.bellwether.trader;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// How this process is set up, from `TRADER_…` in the environment.
///
/// | variable | default | |
/// |---|---|---|
/// | `TRADER_PORT` | 9001 | on 127.0.0.1; 0 is any free one |
/// | `TRADER_ROUTER_URL` | `http://127.0.0.1:9000` | where trades are recorded |
/// | `TRADER_ROUTER_TIMEOUT_MILLIS` | 10000 | for a whole answer of the router |
/// | `TRADER_SEED` | 1 | of the market and of every decision |
record TraderConfig(int port, URI routerUrl, Duration routerTimeout, long seed) {
  private static final String PREFIX = "TRADER_";
  private static final Set<String> NAMES =
      Set.of("TRADER_PORT", "TRADER_ROUTER_URL", "TRADER_ROUTER_TIMEOUT_MILLIS", "TRADER_SEED");

  TraderConfig {
    if (!"http".equals(routerUrl.getScheme()) || routerUrl.getHost() == null) {
      throw new IllegalArgumentException(
          "TRADER_ROUTER_URL: %s (expected: http://host:port)".formatted(routerUrl));
    }
  }

  /// @throws IllegalArgumentException naming the variable, its value and the rule
  static TraderConfig from(Map<String, String> environment) {
    var unknown = new TreeSet<String>();
    environment.keySet().stream().filter(name -> name.startsWith(PREFIX)).forEach(unknown::add);
    unknown.removeAll(NAMES);
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "%s: unknown (expected: %s)"
              .formatted(String.join(", ", unknown), String.join(", ", new TreeSet<>(NAMES))));
    }
    return new TraderConfig(
        (int) number(environment, "TRADER_PORT", 9001, 0, 65_535),
        URI.create(environment.getOrDefault("TRADER_ROUTER_URL", "http://127.0.0.1:9000")),
        Duration.ofMillis(number(environment, "TRADER_ROUTER_TIMEOUT_MILLIS", 10_000, 1, 600_000)),
        number(environment, "TRADER_SEED", 1, Long.MIN_VALUE, Long.MAX_VALUE));
  }

  private static long number(
      Map<String, String> environment, String name, long otherwise, long min, long max) {
    String text = environment.get(name);
    if (text == null) {
      return otherwise;
    }
    try {
      long number = Long.parseLong(text);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException _) {
      // Refused below, like a number out of range.
    }
    throw new IllegalArgumentException(
        "%s: %s (expected: %d to %d)".formatted(name, text, min, max));
  }
}
