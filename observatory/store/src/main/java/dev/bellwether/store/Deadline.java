package dev.bellwether.store;

import java.time.Duration;

/// How long a search may look. What it has found by then is an answer that says that it is not
/// complete ([Effort#complete]).
public final class Deadline {
  /// Longer than anybody waits before a page; a search that takes longer keeps others from theirs.
  public static final Duration SEARCH_MAX = Duration.ofSeconds(10);

  private final long startNanos = System.nanoTime();
  private final long lengthNanos;

  /// Begins now.
  public Deadline(Duration length) {
    this.lengthNanos = length.toNanos();
  }

  public boolean isOver() {
    return left().isZero();
  }

  /// Until it is over; never negative.
  public Duration left() {
    return Duration.ofNanos(Math.max(0, lengthNanos - (System.nanoTime() - startNanos)));
  }
}
