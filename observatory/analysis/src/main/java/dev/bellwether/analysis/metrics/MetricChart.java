package dev.bellwether.analysis.metrics;

import dev.bellwether.model.MetricPoint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A metric as lines over time.
///
/// @param lines the largest groups, the largest first
/// @param groups how many there are, drawn or not
/// @param series how many series are in them
/// @param uncounted points of groups or series that were too many to be looked at
/// @param unlike points of another kind, which cannot be drawn with these
public record MetricChart(
    MetricKind kind,
    Aggregation aggregation,
    Steps steps,
    List<Line> lines,
    int groups,
    int series,
    long uncounted,
    long unlike) {
  public MetricChart {
    lines = List.copyOf(lines);
  }

  /// What an exemplar measured. Those that are drawn have a number.
  public static double number(MetricPoint.Exemplar exemplar) {
    return Count.number(exemplar.number());
  }

  /// One group.
  ///
  /// @param group what its series have in common; null where they lack the attribute, or where
  ///   nothing is grouped
  /// @param values one for each step, null where nothing is known
  /// @param total its size: what it counted, or how high it was on average
  /// @param exemplars from the earliest to the latest, at most one for each step
  public record Line(
      @Nullable String group,
      List<@Nullable Double> values,
      double total,
      List<MetricPoint.Exemplar> exemplars) {}
}
