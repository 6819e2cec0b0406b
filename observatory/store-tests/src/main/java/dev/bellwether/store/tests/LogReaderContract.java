package dev.bellwether.store.tests;

import static dev.bellwether.store.TimeRange.ALWAYS;
import static dev.bellwether.store.query.Query.EVERYTHING;
import static dev.bellwether.store.tests.PageAssert.assertThatPage;
import static dev.bellwether.store.tests.SampleTraces.NOON_NANOS;
import static dev.bellwether.store.tests.SampleTraces.log;
import static dev.bellwether.store.tests.SampleTraces.server;
import static dev.bellwether.store.tests.SampleTraces.trace;
import static dev.bellwether.store.tests.SampleTraces.traceId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellwether.model.LogRecord;
import dev.bellwether.store.Page;
import dev.bellwether.store.StoreException;
import dev.bellwether.store.TimeRange;
import dev.bellwether.store.query.Query;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What [dev.bellwether.store.LogReader] promises.
public abstract class LogReaderContract extends EngineContract {
  private static final int ENOUGH = 1_000;

  @Test
  void an_empty_store_answers_with_an_empty_page_that_is_not_cut_off() {
    assertThatPage(logs(ALWAYS, ENOUGH)).isWhole(List.of());
    assertThatPage(store().logs().logsOf(traceId(1), ENOUGH)).isWhole(List.of());
  }

  @Test
  void a_record_comes_back_as_it_was_sent() {
    var trade = SampleTrade.of(1);

    store().writer().appendLogs(trade.logs());

    assertThat(logs(ALWAYS, ENOUGH).items()).containsExactlyInAnyOrderElementsOf(trade.logs());
  }

  @Test
  void newest_records_come_first_whatever_the_order_of_arrival() {
    storedLogs(at(2, "second"), at(3, "third"));
    storedLogs(at(1, "first"));

    assertThat(bodies(logs(ALWAYS, ENOUGH))).containsExactly("third", "second", "first");
  }

  @Test
  void of_the_same_time_the_last_to_arrive_comes_first() {
    storedLogs(at(1, "a"), at(1, "b"));
    storedLogs(at(1, "c"));

    assertThat(bodies(logs(ALWAYS, ENOUGH))).containsExactly("c", "b", "a");
  }

  @Test
  void a_page_is_cut_off_only_when_there_is_more_than_the_limit() {
    storedLogs(at(1, "first"), at(2, "second"));

    assertThat(bodies(logs(ALWAYS, 1))).containsExactly("second");
    assertThat(logs(ALWAYS, 1).truncated()).isTrue();
    assertThat(logs(ALWAYS, 2).truncated()).isFalse();
    assertThat(logs(ALWAYS, Integer.MAX_VALUE).items()).hasSize(2);
  }

  @Test
  void only_what_matches_counts_towards_the_limit() {
    storedLogs(at(1, "wanted"), at(2, "other"), at(3, "other"), at(4, "wanted"));

    var page = store().logs().logs(ALWAYS, Query.parse("body : wanted"), 2);

    assertThat(page.items()).hasSize(2);
    assertThat(page.truncated()).isFalse();
  }

  @Test
  void a_limit_below_one_is_the_callers_mistake() {
    assertThatThrownBy(() -> logs(ALWAYS, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("limit: 0 (expected: at least 1)");
    assertThatThrownBy(() -> store().logs().logsOf(traceId(1), -1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_range_includes_its_begin_and_excludes_its_end() {
    storedLogs(at(5, "five"));

    assertThat(logs(between(5, 6), ENOUGH).items()).hasSize(1);
    assertThat(logs(between(4, 5), ENOUGH).items()).isEmpty();
    assertThat(logs(between(6, 7), ENOUGH).items()).isEmpty();
    assertThat(logs(between(5, 5), ENOUGH).items()).isEmpty();
  }

  @Test
  void a_record_without_its_own_time_counts_by_the_time_it_was_collected() {
    var known = at(5, "known");
    storedLogs(
        new LogRecord(
            0,
            NOON_NANOS + 7,
            9,
            "INFO",
            "",
            known.body(),
            Map.of(),
            null,
            null,
            0,
            known.resource(),
            known.scope(),
            0));

    assertThat(logs(between(7, 8), ENOUGH).items()).hasSize(1);
    assertThat(logs(new TimeRange(0, 1), ENOUGH).items()).isEmpty();
  }

  @Test
  void records_of_a_trace_come_oldest_first() {
    var trade = SampleTrade.of(1);
    store().writer().appendLogs(trade.logs().reversed());
    store().writer().appendLogs(SampleTrade.of(2).logs());

    var page = store().logs().logsOf(traceId(1), ENOUGH);

    assertThatPage(page).isWhole(trade.logs());
  }

  @Test
  void of_the_same_time_in_a_trace_the_first_to_arrive_comes_first() {
    storedLogs(ofTrace(1, "a"), ofTrace(1, "b"), ofTrace(1, "c"));

    assertThat(bodies(store().logs().logsOf(traceId(1), ENOUGH))).containsExactly("a", "b", "c");
  }

  @Test
  void a_cut_off_page_of_a_trace_holds_its_oldest_records() {
    storedLogs(ofTrace(3, "third"), ofTrace(1, "first"), ofTrace(2, "second"));

    var page = store().logs().logsOf(traceId(1), 2);

    assertThat(bodies(page)).containsExactly("first", "second");
    assertThat(page.truncated()).isTrue();
  }

  @Test
  void records_without_a_trace_belong_to_none() {
    storedLogs(at(1, "alone"));

    assertThat(store().logs().logsOf(traceId(1), ENOUGH).items()).isEmpty();
  }

  @Test
  void logs_of_a_trace_are_found_though_none_of_its_spans_is_stored() {
    storedLogs(ofTrace(1, "early"));

    assertThat(store().traces().trace(traceId(1))).isEmpty();
    assertThat(store().logs().logsOf(traceId(1), ENOUGH).items()).hasSize(1);
  }

  @Test
  void a_closed_store_is_unavailable() {
    store().close();

    assertThatThrownBy(() -> logs(ALWAYS, 1)).isInstanceOf(StoreException.Unavailable.class);
    assertThatThrownBy(() -> store().logs().logsOf(traceId(1), 1))
        .isInstanceOf(StoreException.Unavailable.class);
  }

  private Page<LogRecord> logs(TimeRange range, int limit) {
    return store().logs().logs(range, EVERYTHING, limit);
  }

  private static LogRecord at(long nanosAfterNoon, String body) {
    return log("trader", NOON_NANOS + nanosAfterNoon, body);
  }

  private static LogRecord ofTrace(long nanosAfterNoon, String body) {
    var span = trace(server("trader", "POST /trade/request")).getFirst();
    return log("trader", NOON_NANOS + nanosAfterNoon, 9, body, Map.of(), span);
  }

  private static TimeRange between(long from, long to) {
    return new TimeRange(NOON_NANOS + from, NOON_NANOS + to);
  }

  private static List<String> bodies(Page<LogRecord> page) {
    return page.items().stream().map(record -> record.body().text()).toList();
  }
}
