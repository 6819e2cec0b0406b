package dev.bellwether.analysis.metrics;

import java.util.Locale;
import java.util.Optional;

/// How the points of a step become one value.
///
/// Several series of one group: gauges are averaged, levels and counts are added up, histograms are
/// laid on each other.
public enum Aggregation {
  LAST,
  AVERAGE,
  /// Of all points, whatever series they are of.
  MIN,
  MAX,
  /// Of the last values of all series.
  SUM,
  /// What was counted, per second.
  RATE,
  /// What was counted.
  INCREASE,
  P50,
  P90,
  P95,
  P99;

  /// As an address writes it.
  public String written() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Aggregation> named(String name) {
    for (var aggregation : values()) {
      if (aggregation.written().equals(name)) {
        return Optional.of(aggregation);
      }
    }
    return Optional.empty();
  }

  boolean isQuantile() {
    return this == P50 || this == P90 || this == P95 || this == P99;
  }

  /// Whether steps in which nothing came have counted nothing.
  boolean isCount() {
    return this == RATE || this == INCREASE;
  }

  /// @throws IllegalStateException when it is none
  double quantile() {
    return switch (this) {
      case P50 -> 0.5;
      case P90 -> 0.9;
      case P95 -> 0.95;
      case P99 -> 0.99;
      case LAST, AVERAGE, MIN, MAX, SUM, RATE, INCREASE ->
          throw new IllegalStateException(this + " is no quantile");
    };
  }
}
