package dev.bellwether.analysis.metrics;

import dev.bellwether.model.MetricPoint;
import dev.bellwether.model.MetricPoint.Quantile;
import dev.bellwether.model.Value;
import dev.bellwether.store.query.Field;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Makes a [MetricChart] of points that come page by page, each further back than the one before.
/// Used by one thread.
public final class SeriesDrawing {
  /// About 10 KB each at 180 steps, 20 MB in all; nobody tells so many lines apart.
  private static final int GROUPS_MAX = 2_000;

  /// A thousand processes of fifty series each.
  private static final int SERIES_MAX = 50_000;

  private final MetricKind kind;
  private final Aggregation aggregation;
  private final Steps steps;
  private final @Nullable Field by;

  private final Map<@Nullable String, Group> groups = new HashMap<>();
  private final Map<SeriesKey, OpenSeries> series = new HashMap<>();

  /// When each source sent anything.
  private final Map<SeriesKey.Source, TreeSet<Long>> sent = new HashMap<>();

  /// Steps in which at least one source was there: it had sent something, and did so again.
  private final BitSet attended = new BitSet();

  private long newestNanos = Long.MIN_VALUE;
  private long oldestNanos = Long.MAX_VALUE;
  private long uncounted;
  private long unlike;

  /// @param kind that the aggregation fits
  /// @param by what to group by; null: all series are one line
  public SeriesDrawing(MetricKind kind, Aggregation aggregation, Steps steps, @Nullable Field by) {
    this.kind = kind;
    this.aggregation = aggregation;
    this.steps = steps;
    this.by = by;
  }

  /// Takes points in any order, none later than those of the page before. Of points of one series
  /// with the same time, the first one counts.
  public void add(List<MetricPoint> page) {
    var newestFirst = new ArrayList<>(page);
    newestFirst.sort(Comparator.comparingLong(MetricPoint::timeNanos).reversed());
    for (var point : newestFirst) {
      add(point);
    }
  }

  private void add(MetricPoint point) {
    if (!kind.fits(MetricKind.of(point.data()))) {
      unlike++;
      return;
    }
    newestNanos = Math.max(newestNanos, point.timeNanos());
    oldestNanos = Math.min(oldestNanos, Count.startNanos(point));
    var key = SeriesKey.of(point);
    var open = open(key, point);
    if (open == null) {
      uncounted++;
      return;
    }
    if (!open.isNews(point.timeNanos())) {
      return;
    }
    sent.computeIfAbsent(key.source(), _ -> new TreeSet<>()).add(point.timeNanos());
    take(open, point);
    var group = group(point);
    if (group != null) {
      point.exemplars().forEach(group::add);
    }
  }

  private @Nullable OpenSeries open(SeriesKey key, MetricPoint point) {
    var open = series.get(key);
    if (open != null) {
      return open;
    }
    var group = group(point);
    if (group == null || series.size() >= SERIES_MAX) {
      return null;
    }
    var opened = new OpenSeries(group, steps, newestNanos);
    series.put(key, opened);
    return opened;
  }

  private @Nullable Group group(MetricPoint point) {
    var value = by == null ? null : by.of(point);
    var name = value == null ? null : value.text();
    var group = groups.get(name);
    if (group == null && groups.size() < GROUPS_MAX) {
      group = new Group(name, steps, aggregation);
      groups.put(name, group);
    }
    return group;
  }

  private void take(OpenSeries open, MetricPoint point) {
    switch (point.data()) {
      case MetricPoint.Gauge(Value number) -> open.show(point.timeNanos(), Count.number(number));
      case MetricPoint.Sum(Value number, _, _) when kind == MetricKind.LEVEL ->
          open.show(point.timeNanos(), Count.number(number));
      case MetricPoint.Summary summary when aggregation.isQuantile() ->
          open.show(point.timeNanos(), quantile(summary));
      case MetricPoint.Sum _,
          MetricPoint.Histogram _,
          MetricPoint.ExponentialHistogram _,
          MetricPoint.Summary _ ->
          open.count(point);
    }
  }

  private double quantile(MetricPoint.Summary summary) {
    return summary.quantiles().stream()
        .filter(quantile -> Math.abs(quantile.quantile() - aggregation.quantile()) < 1e-9)
        .mapToDouble(Quantile::value)
        .findFirst()
        .orElse(Double.NaN);
  }

