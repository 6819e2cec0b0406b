package dev.bellwether.api;

import static dev.bellwether.store.tests.SampleTraces.NOON_NANOS;
import static dev.bellwether.store.tests.SampleTraces.server;
import static dev.bellwether.store.tests.SampleTraces.trace;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.model.Span;
import dev.bellwether.store.TimeRange;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TimelineTest {
  private static final TimeRange QUARTER =
      new TimeRange(NOON_NANOS, NOON_NANOS + Duration.ofMinutes(15).toNanos());

  @ParameterizedTest
  @CsvSource({
    "PT0S, 1",
    "PT0.05S, 1",
    "PT5S, 100",
    "PT1M, 1000",
    "PT15M, 10000",
    "PT24H, 900000",
    "P7D, 7200000",
    "P3650D, 3196800000"
  })
  void a_window_has_at_most_a_hundred_and_one_steps_of_a_round_length(
      Duration window, long stepMillis) {
    var timeline = new Timeline(new TimeRange(NOON_NANOS, NOON_NANOS + window.toNanos()));
    timeline.declare("ok");

    assertThat(timeline.stepMillis()).isEqualTo(stepMillis);
    assertThat(timeline.series().getFirst().counts()).hasSizeBetween(1, 102);
  }

  @Test
  void all_of_time_has_steps_too() {
    var timeline = new Timeline(TimeRange.ALWAYS);
    timeline.count("ok", Long.MAX_VALUE - 1);

    assertThat(timeline.series().getFirst().counts()).hasSizeBetween(2, 102).contains(1L);
  }

  @Test
  void steps_are_round_times_whenever_the_window_begins() {
    var later = new TimeRange(NOON_NANOS + 3_456_789_012L, QUARTER.toNanos());

    var timeline = new Timeline(later);

    assertThat(timeline.startNanos()).isEqualTo(NOON_NANOS);
  }

  @Test
  void the_last_moment_of_the_window_counts_to_the_last_step() {
    var timeline = new Timeline(QUARTER);

    timeline.count("ok", QUARTER.fromNanos());
    timeline.count("ok", QUARTER.toNanos() - 1);

    var counts = timeline.series().getFirst().counts();
    assertThat(counts.getFirst()).isEqualTo(1);
    assertThat(counts.get(89)).isEqualTo(1);
  }

  @Test
  void spans_that_would_be_drawn_over_each_other_are_one_point_that_says_how_many() {
    var timeline = new Timeline(QUARTER);

    timeline.plot(span(3, 20));
    timeline.plot(span(2, 20));
    timeline.plot(span(1, 900));

    var points = timeline.points();
    assertThat(points).extracting("spans").containsExactly(1, 2);
    assertThat(points.getLast().traceId()).isEqualTo(span(3, 20).traceId().toString());
  }

  @Test
  void failed_spans_are_points_of_their_own_and_come_last() {
    var timeline = new Timeline(QUARTER);

    timeline.plot(
        trace(2, NOON_NANOS, server("trader", "POST").lasting(Duration.ofMillis(20)).failing(""))
            .getFirst());
    timeline.plot(span(1, 20));

    assertThat(timeline.points()).extracting("failed").containsExactly(false, true);
  }

  private static Span span(long number, long millis) {
    var sketch = server("trader", "POST").lasting(Duration.ofMillis(millis));
    return trace(number, NOON_NANOS + number, sketch).getFirst();
  }
}
