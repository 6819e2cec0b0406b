package dev.bellwether.store.tests;

import static dev.bellwether.store.TimeRange.ALWAYS;
import static dev.bellwether.store.tests.PageAssert.assertThatPage;
import static dev.bellwether.store.tests.SampleTraces.NOON_NANOS;
import static dev.bellwether.store.tests.SampleTraces.gauge;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellwether.model.MetricPoint;
import dev.bellwether.model.Value;
import dev.bellwether.store.Page;
import dev.bellwether.store.StoreException;
import dev.bellwether.store.TimeRange;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What [dev.bellwether.store.MetricReader] promises.
public abstract class MetricReaderContract extends EngineContract {
  private static final int ENOUGH = 1_000;

  @Test
  void an_empty_store_knows_no_metric() {
    assertThat(store().metrics().names()).isEmpty();
    assertThatPage(points(ALWAYS, ENOUGH)).isWhole(List.of());
  }

  @Test
  void names_are_told_once_and_in_alphabetical_order() {
    storedPoints(gauge("trader", "share_price", 1, 1), gauge("trader", "cpu", 1, 1));
    storedPoints(gauge("router", "share_price", 2, 1));

    assertThat(store().metrics().names()).containsExactly("cpu", "share_price");
  }

  @Test
  void a_point_comes_back_as_it_was_sent() {
    var point = at(1, 55.25);

    storedPoints(point);

    assertThat(points(ALWAYS, ENOUGH).items()).containsExactly(point);
  }

  @Test
  void points_of_other_metrics_are_left_out() {
    storedPoints(at(1, 1), gauge("trader", "other", NOON_NANOS, 2));

    assertThat(points(ALWAYS, ENOUGH).items()).hasSize(1);
  }

  @Test
  void newest_points_come_first_and_of_the_same_time_the_last_to_arrive() {
    storedPoints(at(2, 1), at(3, 2), at(1, 3), at(2, 4));

    assertThat(numbers(points(ALWAYS, ENOUGH))).containsExactly(2.0, 4.0, 1.0, 3.0);
  }

  @Test
  void a_page_is_cut_off_only_when_there_is_more_than_the_limit() {
    storedPoints(at(1, 1), at(2, 2));

    assertThat(numbers(points(ALWAYS, 1))).containsExactly(2.0);
    assertThat(points(ALWAYS, 1).truncated()).isTrue();
    assertThat(points(ALWAYS, 2).truncated()).isFalse();
  }

  @Test
  void a_limit_below_one_is_the_callers_mistake() {
    assertThatThrownBy(() -> points(ALWAYS, 0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_range_includes_its_begin_and_excludes_its_end() {
    storedPoints(at(5, 1));

    assertThat(points(new TimeRange(NOON_NANOS + 5, NOON_NANOS + 6), 1).items()).hasSize(1);
    assertThat(points(new TimeRange(NOON_NANOS + 4, NOON_NANOS + 5), 1).items()).isEmpty();
    assertThat(points(new TimeRange(NOON_NANOS + 6, NOON_NANOS + 7), 1).items()).isEmpty();
  }

  @Test
  void a_closed_store_is_unavailable() {
    store().close();

    assertThatThrownBy(() -> store().metrics().names())
        .isInstanceOf(StoreException.Unavailable.class);
    assertThatThrownBy(() -> points(ALWAYS, 1)).isInstanceOf(StoreException.Unavailable.class);
  }

  private Page<MetricPoint> points(TimeRange range, int limit) {
    return store().metrics().points("share_price", range, limit);
  }

  private static MetricPoint at(long nanosAfterNoon, double number) {
    return gauge("trader", "share_price", NOON_NANOS + nanosAfterNoon, number);
  }

  private static List<Double> numbers(Page<MetricPoint> page) {
    return page.items().stream()
        .map(point -> ((MetricPoint.Gauge) point.data()).number())
        .map(number -> ((Value.Decimal) number).number())
        .toList();
  }
}
