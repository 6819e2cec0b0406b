package dev.bellwether.analysis;

import dev.bellwether.analysis.ServiceMap.Latency;
import org.jspecify.annotations.Nullable;

/// What one service served in the minute that starts at `startNanos`: rate, errors, durations.
///
/// @param latency absent while nothing was measured
public record ServiceMinute(
    long startNanos, long requests, long errors, @Nullable Latency latency) {}