  /// The drawing is over.
  ///
  /// @param linesMax how many groups get a line
  public MetricChart finish(int linesMax) {
    series.forEach((key, open) -> {
      open.finishCount(sentBefore(key, open.earliestNanos()));
      open.finishLevel();
    });
    sent.values().forEach(this::attend);
    var lines =
        groups.values().stream()
            .map(this::line)
            .sorted(
                Comparator.comparingDouble(MetricChart.Line::total)
                    .reversed()
                    .thenComparing(
                        MetricChart.Line::group, Comparator.nullsLast(Comparator.naturalOrder())))
            .limit(linesMax)
            .toList();
    return new MetricChart(
        kind, aggregation, steps, lines, groups.size(), series.size(), uncounted, unlike);
  }

  private void attend(NavigableSet<Long> times) {
    long first = Math.max(0, steps.indexOf(times.first() - 1));
    long last = Math.min(steps.count() - 1L, steps.indexOf(times.last() - 1));
    if (first <= last) {
      attended.set((int) first, (int) last + 1);
    }
  }

  /// Sources that send their series one after the other must not look as if one of them were new,
  /// nor what was just outside of what was read: two whole intervals have to have passed.
  private long sentBefore(SeriesKey key, long earliestNanos) {
    if (earliestNanos - oldestNanos < 2 * steps.intervalNanos()) {
      return 0;
    }
    var times = sent.get(key.source());
    var before = times == null ? null : times.floor(earliestNanos - steps.intervalNanos() / 2);
    return before == null ? 0 : before;
  }

  private MetricChart.Line line(Group group) {
    var values = new ArrayList<@Nullable Double>();
    double total = 0;
    int known = 0;
    for (int step = 0; step < steps.count(); step++) {
      double value = value(group, step);
      if (Double.isFinite(value)) {
        total += value;
        known++;
      }
      values.add(Double.isFinite(value) ? (@Nullable Double) value : null);
    }
    double size = aggregation.isCount() || known == 0 ? total : total / known;
    return new MetricChart.Line(
        group.name, Collections.unmodifiableList(values), size, group.exemplars());
  }

  private double value(Group group, int step) {
    return switch (aggregation) {
      case RATE -> counted(group, step, 0.5) / (covered(step) / 1e9);
      case INCREASE -> counted(group, step, 0.9);
      case LAST, SUM, AVERAGE, MIN, MAX -> level(group, step);
      case P50, P90, P95, P99 ->
          kind == MetricKind.SUMMARY
              ? known(group, step, group.levels.highest(step))
              : group.counted.quantile(step, aggregation.quantile());
    };
  }

  /// A step that has hardly begun would look like a slump; one in which nobody was there to count
  /// is not one in which nothing happened.
  ///
  /// @param share how much of the step has to be known
  private double counted(Group group, int step, double share) {
    double amount = group.counted.amount(step);
    boolean unknown = amount == 0 && (group.counted.isGap(step) || !attended.get(step));
    return unknown || covered(step) < share * steps.stepNanos() ? Double.NaN : amount;
  }

  /// How much of a step lies between the first and the last that was heard of the metric.
  private long covered(int step) {
    return Math.min(newestNanos, steps.startOf(step + 1L))
        - Math.max(oldestNanos, steps.startOf(step));
  }

  private double level(Group group, int step) {
    if (kind != MetricKind.GAUGE && kind != MetricKind.LEVEL) {
      return group.counted.average(step);
    }
    int parts =
        kind == MetricKind.GAUGE && aggregation != Aggregation.SUM
            ? Math.max(1, group.levels.series(step))
            : 1;
    return known(
        group,
        step,
        switch (aggregation) {
          case LAST, SUM -> group.levels.lasts(step) / parts;
          case AVERAGE -> group.levels.averages(step) / parts;
          case MIN -> group.levels.lowest(step);
          case MAX, RATE, INCREASE, P50, P90, P95, P99 -> group.levels.highest(step);
        });
  }

  private static double known(Group group, int step, double value) {
    return group.levels.series(step) == 0 ? Double.NaN : value;
  }
}
