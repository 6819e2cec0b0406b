package dev.bellwether.store.segments;

import java.util.Comparator;

/// When a log record or a point happened, and which came before it: by segment, then by its arrival
/// there. Newest first.
record Moment(long nanos, long segment, long arrival) implements Comparable<Moment> {
  private static final Comparator<Moment> NEWEST_FIRST =
      Comparator.comparingLong(Moment::nanos)
          .thenComparingLong(Moment::segment)
          .thenComparingLong(Moment::arrival)
          .reversed();

  @Override
  public int compareTo(Moment other) {
    return NEWEST_FIRST.compare(this, other);
  }

  /// The same the other way round.
  record OldestFirst(Moment moment) implements Comparable<OldestFirst> {
    @Override
    public int compareTo(OldestFirst other) {
      return other.moment.compareTo(moment);
    }
  }
}
