package dev.bellwether.analysis.metrics;

import dev.bellwether.model.MetricPoint;
import org.jspecify.annotations.Nullable;

/// One series while its points come, the newest first: it remembers the one point that what comes
/// next is compared with.
final class OpenSeries {
  private final Group group;
  private final Steps steps;
  private final long newestNanos;

  private long laterNanos = Long.MAX_VALUE;

  /// A cumulative count that waits for the point before it.
  private @Nullable Count later;

  private long laterStartNanos;

  /// What the step that is being read has shown so far.
  private final StepLevel level = new StepLevel();

  /// @param newestNanos the time of the newest point of all series
  OpenSeries(Group group, Steps steps, long newestNanos) {
    this.group = group;
    this.steps = steps;
    this.newestNanos = newestNanos;
  }

  /// Where two points have the same time, the first one to come here counts.
  boolean isNews(long timeNanos) {
    return timeNanos < laterNanos;
  }

  void count(MetricPoint point) {
    var count = Count.of(point.data());
    if (count == null) {
      return;
    }
    if (Count.isCumulative(point.data())) {
      countUpTo(point, count);
    } else {
      group.counted.add(Count.startNanos(point), point.timeNanos(), count);
    }
    laterNanos = point.timeNanos();
  }

  private void countUpTo(MetricPoint point, Count count) {
    if (later != null) {
      boolean anew = laterStartNanos > point.timeNanos();
      var since = anew ? null : later.since(count);
      if (since != null) {
        count(point.timeNanos(), since);
      } else {
        count(Math.max(point.timeNanos(), laterStartNanos), later);
      }
    }
    later = count;
    laterStartNanos = point.startNanos();
  }

  private void count(long fromNanos, Count count) {
    if (laterNanos - fromNanos > steps.gapNanos()) {
      group.counted.gap(fromNanos, laterNanos);
    } else {
      group.counted.add(fromNanos, laterNanos, count);
    }
  }

  /// A series that shows up for the first time began at 0: when its first point says, or else after
  /// its source had last sent the others.
  ///
  /// @param sentBeforeNanos when the source sent the metric without this series, 0 where it did not
  void finishCount(long sentBeforeNanos) {
    if (later == null) {
      return;
    }
    long from = Math.max(laterStartNanos, sentBeforeNanos);
    if (from > 0 && from < laterNanos && laterNanos - from <= steps.gapNanos()) {
      group.counted.add(from, laterNanos, later);
    }
  }

  long earliestNanos() {
    return laterNanos;
  }

  /// What the series shows from `timeNanos` until its next point.
  void show(long timeNanos, double number) {
    if (!Double.isFinite(number)) {
      return;
    }
    long step = steps.indexOf(timeNanos);
    if (step != level.step) {
      long before = level.step;
      finishLevel();
      hold(timeNanos, step, before, number);
    }
    level.add(step, number);
    laterNanos = timeNanos;
  }

  /// Until the next point, or until the newest of all; across a gap nothing is known.
  private void hold(long timeNanos, long step, long before, double number) {
    boolean goesOn = laterNanos != Long.MAX_VALUE;
    if (goesOn && laterNanos - timeNanos > steps.gapNanos()) {
      return;
    }
    long end = goesOn ? before : steps.indexOf(newestNanos) + 1;
    for (long i = Math.max(0, step + 1); i < Math.min(end, steps.count()); i++) {
      if (steps.startOf(i) - timeNanos > steps.gapNanos()) {
        return;
      }
      group.levels.add((int) i, number, number, number, number);
    }
  }

  void finishLevel() {
    if (steps.contains(level.step)) {
      level.addTo(group.levels);
    }
    level.clear();
  }

  /// What one series showed in one step.
  private static final class StepLevel {
    long step = Long.MAX_VALUE;
    double last;
    double sum;
    double low;
    double high;
    int points;

    void add(long step, double number) {
      if (points == 0) {
        this.step = step;
        last = number;
        low = number;
        high = number;
      }
      sum += number;
      low = Math.min(low, number);
      high = Math.max(high, number);
      points++;
    }

    void addTo(LevelSteps levels) {
      levels.add((int) step, last, sum / points, low, high);
    }

    void clear() {
      step = Long.MAX_VALUE;
      sum = 0;
      points = 0;
    }
  }
}
