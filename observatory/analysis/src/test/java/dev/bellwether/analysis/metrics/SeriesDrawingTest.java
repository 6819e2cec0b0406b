package dev.bellwether.analysis.metrics;

import static dev.bellwether.analysis.metrics.Points.at;
import static dev.bellwether.analysis.metrics.Points.exemplar;
import static dev.bellwether.model.MetricPoint.Temporality.CUMULATIVE;
import static dev.bellwether.model.MetricPoint.Temporality.DELTA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bellwether.model.MetricPoint;
import dev.bellwether.model.MetricPoint.Buckets;
import dev.bellwether.store.query.Field;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Six steps of ten seconds from noon; points come every ten seconds.
final class SeriesDrawingTest {
  private static final Steps STEPS = new Steps(at(0), 10 * Points.SECOND, 6, 10 * Points.SECOND);

  private static final Points TRADER = Points.of("trader");

  private static final List<Double> BOUNDS = List.of(1.0, 2.0, 4.0);

  @Test
  void a_cumulative_counter_shows_how_much_it_grew() {
    assertThat(
            values(
                Aggregation.INCREASE,
                TRADER.counted(-90, 0, 100),
                TRADER.counted(-90, 10, 130),
                TRADER.counted(-90, 20, 130),
                TRADER.counted(-90, 30, 190)))
        .containsExactly(30.0, 0.0, 60.0, null, null, null);
  }

  @Test
  void a_rate_is_per_second() {
    assertThat(values(Aggregation.RATE, TRADER.delta(0, 10, 30), TRADER.delta(10, 20, 5)))
        .containsExactly(3.0, 0.5, null, null, null, null);
  }

  @Test
  void what_was_counted_between_two_points_is_spread_evenly_over_the_time_between() {
    assertThat(
            values(
                Aggregation.INCREASE,
                TRADER.counted(-90, -4, 0),
                TRADER.counted(-90, 6, 10),
                TRADER.counted(-90, 16, 30)))
        .startsWith(6.0 + 8.0);
  }

  @Test
  void a_counter_that_fell_began_anew() {
    assertThat(
            values(
                Aggregation.INCREASE,
                TRADER.counted(-90, 0, 100),
                TRADER.counted(-90, 10, 110),
                TRADER.counted(-90, 20, 7)))
        .startsWith(10.0, 7.0);
  }

  @Test
  void a_counter_whose_start_changed_began_anew_even_if_it_did_not_fall() {
    assertThat(
            values(
                Aggregation.INCREASE,
                TRADER.counted(-90, 0, 100),
                TRADER.counted(-90, 10, 110),
                TRADER.counted(12, 20, 200)))
        .startsWith(10.0, 200.0);
  }

  @Test
  void across_a_gap_nothing_is_drawn_and_nothing_counted() {
    var steps = new Steps(at(0), 10 * Points.SECOND, 12, 10 * Points.SECOND);

    var chart =
        chart(
            steps,
            MetricKind.COUNTER,
            Aggregation.INCREASE,
            null,
            TRADER.counted(-90, 0, 0),
            TRADER.counted(-90, 10, 5),
            TRADER.counted(-90, 110, 4000),
            TRADER.counted(-90, 120, 4003));

    assertThat(chart.lines().getFirst().values())
        .containsExactly(5.0, null, null, null, null, null, null, null, null, null, null, 3.0);
  }

  @Test
  void a_series_that_shows_up_later_than_its_source_began_at_zero() {
    var bought = TRADER.with("action", "buy");
    var sold = TRADER.with("action", "sell");

    assertThat(
            values(
                Aggregation.INCREASE,
                bought.counted(-900, 0, 50),
                bought.counted(-900, 10, 50),
                bought.counted(-900, 20, 50),
                bought.counted(-900, 30, 50),
                sold.counted(-900, 30, 9)))
        .startsWith(0.0, 0.0, 9.0);
  }

  @Test
  void a_series_whose_start_nobody_saw_is_not_counted_before_its_first_point() {
    assertThat(
            values(
                Aggregation.INCREASE, TRADER.counted(-90, 10, 4000), TRADER.counted(-90, 20, 4001)))
        .containsExactly(null, 1.0, null, null, null, null);
  }

