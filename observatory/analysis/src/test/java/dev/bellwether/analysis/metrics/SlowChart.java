package dev.bellwether.analysis.metrics;

import static dev.bellwether.analysis.metrics.Points.at;

import dev.bellwether.model.MetricPoint;
import dev.bellwether.model.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// What [SeriesDrawing] does, done second by second and from the oldest point on. All times are
/// whole seconds after noon, and each series has a source of its own.
final class SlowChart {
  private static final long SECOND = Points.SECOND;

  private final Steps steps;
  private final int seconds;
  private final int stepSeconds;
  private final long gapSeconds;

  SlowChart(Steps steps) {
    this.steps = steps;
    this.stepSeconds = (int) (steps.stepNanos() / SECOND);
    this.seconds = steps.count() * stepSeconds;
    this.gapSeconds = steps.gapNanos() / SECOND;
  }

  /// How much of each bucket was counted in each step; a counter is one bucket.
  double[][] counted(List<MetricPoint> points, int buckets) {
    var perSecond = new double[seconds][buckets];
    for (var series : series(points)) {
      count(series, perSecond, buckets);
    }
    var perStep = new double[steps.count()][buckets];
    for (int second = 0; second < seconds; second++) {
      for (int bucket = 0; bucket < buckets; bucket++) {
        perStep[second / stepSeconds][bucket] += perSecond[second][bucket];
      }
    }
    return perStep;
  }

  private void count(List<MetricPoint> series, double[][] perSecond, int buckets) {
    MetricPoint before = null;
    for (var point : series) {
      var now = counts(point);
      if (!Count.isCumulative(point.data())) {
        spread(second(point.startNanos()), second(point.timeNanos()), now, perSecond);
      } else if (before == null) {
        upTo(point, second(point.startNanos()), now, perSecond);
      } else if (point.startNanos() > before.timeNanos()) {
        upTo(point, second(point.startNanos()), now, perSecond);
      } else {
        var then = counts(before);
        boolean fell = Arrays.stream(now).sum() < Arrays.stream(then).sum();
        for (int bucket = 0; bucket < buckets && !fell; bucket++) {
          now[bucket] = Math.max(0, now[bucket] - then[bucket]);
        }
        upTo(point, second(before.timeNanos()), now, perSecond);
      }
      before = point;
    }
  }

  private void upTo(MetricPoint point, long from, double[] amounts, double[][] perSecond) {
    if (second(point.timeNanos()) - from <= gapSeconds) {
      spread(from, second(point.timeNanos()), amounts, perSecond);
    }
  }

  private void spread(long from, long to, double[] amounts, double[][] perSecond) {
    for (long second = Math.max(0, from); second < Math.min(to, seconds); second++) {
      for (int bucket = 0; bucket < amounts.length; bucket++) {
        perSecond[(int) second][bucket] += amounts[bucket] / (to - from);
      }
    }
  }

  private static double[] counts(MetricPoint point) {
    return point.data() instanceof MetricPoint.Histogram histogram
        ? histogram.counts().stream().mapToDouble(Long::doubleValue).toArray()
        : new double[] {Objects.requireNonNull(Count.of(point.data())).amount()};
  }

  /// The value of every series that shows one, by step.
  Map<Integer, List<Double>> shown(List<MetricPoint> points) {
    long newest = points.stream().mapToLong(point -> second(point.timeNanos())).max().orElse(0);
    var shown = new TreeMap<Integer, List<Double>>();
    for (var series : series(points)) {
      for (int step = 0; step < steps.count(); step++) {
        var value = shown(series, step, newest);
        if (!Double.isNaN(value)) {
          shown.computeIfAbsent(step, _ -> new ArrayList<>()).add(value);
        }
      }
    }
    return shown;
  }

  private double shown(List<MetricPoint> series, int step, long newest) {
    long start = (long) step * stepSeconds;
    MetricPoint last = null;
    MetricPoint next = null;
    for (var point : series) {
      if (second(point.timeNanos()) < start + stepSeconds) {
        last = point;
      } else if (next == null) {
        next = point;
      }
    }
    if (last == null) {
      return Double.NaN;
    }
    long age = start - second(last.timeNanos());
    boolean held =
        age <= gapSeconds
            && (next == null
                ? start <= newest
                : second(next.timeNanos()) - second(last.timeNanos()) <= gapSeconds);
    boolean inStep = age <= 0;
    return (inStep || held) && last.data() instanceof MetricPoint.Gauge(Value number)
        ? Count.number(number)
        : Double.NaN;
  }

  private static List<List<MetricPoint>> series(List<MetricPoint> points) {
    var series = new LinkedHashMap<SeriesKey, TreeMap<Long, MetricPoint>>();
    for (var point : points) {
      series
          .computeIfAbsent(SeriesKey.of(point), _ -> new TreeMap<>())
          .put(point.timeNanos(), point);
    }
    return series.values().stream().map(byTime -> List.copyOf(byTime.values())).toList();
  }

  private static long second(long nanos) {
    return (nanos - at(0)) / SECOND;
  }
}
