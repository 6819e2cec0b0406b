package dev.bellwether.store.tests;

import static dev.bellwether.store.TimeRange.ALWAYS;
import static dev.bellwether.store.query.Query.EVERYTHING;
import static dev.bellwether.store.tests.PageAssert.assertThatPage;
import static dev.bellwether.store.tests.SampleTraces.NOON_NANOS;
import static dev.bellwether.store.tests.SampleTraces.client;
import static dev.bellwether.store.tests.SampleTraces.internal;
import static dev.bellwether.store.tests.SampleTraces.server;
import static dev.bellwether.store.tests.SampleTraces.trace;
import static dev.bellwether.store.tests.SampleTraces.traceId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellwether.model.Span;
import dev.bellwether.model.TraceId;
import dev.bellwether.store.Page;
import dev.bellwether.store.StoreException;
import dev.bellwether.store.TimeRange;
import dev.bellwether.store.Trace;
import dev.bellwether.store.TraceSummary;
import dev.bellwether.store.query.Query;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What [dev.bellwether.store.TraceReader] promises.
public abstract class TraceReaderContract extends EngineContract {
  private static final int ENOUGH = 1_000;

  @Test
  void a_trace_that_nobody_sent_is_absent() {
    stored(SampleTrade.of(1).spans());

    assertThat(store().traces().trace(traceId(2))).isEmpty();
  }

  @Test
  void a_trace_comes_back_as_it_was_sent() {
    var spans = SampleTrade.of(1).spans();

    stored(spans);

    assertThat(store().traces().trace(traceId(1)).orElseThrow().spans())
        .containsExactlyInAnyOrderElementsOf(spans);
  }

  @Test
  void spans_of_a_trace_are_in_order_of_start_whatever_the_order_of_arrival() {
    var spans = new ArrayList<>(SampleTrade.of(1).spans());
    Collections.shuffle(spans, new Random(1));

    spans.forEach(span -> stored(List.of(span)));

    assertThat(store().traces().trace(traceId(1)).orElseThrow().spans())
        .isSortedAccordingTo(Trace.ORDER)
        .hasSameSizeAs(spans);
  }

  @Test
  void spans_that_start_together_are_in_order_of_their_ids() {
    var together = Duration.ZERO;
    var spans =
        trace(
            server("trader", "root")
                .calling(
                    internal("trader", "first").after(together),
                    internal("trader", "second").after(together)));

    stored(spans.reversed());

    assertThat(store().traces().trace(traceId(1)).orElseThrow().spans())
        .extracting(Span::name)
        .containsExactly("root", "first", "second");
  }

  @Test
  void an_empty_store_answers_with_an_empty_page_that_is_not_cut_off() {
    assertThatPage(traces(ALWAYS, ENOUGH)).isWhole(List.of());
    assertThatPage(spans(ALWAYS, ENOUGH)).isWhole(List.of());
  }

  @Test
  void newest_traces_come_first() {
    stored(SampleTrade.of(2).spans());
    stored(SampleTrade.of(3).spans());
    stored(SampleTrade.of(1).spans());

    assertThat(idsOf(traces(ALWAYS, ENOUGH))).containsExactly(traceId(3), traceId(2), traceId(1));
  }

  @Test
  void traces_that_start_together_are_in_order_of_their_ids() {
    stored(trace(2, NOON_NANOS, server("trader", "second")));
    stored(trace(3, NOON_NANOS, server("trader", "third")));
    stored(trace(1, NOON_NANOS, server("trader", "first")));

    assertThat(idsOf(traces(ALWAYS, ENOUGH))).containsExactly(traceId(1), traceId(2), traceId(3));
  }

  @Test
  void a_trace_moves_when_a_span_with_an_earlier_start_arrives_later() {
    var early = trace(1, NOON_NANOS, server("trader", "root").calling(client("trader", "POST")));
    stored(early.subList(1, 2));
    stored(trace(2, NOON_NANOS + 1, server("trader", "between")));

    stored(early.subList(0, 1));

    assertThat(idsOf(traces(ALWAYS, ENOUGH))).containsExactly(traceId(2), traceId(1));
  }

