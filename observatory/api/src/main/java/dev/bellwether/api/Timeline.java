package dev.bellwether.api;

import dev.bellwether.analysis.RoundSteps;
import dev.bellwether.api.TimelineJson.Operation;
import dev.bellwether.api.TimelineJson.Point;
import dev.bellwether.api.TimelineJson.Series;
import dev.bellwether.model.Span;
import dev.bellwether.store.TimeRange;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/// Counts records per step of time. Used by one thread.
final class Timeline {
  /// As many columns as can be told apart and pointed at in a window of 1,000 pixels, with the one
  /// that the beginning of the window cuts.
  private static final int STEPS_MAX = 100;

  private static final long SHORTEST_NANOS = 1_000_000;

  /// The scatter is about 1,000 by 130 pixels, and a point is four pixels wide.
  private static final int COLUMNS = 240;

  private static final double ROWS_PER_DECADE = 8;

  private final TimeRange range;
  private final long stepMillis;
  private final long startMillis;
  private final int steps;
  private final Map<String, long[]> series = new LinkedHashMap<>();
  private final Map<Operation, Integer> operations = new LinkedHashMap<>();
  private final Map<Place, Dot> dots = new LinkedHashMap<>();

  Timeline(TimeRange range) {
    this.range = range;
    var fitting = RoundSteps.fitting(range, STEPS_MAX - 1, SHORTEST_NANOS);
    this.stepMillis = fitting.stepNanos() / 1_000_000;
    this.startMillis = fitting.startNanos() / 1_000_000;
    this.steps = (int) ((range.toNanos() / 1_000_000 - startMillis) / stepMillis) + 1;
  }

  /// A series that is there also when nothing counts to it.
  void declare(String name) {
    series.putIfAbsent(name, new long[steps]);
  }

  void count(String name, long nanos) {
    var counts = series.computeIfAbsent(name, _ -> new long[steps]);
    var step = (nanos / 1_000_000 - startMillis) / stepMillis;
    if (0 <= step && step < steps) {
      counts[(int) step]++;
    }
  }

  /// Spans come newest first, so that the newest stands for its place.
  void plot(Span span) {
    var width = Math.max(1, range.toNanos() - range.fromNanos());
    var column =
        (int) ((double) (span.startNanos() - range.fromNanos()) / (double) width * COLUMNS);
    var row = (int) (Math.log10((double) Math.max(1, span.durationNanos())) * ROWS_PER_DECADE);
    dots.computeIfAbsent(new Place(column, row, span.failed()), _ -> new Dot(span)).spans++;
  }

  long startNanos() {
    return startMillis * 1_000_000;
  }

  long stepMillis() {
    return stepMillis;
  }

  List<Series> series() {
    return series.entrySet().stream()
        .map(entry -> new Series(entry.getKey(), LongStream.of(entry.getValue()).boxed().toList()))
        .toList();
  }

  /// Oldest first, failed ones last: they are drawn over the others.
  List<Point> points() {
    var points = new ArrayList<Point>(dots.size());
    dots.forEach((place, dot) -> points.add(point(place, dot)));
    Collections.reverse(points);
    points.sort(Comparator.comparing(Point::failed));
    return points;
  }

  /// Complete after [#points()].
  List<Operation> operations() {
    return List.copyOf(operations.keySet());
  }

  private Point point(Place place, Dot dot) {
    var span = dot.newest;
    var operation = new Operation(span.service(), span.name());
    var number = operations.computeIfAbsent(operation, _ -> operations.size());
    return new Point(
        span.traceId().toString(),
        span.id().toString(),
        Long.toString(span.startNanos()),
        span.durationNanos(),
        place.failed,
        number,
        dot.spans);
  }

  private record Place(int column, int row, boolean failed) {}

  private static final class Dot {
    final Span newest;
    int spans;

    Dot(Span newest) {
      this.newest = newest;
    }
  }
}