  @Test
  void points_that_come_twice_or_in_disorder_change_nothing() {
    var first = TRADER.counted(-90, 0, 100);
    var second = TRADER.counted(-90, 10, 130);
    var third = TRADER.counted(-90, 20, 150);

    assertThat(values(Aggregation.INCREASE, third, first, second, second, first, third))
        .startsWith(30.0, 20.0);
  }

  @Test
  void two_processes_of_one_service_are_added_up() {
    assertThat(
            values(
                Aggregation.INCREASE, TRADER.delta(0, 10, 1), Points.of("router").delta(0, 10, 2)))
        .startsWith(3.0);
  }

  @Test
  void between_its_first_and_its_last_point_a_metric_without_points_counted_nothing() {
    assertThat(values(Aggregation.INCREASE, TRADER.delta(0, 10, 1), TRADER.delta(40, 50, 2)))
        .containsExactly(1.0, 0.0, 0.0, 0.0, 2.0, null);
  }

  @Test
  void while_no_process_ran_nothing_is_known() {
    assertThat(
            values(
                Aggregation.INCREASE,
                Points.of("trader-1").delta(0, 10, 1),
                Points.of("trader-2").delta(40, 50, 2)))
        .containsExactly(1.0, null, null, null, 2.0, null);
  }

  @Test
  void a_step_that_has_hardly_begun_has_no_rate() {
    assertThat(values(Aggregation.RATE, TRADER.delta(0, 10, 50), TRADER.delta(10, 13, 15)))
        .startsWith(5.0, null);
  }

  @Test
  void changes_may_be_negative() {
    assertThat(
            lines(
                MetricKind.CHANGE,
                Aggregation.INCREASE,
                TRADER.change(0, 10, 4),
                TRADER.change(10, 20, -6)))
        .startsWith(4.0, -6.0);
  }

  @Test
  void a_gauge_shows_the_last_value_of_each_step() {
    assertThat(
            lines(
                MetricKind.GAUGE,
                Aggregation.LAST,
                TRADER.gauge(1, 5),
                TRADER.gauge(9, 7),
                TRADER.gauge(11, 2)))
        .containsExactly(7.0, 2.0, null, null, null, null);
  }

  @Test
  void a_gauge_holds_its_value_until_its_next_point_but_not_across_a_gap() {
    assertThat(lines(MetricKind.GAUGE, Aggregation.LAST, TRADER.gauge(1, 5), TRADER.gauge(25, 7)))
        .containsExactly(5.0, 5.0, 7.0, null, null, null);
    assertThat(lines(MetricKind.GAUGE, Aggregation.LAST, TRADER.gauge(1, 5), TRADER.gauge(55, 7)))
        .containsExactly(5.0, null, null, null, null, 7.0);
  }

  @Test
  void a_gauge_of_several_series_is_averaged_and_a_level_is_added_up() {
    var router = Points.of("router");

    assertThat(lines(MetricKind.GAUGE, Aggregation.LAST, TRADER.gauge(1, 5), router.gauge(2, 7)))
        .startsWith(6.0);
    assertThat(lines(MetricKind.GAUGE, Aggregation.SUM, TRADER.gauge(1, 5), router.gauge(2, 7)))
        .startsWith(12.0);
    assertThat(lines(MetricKind.LEVEL, Aggregation.LAST, TRADER.level(1, 5), router.level(2, 7)))
        .startsWith(12.0);
  }

  @Test
  void lowest_highest_and_average_are_of_all_points_of_a_step() {
    var points = new MetricPoint[] {TRADER.gauge(1, 3), TRADER.gauge(5, 9), TRADER.gauge(9, 6)};

    assertThat(lines(MetricKind.GAUGE, Aggregation.MIN, points)).startsWith(3.0);
    assertThat(lines(MetricKind.GAUGE, Aggregation.MAX, points)).startsWith(9.0);
    assertThat(lines(MetricKind.GAUGE, Aggregation.AVERAGE, points)).startsWith(6.0);
  }

