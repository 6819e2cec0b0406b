package dev.bellwether.api;

import dev.bellwether.store.Store;
import dev.bellwether.store.TimeRange;
import java.time.InstantSource;

/// How much of a window there can be telemetry of: an observatory that was started a minute ago
/// must not divide the requests of that minute by an hour.
final class CoveredTime {
  private final Store store;
  private final InstantSource clock;

  CoveredTime(Store store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  long nowNanos() {
    return clock.millis() * 1_000_000;
  }

  /// At least 1.
  double seconds(TimeRange range) {
    var oldest = store.status().oldestNanos();
    long from = oldest == null ? range.fromNanos() : Math.max(oldest, range.fromNanos());
    return Math.max(1, (Math.min(range.toNanos(), nowNanos()) - from) / 1e9);
  }
}
