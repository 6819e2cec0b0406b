package dev.bellwether.store.segments.columns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.model.MetricPoint;
import dev.bellwether.store.TimeRange;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PointTableTest {
  private static final long SEED = Long.getLong("seed", System.nanoTime());

  @TempDir Path folder;

  @Test
  void every_point_of_a_name_comes_back_as_it_was_newest_first() throws IOException {
    var points = new HostileRecords(SEED, 50).metricPoints(5_000);
    var random = new Random(SEED);

    try (var table = table(points)) {
      assertThat(table.names())
          .isEqualTo(points.stream().map(MetricPoint::name).distinct().sorted().toList());
      for (var name : table.names()) {
        var range =
            random.nextBoolean()
                ? new TimeRange(Long.MIN_VALUE, Long.MAX_VALUE)
                : new TimeRange(1_010, 1_030);
        var limit = random.nextBoolean() ? 10 : 10_000;

        var found = table.points(table.search(name, range, limit, () -> false).hits());

        assertThat(found)
            .as("seed %d: %s in %s", SEED, name, range)
            .isEqualTo(newest(points, name, range, limit));
      }
    }
  }

  @Test
  void a_name_that_nobody_sent_has_no_points() throws IOException {
    try (var table = table(new HostileRecords(SEED, 50).metricPoints(10))) {
      assertThat(table.search("nobody", TimeRange.ALWAYS, 5, () -> false).hits()).isEmpty();
    }
  }

  private PointTable table(List<MetricPoint> points) throws IOException {
    var file = folder.resolve("points");
    PointTable.write(file, points);
    return PointTable.open(file);
  }

  /// Of the same time, the last to arrive first.
  private static List<MetricPoint> newest(
      List<MetricPoint> points, String name, TimeRange range, int limit) {
    return points.reversed().stream()
        .filter(point -> point.name().equals(name) && range.contains(point.timeNanos()))
        .sorted(Comparator.comparingLong(MetricPoint::timeNanos).reversed())
        .limit(limit)
        .toList();
  }
}
