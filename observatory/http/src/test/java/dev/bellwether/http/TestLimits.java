package dev.bellwether.http;

import java.time.Duration;

/// Limits that a test can reach in a fraction of a second.
final class TestLimits {
  static final int BODY_BYTES_MAX = 64 << 10;

  /// The only one that no test reaches: what ends sooner did not wait for it.
  static final Duration DRAIN = Duration.ofSeconds(30);

  private TestLimits() {}

  static ListenerLimits small() {
    return of(8, 3);
  }

  static ListenerLimits of(int requestsMax, int connectionsMax) {
    return new ListenerLimits(
        BODY_BYTES_MAX,
        2 * BODY_BYTES_MAX,
        requestsMax,
        connectionsMax,
        10,
        4 << 10,
        20,
        1 << 10,
        Duration.ofMillis(1000),
        Duration.ofMillis(600),
        Duration.ofMillis(1000),
        Duration.ofMillis(700),
        Duration.ofMillis(100),
        DRAIN);
  }
}
