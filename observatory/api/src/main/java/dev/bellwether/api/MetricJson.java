package dev.bellwether.api;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `GET /api/metrics/{name}`: one metric over time.
///
/// @param kind see [MetricsJson.Metric]
/// @param aggregations those that fit the metric
/// @param by what the lines are grouped by; absent where all series are one line
/// @param fromUnixNano the window that was asked for
/// @param startUnixNano where the first step begins: the window's start, rounded down to a step
/// @param steps how many there are
/// @param lines the largest groups, the largest first
/// @param groups how many groups there are, drawn or not
/// @param series how many series are in them: a source and its attributes
/// @param uncounted points of groups or series beyond what is looked at
/// @param unlike points that another sender measures as another kind of metric under the same name
/// @param truncated there are more points than were read, newest first
/// @param complete false when the store ran out of time before it had looked everywhere
/// @param countedFromUnixNano where a cut-off answer begins; absent when all of it is here
public record MetricJson(
    String name,
    String kind,
    String unit,
    String description,
    String aggregation,
    List<String> aggregations,
    @Nullable String by,
    String fromUnixNano,
    String toUnixNano,
    String startUnixNano,
    long stepMillis,
    int steps,
    List<Line> lines,
    int groups,
    int series,
    long uncounted,
    long unlike,
    boolean truncated,
    boolean complete,
    @Nullable String countedFromUnixNano) {
  /// One group.
  ///
  /// @param group the value of `by`; absent for series that do not have it
  /// @param total what was counted, or how high the line is on average
  public record Line(
      @Nullable String group, double total, List<Point> points, List<Exemplar> exemplars) {}

  /// A step of which something is known.
  ///
  /// @param step its number, from 0
  public record Point(int step, double value) {}

  /// A measurement with the trace that it was made in: of each step the highest.
  public record Exemplar(
      String timeUnixNano,
      double value,
      String traceId,
      @Nullable String spanId,
      Map<String, Object> attributes) {}
}
