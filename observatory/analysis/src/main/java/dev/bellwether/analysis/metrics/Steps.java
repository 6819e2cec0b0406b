package dev.bellwether.analysis.metrics;

import dev.bellwether.analysis.RoundSteps;
import dev.bellwether.model.MetricPoint;
import dev.bellwether.store.TimeRange;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The [RoundSteps] of a metric's chart.
///
/// @param startNanos of the first step
/// @param intervalNanos how often each series has a point
public record Steps(long startNanos, long stepNanos, int count, long intervalNanos) {
  private static final long SECOND = 1_000_000_000L;

  /// OpenTelemetry's default, where the points do not tell.
  private static final long INTERVAL_DEFAULT_NANOS = 60 * SECOND;

  /// One missing point is a hiccup, three are an outage.
  private static final int GAP_INTERVALS = 4;

  /// Exporters are late by up to a tenth when the machine is busy.
  private static final double PUNCTUALITY = 0.9;

  /// Those that fit a range and what there is in it.
  ///
  /// @param countMax how many steps at the most
  /// @param sample some points of the metric, the newer the better
  public static Steps fitting(TimeRange range, int countMax, List<MetricPoint> sample) {
    long interval = intervalNanos(sample);
    var fitting = RoundSteps.fitting(range, countMax, shortestNanos(interval));
    return new Steps(
        fitting.startNanos(), fitting.stepNanos(), fitting.count(range.toNanos()), interval);
  }

  /// A second at least: nobody exports more often.
  private static long shortestNanos(long interval) {
    return Math.max(SECOND, Math.round(interval * PUNCTUALITY));
  }

  /// The median time from one point of a series to the next.
  private static long intervalNanos(List<MetricPoint> points) {
    var times = new HashMap<SeriesKey, List<Long>>();
    for (var point : points) {
      times.computeIfAbsent(SeriesKey.of(point), _ -> new ArrayList<>()).add(point.timeNanos());
    }
    var intervals = new ArrayList<Long>();
    for (Map.Entry<SeriesKey, List<Long>> series : times.entrySet()) {
      var sorted = series.getValue().stream().sorted().distinct().toList();
      for (int i = 1; i < sorted.size(); i++) {
        intervals.add(sorted.get(i) - sorted.get(i - 1));
      }
    }
    Collections.sort(intervals);
    return intervals.isEmpty() ? INTERVAL_DEFAULT_NANOS : intervals.get(intervals.size() / 2);
  }

  public long endNanos() {
    return startNanos + count * stepNanos;
  }

  /// Points further apart have nothing between them.
  public long gapNanos() {
    return Math.max(GAP_INTERVALS * intervalNanos, stepNanos);
  }

  /// The time whose points are needed: what was counted in the first step shows against the point
  /// before it, what was counted in the last one with the point after it.
  public TimeRange neededRange() {
    return new TimeRange(Math.max(0, startNanos - gapNanos()), endNanos() + gapNanos());
  }

  /// Negative or too high where the time lies outside.
  long indexOf(long nanos) {
    return Math.floorDiv(nanos - startNanos, stepNanos);
  }

  boolean contains(long index) {
    return 0 <= index && index < count;
  }

  long startOf(long index) {
    return startNanos + index * stepNanos;
  }
}