  @Test
  void a_number_that_is_none_is_left_out() {
    assertThat(
            lines(
                MetricKind.GAUGE,
                Aggregation.LAST,
                TRADER.gauge(1, 3),
                TRADER.gauge(2, Double.NaN)))
        .startsWith(3.0);
  }

  @Test
  void a_percentile_is_interpolated_between_the_bounds_of_its_bucket() {
    assertThat(
            lines(
                MetricKind.HISTOGRAM,
                Aggregation.P50,
                TRADER.histogram(DELTA, 0, 10, BOUNDS, List.of(2L, 0L, 8L, 0L))))
        .startsWith(2 + 2 * 3 / 8.0);
  }

  @Test
  void above_the_highest_bound_a_percentile_is_that_bound_where_nobody_told_the_maximum() {
    assertThat(
            lines(
                MetricKind.HISTOGRAM,
                Aggregation.P99,
                TRADER.histogram(DELTA, 0, 10, BOUNDS, List.of(0L, 0L, 0L, 8L))))
        .startsWith(4.0);
  }

  @Test
  void a_cumulative_histogram_shows_what_came_since_the_point_before() {
    assertThat(
            lines(
                MetricKind.HISTOGRAM,
                Aggregation.P50,
                TRADER.histogram(CUMULATIVE, -90, 0, BOUNDS, List.of(1000L, 0L, 0L, 0L)),
                TRADER.histogram(CUMULATIVE, -90, 10, BOUNDS, List.of(1000L, 4L, 0L, 0L))))
        .startsWith(1.5);
  }

  @Test
  void histograms_with_other_bounds_are_laid_on_each_other() {
    var values =
        lines(
            MetricKind.HISTOGRAM,
            Aggregation.P50,
            TRADER.histogram(DELTA, 0, 10, List.of(4.0), List.of(4L, 0L)),
            Points.of("router").histogram(DELTA, 0, 10, List.of(2.0), List.of(4L, 0L)));

    assertThat(values.getFirst()).isCloseTo(4 / 3.0, within(1e-9));
  }

  @Test
  void a_percentile_of_an_exponential_histogram_lies_in_the_bucket_of_its_rank() {
    var value =
        lines(
                MetricKind.EXPONENTIAL_HISTOGRAM,
                Aggregation.P95,
                TRADER.exponential(DELTA, 0, 10, 0, new Buckets(3, List.of(90L, 10L))))
            .getFirst();

    assertThat(value).isCloseTo(16 * Math.sqrt(2), within(1e-9));
  }

  @Test
  void an_exponential_histogram_whose_buckets_became_wider_goes_on() {
    var values =
        lines(
            MetricKind.EXPONENTIAL_HISTOGRAM,
            Aggregation.P50,
            TRADER.exponential(CUMULATIVE, -90, 0, 1, new Buckets(0, List.of(5L, 5L))),
            TRADER.exponential(CUMULATIVE, -90, 10, 0, new Buckets(0, List.of(10L, 0L, 6L))));

    assertThat(values.getFirst()).isCloseTo(4 * Math.sqrt(2), within(1e-9));
  }

  @Test
  void a_histogram_also_has_an_average_and_a_rate() {
    var point = TRADER.histogram(DELTA, 0, 10, BOUNDS, List.of(2L, 0L, 8L, 0L));

    assertThat(lines(MetricKind.HISTOGRAM, Aggregation.AVERAGE, point)).startsWith(1.0);
    assertThat(lines(MetricKind.HISTOGRAM, Aggregation.RATE, point)).startsWith(1.0);
  }

  @Test
  void a_summary_has_its_senders_quantiles_and_a_rate() {
    var points =
        new MetricPoint[] {TRADER.summary(0, 10, 30, 2.5), TRADER.summary(10, 14, 50, 3.5)};

    assertThat(lines(MetricKind.SUMMARY, Aggregation.P50, points)).startsWith(2.5, 3.5);
    assertThat(lines(MetricKind.SUMMARY, Aggregation.P99, points)).containsOnlyNulls();
    assertThat(lines(MetricKind.SUMMARY, Aggregation.INCREASE, points)).startsWith(4.0);
    assertThat(lines(MetricKind.SUMMARY, Aggregation.AVERAGE, points)).startsWith(5.0);
  }

