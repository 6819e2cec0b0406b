package dev.bellwether.store.segments;

import java.util.Comparator;

/// The log records or points that a search finds, in either direction of time.
final class FoundRecords<T> {
  private final Top<Moment, T> top;
  private final boolean newestFirst;

  private FoundRecords(int limit, boolean newestFirst) {
    this.top = new Top<>(limit);
    this.newestFirst = newestFirst;
  }

  static <T> FoundRecords<T> newestFirst(int limit) {
    return new FoundRecords<>(limit, true);
  }

  static <T> FoundRecords<T> oldestFirst(int limit) {
    return new FoundRecords<>(limit, false);
  }

  /// When a record happened, and which came before it: by segment, then by its arrival there.
  private record Moment(long nanos, long segment, long arrival, boolean newestFirst)
      implements Comparable<Moment> {
    private static final Comparator<Moment> OLDEST_FIRST =
        Comparator.comparingLong(Moment::nanos)
            .thenComparingLong(Moment::segment)
            .thenComparingLong(Moment::arrival);

    @Override
    public int compareTo(Moment other) {
      return newestFirst ? OLDEST_FIRST.compare(other, this) : OLDEST_FIRST.compare(this, other);
    }
  }

  Top<?, T> top() {
    return top;
  }

  /// What happened before this cannot be among the first any more.
  long floorNanos() {
    var last = top.last();
    return last == null || !newestFirst ? Long.MIN_VALUE : last.nanos;
  }

  /// How many of one segment can be of use.
  int wanted() {
    return top.wanted();
  }

  /// Whether it would be among the first now.
  ///
  /// @param arrival how many of its kind arrived before it in the segment
  boolean wants(long nanos, long segment, long arrival) {
    var last = top.last();
    return last == null || new Moment(nanos, segment, arrival, newestFirst).compareTo(last) < 0;
  }

  void offer(long nanos, long segment, long arrival, T record) {
    top.offer(new Moment(nanos, segment, arrival, newestFirst), record);
  }
}
