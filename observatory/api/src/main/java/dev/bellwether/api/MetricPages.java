package dev.bellwether.api;

import dev.bellwether.model.MetricPoint;
import dev.bellwether.store.Deadline;
import dev.bellwether.store.MetricReader;
import dev.bellwether.store.Page;
import dev.bellwether.store.TimeRange;
import java.util.List;
import java.util.function.Consumer;

/// Reads the points of a metric page by page, the newest first, so that a long window takes no more
/// memory than a short one.
final class MetricPages {
  /// About 5 MB of histograms.
  private static final int PAGE_POINTS = 5_000;

  /// A second and a half; 24 hours of thirty series every five seconds are 500,000.
  private static final int POINTS_MAX = 500_000;

  /// So many series with a point at the same instant are not read to their end.
  private static final int SAME_TIME_MAX = 80_000;

  private final MetricReader metrics;
  private final String name;
  private final Consumer<List<MetricPoint>> reader;
  private final Deadline deadline = new Deadline(Deadline.SEARCH_MAX);

  private MetricPages(MetricReader metrics, String name, Consumer<List<MetricPoint>> reader) {
    this.metrics = metrics;
    this.name = name;
    this.reader = reader;
  }

  /// How far back the points were read.
  ///
  /// @param fromNanos before it nothing was read
  /// @param truncated there is something before it, or may be
  record Extent(long fromNanos, boolean truncated, boolean complete) {}

  static Extent read(
      MetricReader metrics, String name, TimeRange range, Consumer<List<MetricPoint>> reader) {
    return new MetricPages(metrics, name, reader).read(range);
  }

  private Extent read(TimeRange range) {
    long toNanos = range.toNanos();
    long read = 0;
    int limit = PAGE_POINTS;
    while (true) {
      var page = metrics.points(name, new TimeRange(range.fromNanos(), toNanos), limit);
      if (!page.truncated()) {
        reader.accept(page.items());
        return new Extent(range.fromNanos(), false, true);
      }
      if (page.items().isEmpty() || !page.effort().complete() || limit > SAME_TIME_MAX) {
        return rest(page, toNanos);
      }
      // Of the oldest time there may be more points than fitted.
      long oldestNanos = page.items().getLast().timeNanos();
      var whole =
          page.items().stream().takeWhile(point -> point.timeNanos() > oldestNanos).toList();
      limit = whole.isEmpty() ? 4 * limit : PAGE_POINTS;
      reader.accept(whole);
      read += whole.size();
      toNanos = oldestNanos + 1;
      if (read >= POINTS_MAX || deadline.isOver()) {
        return new Extent(toNanos, true, !deadline.isOver());
      }
    }
  }

  private Extent rest(Page<MetricPoint> page, long toNanos) {
    reader.accept(page.items());
    long fromNanos = page.items().isEmpty() ? toNanos : page.items().getLast().timeNanos();
    return new Extent(fromNanos, true, page.effort().complete());
  }
}
