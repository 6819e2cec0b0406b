package dev.bellwether.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// `GET /api/timeline`: how many records match from step to step, and for spans how long they took.
///
/// @param fromUnixNano the window that was asked for
/// @param startUnixNano where the first step begins: the window's start, rounded down to a step
/// @param stepMillis how long one step is
/// @param series of spans `ok` and `failed`, of log records the severities that occur; where a key
///   was given its most frequent values, `(others)` and `(without it)`
/// @param by the key whose values the series are; absent where none was given
/// @param roots the query says nothing, so that only the roots of traces are counted
/// @param records how many were counted, newest first
/// @param truncated there are more records than were counted
/// @param complete false when the store ran out of time before it had looked everywhere
/// @param countedFromUnixNano where a cut-off answer begins to be whole; absent when all of it is
/// @param operations of the points, in the order of their numbers
/// @param points spans by start and duration; empty for log records
public record TimelineJson(
    String fromUnixNano,
    String toUnixNano,
    String startUnixNano,
    long stepMillis,
    List<Series> series,
    @Nullable String by,
    boolean roots,
    long records,
    boolean truncated,
    boolean complete,
    @Nullable String countedFromUnixNano,
    List<Operation> operations,
    List<Point> points) {
  /// What is counted apart.
  ///
  /// @param counts one for each step
  public record Series(String name, List<Long> counts) {}

  public record Operation(String service, String name) {}

  /// One span, standing for all that would be drawn in the same place.
  ///
  /// @param operation its number
  /// @param spans how many it stands for, itself included
  public record Point(
      String traceId,
      String spanId,
      String startUnixNano,
      long durationNano,
      boolean failed,
      int operation,
      int spans) {}
}
