package dev.bellwether.api;

import dev.bellwether.analysis.DurationHistogram;
import dev.bellwether.analysis.DurationHistogram.Percentile;
import dev.bellwether.analysis.Red;
import dev.bellwether.analysis.ServiceMap.Latency;
import org.jspecify.annotations.Nullable;

/// Rate, errors and durations of some requests.
///
/// @param p50 absent where nothing was measured; likewise the others
public record FiguresJson(
    long requests,
    long errors,
    double ratePerSecond,
    @Nullable PercentileJson p50,
    @Nullable PercentileJson p95,
    @Nullable PercentileJson p99) {
  /// A percentile of a histogram: its best guess, and the bounds that the true one lies in.
  public record PercentileJson(long nanos, long lowNanos, long highNanos) {
    static PercentileJson of(Percentile percentile) {
      return new PercentileJson(
          Math.round(percentile.nanos()),
          (long) percentile.lowNanos(),
          (long) Math.ceil(percentile.highNanos()));
    }
  }

  static FiguresJson of(Red red, double seconds) {
    return of(red.requests(), red.errors(), red.latency(), seconds);
  }

  static FiguresJson of(long requests, long errors, @Nullable Latency latency, double seconds) {
    return new FiguresJson(
        requests,
        errors,
        rate(requests, seconds),
        latency == null ? null : PercentileJson.of(latency.p50()),
        latency == null ? null : PercentileJson.of(latency.p95()),
        latency == null ? null : PercentileJson.of(latency.p99()));
  }

  static FiguresJson of(DurationHistogram durations, long errors, double seconds) {
    return new FiguresJson(
        durations.count(),
        errors,
        rate(durations.count(), seconds),
        percentile(durations, 0.50),
        percentile(durations, 0.95),
        percentile(durations, 0.99));
  }

  private static @Nullable PercentileJson percentile(DurationHistogram durations, double quantile) {
    return durations.percentile(quantile).map(PercentileJson::of).orElse(null);
  }

  /// Four significant digits would be honest; six decimals keep one request a week above zero.
  static double rate(long requests, double seconds) {
    return Math.round(requests / seconds * 1e6) / 1e6;
  }
}
