package dev.bellwether.store;

import org.jspecify.annotations.Nullable;

/// How much an engine holds, and what it had to let go to stay within its limits.
///
/// @param engine the engine's name, as in the configuration
/// @param spansEvicted spans that were stored and removed again because a limit was reached
/// @param oldestNanos start of the oldest span that is still there; absent while there is none
/// @param problem why the engine does not take or answer now; absent while it does
public record StoreStatus(
    String engine,
    long spans,
    long logRecords,
    long metricPoints,
    long spansEvicted,
    long logRecordsEvicted,
    long metricPointsEvicted,
    @Nullable Long oldestNanos,
    @Nullable String problem) {}
