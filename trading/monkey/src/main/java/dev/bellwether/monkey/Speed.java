package dev.bellwether.monkey;

import java.util.Locale;
import java.util.Optional;

/// How fast the trades of a surge follow each other.
enum Speed {
  /// Like all others: there is no more traffic, it only goes to one place.
  NORMAL,
  /// 2 to 3 ms apart.
  HIGH;

  static Optional<Speed> labelled(String label) {
    for (Speed speed : values()) {
      if (speed.toString().equals(label)) {
        return Optional.of(speed);
      }
    }
    return Optional.empty();
  }

  /// Trades a second of a surge; 0 is as many as ever.
  int tradesPerSecond() {
    return this == HIGH ? 400 : 0;
  }

  /// The name in paths and in JSON.
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
