package dev.bellwether.analysis;

import dev.bellwether.analysis.ServiceMap.Latency;
import org.jspecify.annotations.Nullable;

/// Rate, errors and durations of some requests.
///
/// @param estimatedRequests how many there were, of a sampled system, from the sampling threshold
/// @param latency of all requests; absent where there are none
/// @param durations of all requests
/// @param failedDurations of those that failed
public record Red(
    long requests,
    long estimatedRequests,
    long errors,
    @Nullable Latency latency,
    DurationHistogram durations,
    DurationHistogram failedDurations) {
  static Red of(RedCell cell) {
    return new Red(
        cell.durations.count(),
        Math.round((double) cell.weightMillis / Sampling.ONE_MILLIS),
        cell.failed.count(),
        Latency.of(cell.durations),
        cell.durations,
        cell.failed);
  }

  /// Requests that started in the step that begins at `startNanos`.
  public record Point(long startNanos, Red red) {}

  /// Requests of one operation: how a service's work is divided.
  public record Operation(String name, dev.bellwether.model.Span.Kind kind, Red red) {}

  /// Requests of all operations of a service.
  public record Service(String name, Red red) {}

  /// Requests that one version of a service served in one environment.
  ///
  /// @param version empty where the service tells none; likewise the environment
  /// @param firstNanos start of the first slot of the range in which it served anything
  /// @param lastNanos start of the last such slot
  public record Version(
      String version, String environment, Red red, long firstNanos, long lastNanos) {}
}
