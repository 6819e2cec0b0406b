package dev.bellwether.store.elasticsearch;

import java.time.Duration;

/// How long a search may look; what it has found by then is an answer that says that it was cut
/// off.
final class Deadline {
  /// What the query language allows a query (see `dev.bellwether.store.query`).
  private static final Duration SEARCH_MAX = Duration.ofSeconds(10);

  private final long startNanos = System.nanoTime();

  boolean isOver() {
    return System.nanoTime() - startNanos > SEARCH_MAX.toNanos();
  }
}