  @Test
  void a_page_is_cut_off_only_when_there_is_more_than_the_limit() {
    stored(SampleTrade.of(1).spans());
    stored(SampleTrade.of(2).spans());

    assertThat(traces(ALWAYS, 1).truncated()).isTrue();
    assertThat(idsOf(traces(ALWAYS, 1))).containsExactly(traceId(2));
    assertThat(traces(ALWAYS, 2).truncated()).isFalse();
    assertThat(traces(ALWAYS, 3).truncated()).isFalse();
    assertThat(traces(ALWAYS, Integer.MAX_VALUE).items()).hasSize(2);
  }

  @Test
  void a_limit_below_one_is_the_callers_mistake() {
    assertThatThrownBy(() -> traces(ALWAYS, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("limit: 0 (expected: at least 1)");
    assertThatThrownBy(() -> spans(ALWAYS, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("limit: -1 (expected: at least 1)");
  }

  @Test
  void a_range_includes_its_begin_and_excludes_its_end() {
    stored(trace(1, NOON_NANOS, server("trader", "at noon")));

    assertThat(traces(new TimeRange(NOON_NANOS, NOON_NANOS + 1), ENOUGH).items()).hasSize(1);
    assertThat(traces(new TimeRange(NOON_NANOS - 1, NOON_NANOS), ENOUGH).items()).isEmpty();
    assertThat(traces(new TimeRange(NOON_NANOS + 1, NOON_NANOS + 2), ENOUGH).items()).isEmpty();
    assertThat(traces(new TimeRange(NOON_NANOS, NOON_NANOS), ENOUGH).items()).isEmpty();
  }

  @Test
  void a_trace_is_in_range_when_any_of_its_spans_starts_there() {
    var late = Duration.ofMinutes(10);
    stored(trace(server("trader", "root").calling(client("trader", "retry").after(late))));
    var around = NOON_NANOS + late.toNanos();

    var found = traces(new TimeRange(around, around + 1), ENOUGH);

    assertThat(found.items()).singleElement().extracting(TraceSummary::spanCount).isEqualTo(2);
  }

  @Test
  void a_range_between_the_spans_of_a_trace_does_not_find_it() {
    var late = Duration.ofMinutes(10);
    stored(trace(server("trader", "root").calling(client("trader", "retry").after(late))));

    var between = new TimeRange(NOON_NANOS + 1, NOON_NANOS + late.toNanos());

    assertThat(traces(between, ENOUGH).items()).isEmpty();
  }

  @Test
  void a_summary_tells_of_the_whole_trace() {
    stored(SampleTrade.of(1).with(SampleTrade.Fault.DATABASE_AWAY).spans());

    var summary = traces(ALWAYS, ENOUGH).items().getFirst();

    assertThat(summary.rootService()).isEqualTo("monkey");
    assertThat(summary.rootName()).isEqualTo("POST");
    assertThat(summary.startNanos()).isEqualTo(NOON_NANOS);
    assertThat(summary.spanCount()).isEqualTo(9);
    assertThat(summary.errorCount()).isEqualTo(7);
    assertThat(summary.services()).containsExactly("monkey", "recorder", "router", "trader");
  }

  @Test
  void duration_of_a_trace_is_from_its_earliest_start_to_its_latest_end() {
    var late = client("trader", "POST").after(Duration.ofSeconds(1)).lasting(Duration.ofSeconds(2));
    stored(trace(server("trader", "root").lasting(Duration.ofMillis(5)).calling(late)));

    assertThat(traces(ALWAYS, ENOUGH).items().getFirst().durationNanos())
        .isEqualTo(Duration.ofSeconds(3).toNanos());
  }

  @Test
  void a_trace_whose_clock_was_set_back_takes_no_time() {
    stored(trace(server("trader", "root").lasting(Duration.ofSeconds(-1))));

    assertThat(traces(ALWAYS, ENOUGH).items().getFirst().durationNanos()).isZero();
  }

  @Test
  void without_a_root_the_earliest_span_names_the_trace() {
    var spans = trace(server("trader", "root").calling(client("trader", "POST")));

    stored(spans.subList(1, 2));

    assertThat(traces(ALWAYS, ENOUGH).items().getFirst().rootName()).isEqualTo("POST");
  }

  @Test
  void a_root_names_the_trace_even_where_a_clock_puts_another_span_before_it() {
    var fast = client("trader", "POST").after(Duration.ofMillis(-3));

    stored(trace(server("trader", "root").calling(fast)));

    var summary = traces(ALWAYS, ENOUGH).items().getFirst();
    assertThat(summary.rootName()).isEqualTo("root");
    assertThat(summary.startNanos()).isEqualTo(NOON_NANOS - Duration.ofMillis(3).toNanos());
  }

  @Test
  void a_closed_store_is_unavailable() {
    store().close();

    assertThatThrownBy(() -> store().traces().trace(traceId(1)))
        .isInstanceOf(StoreException.Unavailable.class);
    assertThatThrownBy(() -> traces(ALWAYS, 1)).isInstanceOf(StoreException.Unavailable.class);
    assertThatThrownBy(() -> spans(ALWAYS, 1)).isInstanceOf(StoreException.Unavailable.class);
  }

  @Test
  void newest_spans_come_first_whatever_their_traces() {
    var late = Duration.ofMinutes(10);
    var old =
        trace(
            1, NOON_NANOS, server("trader", "root").calling(client("trader", "retry").after(late)));
    stored(old);
    stored(trace(2, NOON_NANOS + 1, server("trader", "between")));

    assertThat(spans(ALWAYS, ENOUGH).items())
        .extracting(Span::name)
        .containsExactly("retry", "between", "root");
    assertThat(spans(ALWAYS, 1).items()).extracting(Span::name).containsExactly("retry");
    assertThat(spans(ALWAYS, 1).truncated()).isTrue();
    assertThat(spans(ALWAYS, 3).truncated()).isFalse();
  }

  @Test
  void spans_that_start_together_are_in_order_of_their_traces() {
    stored(trace(2, NOON_NANOS, server("trader", "second")));
    stored(trace(1, NOON_NANOS, server("trader", "first")));

    assertThat(spans(ALWAYS, ENOUGH).items())
        .extracting(Span::name)
        .containsExactly("first", "second");
  }

  @Test
  void only_spans_that_match_and_start_in_the_range_are_found() {
    stored(SampleTrade.of(1).spans());
    stored(SampleTrade.of(2).spans());
    var start = SampleTrade.of(2).spans().stream().mapToLong(Span::startNanos).min().orElseThrow();

    var page =
        store()
            .traces()
            .spans(
                new TimeRange(start, Long.MAX_VALUE), Query.parse("service.name : router"), ENOUGH);

    assertThat(page.items())
        .isNotEmpty()
        .allMatch(span -> span.service().equals("router") && span.traceId().equals(traceId(2)));
  }

  @Test
  void an_answer_says_what_it_cost() {
    stored(SampleTrade.of(1).spans());

    assertThat(traces(ALWAYS, ENOUGH).effort().complete()).isTrue();
    assertThat(traces(ALWAYS, ENOUGH).effort().rows()).isPositive();
  }

  private Page<Span> spans(TimeRange range, int limit) {
    return store().traces().spans(range, EVERYTHING, limit);
  }

  private Page<TraceSummary> traces(TimeRange range, int limit) {
    return store().traces().traces(range, EVERYTHING, limit);
  }

  private static List<TraceId> idsOf(Page<TraceSummary> page) {
    return page.items().stream().map(TraceSummary::traceId).toList();
  }
}