  @Test
  void the_largest_groups_have_lines_and_the_rest_is_counted() {
    var points =
        IntStream.rangeClosed(1, 20)
            .mapToObj(i -> TRADER.with("symbol", "S" + i).delta(0, 10, i))
            .toArray(MetricPoint[]::new);

    var chart =
        chart(STEPS, MetricKind.COUNTER, Aggregation.INCREASE, Field.named("symbol"), points);

    assertThat(chart.lines())
        .extracting(MetricChart.Line::group)
        .containsExactly("S20", "S19", "S18");
    assertThat(chart.groups()).isEqualTo(20);
    assertThat(chart.series()).isEqualTo(20);
  }

  @Test
  void series_without_the_attribute_are_a_group_of_their_own() {
    var chart =
        chart(
            STEPS,
            MetricKind.COUNTER,
            Aggregation.INCREASE,
            Field.named("symbol"),
            TRADER.with("symbol", "ZVZZT").delta(0, 10, 1),
            TRADER.delta(0, 10, 2));

    assertThat(chart.lines()).extracting(MetricChart.Line::group).containsExactly(null, "ZVZZT");
  }

  @Test
  void what_is_grouped_by_may_be_an_attribute_of_the_resource() {
    var chart =
        chart(
            STEPS,
            MetricKind.COUNTER,
            Aggregation.INCREASE,
            Field.named("service.name"),
            TRADER.delta(0, 10, 1),
            Points.of("router").delta(0, 10, 2));

    assertThat(chart.lines())
        .extracting(MetricChart.Line::group)
        .containsExactly("router", "trader");
  }

  @Test
  void of_each_step_the_highest_exemplar_is_kept() {
    var chart =
        chart(
            STEPS,
            MetricKind.HISTOGRAM,
            Aggregation.P95,
            null,
            TRADER.histogram(
                DELTA,
                0,
                10,
                BOUNDS,
                List.of(1L, 2L, 0L, 0L),
                exemplar(3, 1.5, 1),
                exemplar(4, 1.9, 2),
                exemplar(5, 0.5, 3)),
            TRADER.histogram(DELTA, 10, 20, BOUNDS, List.of(1L, 0L, 0L, 0L), exemplar(11, 0.1, 4)));

    assertThat(chart.lines().getFirst().exemplars())
        .containsExactly(exemplar(4, 1.9, 2), exemplar(11, 0.1, 4));
  }

  @Test
  void points_of_another_kind_under_the_same_name_are_counted_and_left_out() {
    var chart =
        chart(
            STEPS,
            MetricKind.GAUGE,
            Aggregation.LAST,
            null,
            TRADER.gauge(1, 5),
            Points.of("router").delta(0, 10, 9));

    assertThat(chart.unlike()).isEqualTo(1);
    assertThat(chart.lines().getFirst().values()).startsWith(5.0);
  }

  @Test
  void without_points_there_is_no_line() {
    var chart = chart(STEPS, MetricKind.GAUGE, Aggregation.LAST, null);

    assertThat(chart.lines()).isEmpty();
    assertThat(chart.groups()).isZero();
  }

  private static List<@Nullable Double> values(Aggregation aggregation, MetricPoint... points) {
    return lines(MetricKind.COUNTER, aggregation, points);
  }

  private static List<@Nullable Double> lines(
      MetricKind kind, Aggregation aggregation, MetricPoint... points) {
    return chart(STEPS, kind, aggregation, null, points).lines().getFirst().values();
  }

  private static MetricChart chart(
      Steps steps,
      MetricKind kind,
      Aggregation aggregation,
      @Nullable Field by,
      MetricPoint... points) {
    var drawing = new SeriesDrawing(kind, aggregation, steps, by);
    drawing.add(Arrays.asList(points));
    return drawing.finish(3);
  }
}
