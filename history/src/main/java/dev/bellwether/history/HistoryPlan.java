package dev.bellwether.history;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/// All that a history is a function of.
///
/// @param incidents in the order that they begin, one after another
public record HistoryPlan(
    long seed,
    Instant start,
    Duration length,
    double tradesPerSecond,
    List<PlannedIncident> incidents) {

  /// An incident takes this at the most, as one that monkey is asked for.
  private static final Duration INCIDENT_MAX = Duration.ofMinutes(5);

  /// Half of the recorder's connections are busy at this load when its slow query is slow.
  public static final double TRADES_PER_SECOND_MAX = 200;

  public HistoryPlan {
    if (length.isNegative() || length.isZero()) {
      throw new IllegalArgumentException("length: %s (expected: more than 0)".formatted(length));
    }
    if (!(tradesPerSecond > 0 && tradesPerSecond <= TRADES_PER_SECOND_MAX)) {
      throw new IllegalArgumentException(
          "trades per second: %s (expected: above 0, at most %s)"
              .formatted(tradesPerSecond, TRADES_PER_SECOND_MAX));
    }
    incidents = List.copyOf(incidents);
  }

  /// A history that is cut into slots of equal length, with an incident in the second half of each:
  ///
  /// ```
  /// | quiet ···· ▒▒ incident ▒▒ | quiet ···· ▒▒ incident ▒▒ |
  /// 0          0.4 to 0.5       slot
  /// ```
  public static HistoryPlan of(
      long seed, Instant start, Duration length, double tradesPerSecond, Duration slot) {
    int slots = Math.toIntExact(length.dividedBy(slot));
    var scenarios = new Scenarios(seed);
    return new HistoryPlan(
        seed,
        start,
        length,
        tradesPerSecond,
        IntStream.range(0, slots)
            .mapToObj(
                number -> scenarios.incident(number, start.plus(slot.multipliedBy(number)), slot))
            .toList());
  }

  /// How long an incident lasts.
  static Duration lasts(Duration slot) {
    var half = slot.dividedBy(2);
    return half.compareTo(INCIDENT_MAX) < 0 ? half : INCIDENT_MAX;
  }

  public Instant end() {
    return start.plus(length);
  }
}
