package dev.bellwether.truth.score;

import java.time.Duration;
import java.time.Instant;

/// A stretch of time, its end excluded.
public record Window(Instant from, Instant to) {
  public Window {
    if (!from.isBefore(to)) {
      throw new IllegalArgumentException(
          "window: %s to %s (expected: more than no time)".formatted(from, to));
    }
  }

  /// The time before a moment.
  static Window before(Instant end, Duration length) {
    return new Window(end.minus(length), end);
  }
}
