package dev.bellwether.store.segments.columns;

import java.util.Comparator;

/// A log record or metric point that was found, before it is rebuilt.
///
/// @param row in the table that was asked
/// @param timeNanos what it is sorted by: a log record's effective time, a point's time
/// @param arrival its place in the list that the table was written from
public record RecordHit(int row, long timeNanos, long arrival) {
  /// Newest first; of the same time, the last to arrive first.
  public static final Comparator<RecordHit> NEWEST_FIRST =
      Comparator.comparingLong(RecordHit::timeNanos)
          .thenComparingLong(RecordHit::arrival)
          .reversed();
}
