package dev.bellwether.history;

import java.util.HashMap;
import java.util.Map;

/// What a recorder remembers from one trade to the next: when its collector of garbage will be
/// done.
final class Recorders {
  private final Map<String, Long> pausedUntilNanos = new HashMap<>();

  /// When a request that has come can go on.
  long resume(String service, long nanos) {
    return Math.max(nanos, pausedUntilNanos.getOrDefault(service, nanos));
  }

  void pause(String service, long untilNanos) {
    pausedUntilNanos.merge(service, untilNanos, Math::max);
  }
}
