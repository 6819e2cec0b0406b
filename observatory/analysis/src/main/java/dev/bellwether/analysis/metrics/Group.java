package dev.bellwether.analysis.metrics;

import dev.bellwether.model.MetricPoint;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The series that are drawn as one line.
final class Group {
  final @Nullable String name;
  final CountedSteps counted;
  final LevelSteps levels;

  /// Of each step the exemplar with the highest value: what one wants to look into.
  private final MetricPoint.@Nullable Exemplar[] exemplars;

  private final Steps steps;

  Group(@Nullable String name, Steps steps, Aggregation aggregation) {
    this.name = name;
    this.steps = steps;
    this.counted = new CountedSteps(steps, aggregation.isQuantile());
    this.levels = new LevelSteps(steps);
    this.exemplars = new MetricPoint.Exemplar[steps.count()];
  }

  /// One that names no trace leads nowhere.
  void add(MetricPoint.Exemplar exemplar) {
    long step = steps.indexOf(exemplar.timeNanos());
    if (!steps.contains(step) || exemplar.traceId() == null) {
      return;
    }
    double number = Count.number(exemplar.number());
    var kept = exemplars[(int) step];
    if (Double.isFinite(number) && (kept == null || number > Count.number(kept.number()))) {
      exemplars[(int) step] = exemplar;
    }
  }

  /// From the earliest to the latest.
  List<MetricPoint.Exemplar> exemplars() {
    var kept = new ArrayList<MetricPoint.Exemplar>();
    for (var exemplar : exemplars) {
      if (exemplar != null) {
        kept.add(exemplar);
      }
    }
    return kept;
  }
}
