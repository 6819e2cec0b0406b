package dev.bellwether.analysis.metrics;

import static dev.bellwether.analysis.metrics.Points.SECOND;
import static dev.bellwether.analysis.metrics.Points.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.model.MetricPoint;
import dev.bellwether.store.TimeRange;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StepsTest {
  @ParameterizedTest
  @CsvSource({
    "5, 5, 5",
    "15, 5, 5",
    "15, 10, 10",
    "15, 60, 60",
    "60, 5, 20",
    "360, 5, 120",
    "1440, 5, 600",
    "10080, 5, 3600",
    "527040, 5, 259200"
  })
  void a_step_fits_the_range_and_is_no_shorter_than_the_time_between_points(
      long minutes, long intervalSeconds, long stepSeconds) {
    var range = new TimeRange(at(-60.0 * minutes), at(0));

    var steps = Steps.fitting(range, 180, every(intervalSeconds));

    assertThat(steps.stepNanos()).isEqualTo(stepSeconds * SECOND);
    assertThat(steps.count()).isBetween(1, 181);
    assertThat(steps.startNanos())
        .isBetween(range.fromNanos() - steps.stepNanos(), range.fromNanos());
    assertThat(steps.endNanos()).isGreaterThanOrEqualTo(range.toNanos());
  }

  @Test
  void steps_begin_at_round_times_of_the_clock() {
    var steps = Steps.fitting(new TimeRange(at(-303), at(-3)), 180, every(10));

    assertThat(steps.startNanos()).isEqualTo(at(-310));
    assertThat(steps.endNanos()).isEqualTo(at(0));
  }

  @Test
  void points_that_are_a_little_early_do_not_make_the_steps_longer() {
    var points = List.of(gauge(0), gauge(10.2), gauge(20.1), gauge(30.2));

    assertThat(Steps.fitting(new TimeRange(at(0), at(60)), 180, points).stepNanos())
        .isEqualTo(10 * SECOND);
  }

  @Test
  void an_empty_range_is_one_step() {
    assertThat(Steps.fitting(new TimeRange(at(0), at(0)), 180, List.of()).count()).isEqualTo(1);
  }

  private static List<MetricPoint> every(long seconds) {
    return IntStream.range(0, 5).mapToObj(i -> gauge((double) (-seconds * i))).toList();
  }

  private static MetricPoint gauge(double seconds) {
    return Points.of("trader").gauge(seconds, 1);
  }
}
