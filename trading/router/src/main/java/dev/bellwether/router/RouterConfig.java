package dev.bellwether.router;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// How this process is set up, from `ROUTER_…` in the environment.
///
/// | variable | default | |
/// |---|---|---|
/// | `ROUTER_PORT` | 9000 | on 127.0.0.1; 0 is any free one |
/// | `ROUTER_RECORDER_URL` | `http://127.0.0.1:9003` | where requests go |
/// | `ROUTER_RECORDER_CANARY_URL` | the recorder's | where requests with `canary=true` go |
/// | `ROUTER_RECORDER_TIMEOUT_MILLIS` | 3000 | without a byte from the recorder |
record RouterConfig(int port, URI recorderUrl, URI recorderCanaryUrl, Duration recorderTimeout) {
  private static final String PREFIX = "ROUTER_";
  private static final String PORT = "ROUTER_PORT";
  private static final String RECORDER = "ROUTER_RECORDER_URL";
  private static final String CANARY = "ROUTER_RECORDER_CANARY_URL";
  private static final String TIMEOUT = "ROUTER_RECORDER_TIMEOUT_MILLIS";

  /// @throws IllegalArgumentException naming the variable, its value and the rule
  static RouterConfig from(Map<String, String> environment) {
    var known = new TreeSet<>(Set.of(PORT, RECORDER, CANARY, TIMEOUT));
    for (String name : environment.keySet()) {
      if (name.startsWith(PREFIX) && !known.contains(name)) {
        throw new IllegalArgumentException(
            "%s: unknown (expected: %s)".formatted(name, String.join(", ", known)));
      }
    }
    String recorder = environment.getOrDefault(RECORDER, "http://127.0.0.1:9003");
    return new RouterConfig(
        number(environment, PORT, 9000, 0, 65_535),
        url(RECORDER, recorder),
        url(CANARY, environment.getOrDefault(CANARY, recorder)),
        Duration.ofMillis(number(environment, TIMEOUT, 3_000, 1, 600_000)));
  }

  private static URI url(String name, String text) {
    try {
      URI url = URI.create(text);
      if ("http".equals(url.getScheme()) && url.getHost() != null && url.getPort() > 0) {
        return url;
      }
    } catch (IllegalArgumentException _) {
      // Refused below, like a URL of another scheme.
    }
    throw new IllegalArgumentException("%s: %s (expected: http://host:port)".formatted(name, text));
  }

  private static int number(
      Map<String, String> environment, String name, int otherwise, int min, int max) {
    String text = environment.getOrDefault(name, Integer.toString(otherwise));
    try {
      int number = Integer.parseInt(text);
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
