package dev.bellwether.analysis.metrics;

import static dev.bellwether.analysis.metrics.Points.SECOND;
import static dev.bellwether.analysis.metrics.Points.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bellwether.model.MetricPoint;
import dev.bellwether.model.MetricPoint.Temporality;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Random series with restarts, gaps, duplicates and in any order, against [SlowChart].
final class SeriesDrawingRandomTest {
  private static final int SETS = 300;

  private static final Steps STEPS = new Steps(at(0), 10 * SECOND, 12, 5 * SECOND);

  private static final List<Double> BOUNDS = List.of(1.0, 2.0, 4.0);

  private final long seed = Long.getLong("seed", System.nanoTime());
  private final Random random = new Random(seed);

  @Test
  void counters_show_what_counting_second_by_second_gives() {
    for (int set = 0; set < SETS; set++) {
      var points = counters(1);
      var expected = new SlowChart(STEPS).counted(points, 1);

      var line = line(MetricKind.COUNTER, Aggregation.INCREASE, points);

      for (int step = 0; step < STEPS.count(); step++) {
        var value = line.get(step);
        if (value != null) {
          assertThat(value)
              .as("seed %d, set %d, step %d", seed, set, step)
              .isCloseTo(expected[step][0], within(1e-6));
        }
      }
    }
  }

  @Test
  void percentiles_are_those_of_all_that_was_counted_in_the_step() {
    for (int set = 0; set < SETS; set++) {
      var points = counters(BOUNDS.size() + 1);
      var expected = new SlowChart(STEPS).counted(points, BOUNDS.size() + 1);

      var line = line(MetricKind.HISTOGRAM, Aggregation.P90, points);

      for (int step = 0; step < STEPS.count(); step++) {
        var as = "seed %d, set %d, step %d".formatted(seed, set, step);
        if (Arrays.stream(expected[step]).sum() == 0) {
          assertThat(line.get(step)).as(as).isNull();
        } else {
          assertThat(line.get(step)).as(as).isCloseTo(p90(expected[step]), within(1e-6));
        }
      }
    }
  }

  @Test
  void gauges_show_what_looking_at_every_step_of_every_series_gives() {
    for (int set = 0; set < SETS; set++) {
      var points = gauges();
      var expected = new SlowChart(STEPS).shown(points);

      var average = line(MetricKind.GAUGE, Aggregation.LAST, points);
      var sum = line(MetricKind.GAUGE, Aggregation.SUM, points);

      for (int step = 0; step < STEPS.count(); step++) {
        var as = "seed %d, set %d, step %d".formatted(seed, set, step);
        var values = expected.get(step);
        if (values == null) {
          assertThat(average.get(step)).as(as).isNull();
        } else {
          double all = values.stream().mapToDouble(Double::doubleValue).sum();
          assertThat(sum.get(step)).as(as).isCloseTo(all, within(1e-9));
          assertThat(average.get(step)).as(as).isCloseTo(all / values.size(), within(1e-9));
        }
      }
    }
  }

  private static double p90(double[] counts) {
    double rank = 0.9 * Arrays.stream(counts).sum();
    double[] edges = {0, 1, 2, 4, 4};
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] > 0 && (rank <= counts[i] + 1e-9 || i == counts.length - 1)) {
        return edges[i] + Math.min(1, rank / counts[i]) * (edges[i + 1] - edges[i]);
      }
      rank -= counts[i];
    }
    return 4;
  }

  private List<MetricPoint> counters(int buckets) {
    var points = new ArrayList<MetricPoint>();
    for (int series = 0; series <= random.nextInt(4); series++) {
      var source = Points.of("service-" + series);
      var temporality = random.nextBoolean() ? Temporality.DELTA : Temporality.CUMULATIVE;
      int start = random.nextInt(5) == 0 ? random.nextInt(-15, 15) : -1000;
      var counts = new long[buckets];
      for (int before = Math.max(start, -20), time = next(before);
          time < 140;
          time = next(before)) {
        if (temporality == Temporality.DELTA || random.nextInt(8) == 0) {
          Arrays.fill(counts, 0);
          start = temporality == Temporality.DELTA ? before : random.nextInt(before + 1, time + 1);
        }
        for (int i = 0; i < buckets; i++) {
          counts[i] += random.nextInt(3) == 0 ? 0 : random.nextInt(20);
        }
        if (start < time) {
          points.add(point(source, temporality, start, time, counts));
        }
        before = time;
      }
    }
    return disorderly(points);
  }

  private static MetricPoint point(
      Points source, Temporality temporality, int start, int time, long[] counts) {
    if (counts.length > 1) {
      var list = Arrays.stream(counts).boxed().toList();
      return source.histogram(temporality, start, time, BOUNDS, list);
    }
    return temporality == Temporality.DELTA
        ? source.delta(start, time, counts[0])
        : source.counted(start, time, counts[0]);
  }

  private List<MetricPoint> gauges() {
    var points = new ArrayList<MetricPoint>();
    for (int series = 0; series <= random.nextInt(4); series++) {
      var source = Points.of("service-" + series);
      for (int time = next(-25); time < 140; time = next(time)) {
        points.add(source.gauge(time, random.nextInt(100)));
      }
    }
    return disorderly(points);
  }

  /// Mostly five seconds later, sometimes much.
  private int next(int time) {
    return time + (random.nextInt(10) == 0 ? random.nextInt(15, 40) : random.nextInt(4, 7));
  }

  private List<MetricPoint> disorderly(List<MetricPoint> points) {
    var all = new ArrayList<>(points);
    points.stream().filter(_ -> random.nextInt(5) == 0).forEach(all::add);
    Collections.shuffle(all, random);
    return all;
  }

  /// Read in pages, each further back than the one before.
  private List<Double> line(MetricKind kind, Aggregation aggregation, List<MetricPoint> points) {
    var drawing = new SeriesDrawing(kind, aggregation, STEPS, null);
    long border = at(random.nextInt(0, 120));
    drawing.add(points.stream().filter(point -> point.timeNanos() >= border).toList());
    drawing.add(points.stream().filter(point -> point.timeNanos() < border).toList());
    var lines = drawing.finish(1).lines();
    return lines.isEmpty() ? Collections.nCopies(STEPS.count(), null) : lines.getFirst().values();
  }
}
