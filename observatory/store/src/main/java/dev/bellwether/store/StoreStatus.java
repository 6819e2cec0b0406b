package dev.bellwether.store;

import org.jspecify.annotations.Nullable;

/// How much an engine holds, and what it had to let go to stay within its limits.
///
/// @param engine the engine's name, as in the configuration
/// @param spansEvicted spans that were stored and removed again because a limit was reached
/// @param oldestNanos start of the oldest span that is still there; absent while there is none
/// @param problem why the engine does not take or answer now; absent while it does
/// @param location where what is kept is, without any secret; absent where it is in this process
public record StoreStatus(
    String engine,
    long spans,
    long logRecords,
    long metricPoints,
    long spansEvicted,
    long logRecordsEvicted,
    long metricPointsEvicted,
    @Nullable Long oldestNanos,
    @Nullable String problem,
    @Nullable String location,
    Lag lag) {
  /// Of an engine that finds what it has acknowledged.
  public StoreStatus(
      String engine,
      long spans,
      long logRecords,
      long metricPoints,
      long spansEvicted,
      long logRecordsEvicted,
      long metricPointsEvicted,
      @Nullable Long oldestNanos,
      @Nullable String problem) {
    this(
        engine,
        spans,
        logRecords,
        metricPoints,
        spansEvicted,
        logRecordsEvicted,
        metricPointsEvicted,
        oldestNanos,
        problem,
        null,
        Lag.NONE);
  }
}
