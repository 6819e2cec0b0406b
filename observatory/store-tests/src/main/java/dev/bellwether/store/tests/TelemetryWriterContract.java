package dev.bellwether.store.tests;

import static dev.bellwether.store.TimeRange.ALWAYS;
import static dev.bellwether.store.query.Query.EVERYTHING;
import static dev.bellwether.store.tests.SampleTraces.NOON_NANOS;
import static dev.bellwether.store.tests.SampleTraces.gauge;
import static dev.bellwether.store.tests.SampleTraces.log;
import static dev.bellwether.store.tests.SampleTraces.server;
import static dev.bellwether.store.tests.SampleTraces.trace;
import static dev.bellwether.store.tests.SampleTraces.traceId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellwether.model.Span;
import dev.bellwether.store.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// What [dev.bellwether.store.TelemetryWriter] promises.
public abstract class TelemetryWriterContract extends EngineContract {
  private static final Duration TIME_ENOUGH = Duration.ofSeconds(30);

  @Test
  void what_was_appended_is_counted() {
    var trade = SampleTrade.of(1);

    storedAllOf(trade);
    storedPoints(gauge("trader", "share_price", NOON_NANOS, 55.25));

    var status = store().status();
    assertThat(status.spans()).isEqualTo(12);
    assertThat(status.logRecords()).isEqualTo(4);
    assertThat(status.metricPoints()).isEqualTo(1);
    assertThat(status.spansEvicted()).isZero();
    assertThat(status.oldestNanos()).isEqualTo(NOON_NANOS);
    assertThat(status.problem()).isNull();
  }

  @Test
  void an_empty_store_has_no_oldest_span() {
    assertThat(store().status().oldestNanos()).isNull();
    assertThat(store().status().spans()).isZero();
  }

  @Test
  void an_empty_append_changes_nothing() {
    store().writer().appendSpans(List.of());
    store().writer().appendLogs(List.of());
    store().writer().appendPoints(List.of());

    assertThat(store().status().spans()).isZero();
    assertThat(store().metrics().names()).isEmpty();
  }

  @Test
  void a_span_that_is_sent_twice_is_stored_once() {
    var spans = SampleTrade.of(1).spans();

    stored(spans);
    stored(spans);

    assertThat(store().status().spans()).isEqualTo(12);
    assertThat(store().traces().trace(traceId(1)).orElseThrow().spans()).hasSize(12);
  }

  @Test
  void a_span_that_is_twice_in_one_batch_is_stored_once() {
    var span = trace(server("trader", "once")).getFirst();

    stored(List.of(span, span));

    assertThat(store().status().spans()).isEqualTo(1);
  }

  @Test
  void of_two_different_spans_with_the_same_ids_the_first_stays() {
    stored(trace(server("trader", "first")));
    stored(trace(server("trader", "second").failing("too late")));

    var kept = store().traces().trace(traceId(1)).orElseThrow().spans();
    assertThat(kept).singleElement().extracting(Span::name).isEqualTo("first");
  }

  @Test
  void the_same_span_id_in_another_trace_is_another_span() {
    var first = trace(server("trader", "x")).getFirst();
    var second =
        new Span(
            traceId(2),
            first.id(),
            null,
            "",
            1,
            "x",
            first.kind(),
            first.startNanos(),
            first.endNanos(),
            first.attributes(),
            List.of(),
            List.of(),
            first.status(),
            first.resource(),
            first.scope(),
            0);

    stored(List.of(first, second));

    assertThat(store().status().spans()).isEqualTo(2);
  }

  @Test
  void a_log_record_that_is_sent_twice_is_stored_twice() {
    var record = log("trader", NOON_NANOS, "trade requested for ZVZZT");

    storedLogs(record);
    storedLogs(record);

    assertThat(store().logs().logs(ALWAYS, EVERYTHING, 10).items()).containsExactly(record, record);
  }

  @Test
  void a_batch_may_hold_spans_of_many_traces_in_any_order() {
    var mixed = new ArrayList<Span>();
    for (var position = 11; position >= 0; position--) {
      mixed.add(SampleTrade.of(1).spans().get(position));
      mixed.add(SampleTrade.of(2).spans().get(position));
    }

    stored(mixed);

    assertThat(store().traces().trace(traceId(1)).orElseThrow().spans()).hasSize(12);
    assertThat(store().traces().trace(traceId(2)).orElseThrow().spans()).hasSize(12);
  }

  @Test
  void of_a_batch_that_cannot_be_taken_nothing_is_kept() {
    var span = trace(server("trader", "first")).getFirst();

    assertThatThrownBy(() -> store().writer().appendSpans(Arrays.asList(span, null)))
        .isInstanceOf(NullPointerException.class);

    assertThat(store().status().spans()).isZero();
  }

  @Test
  void the_list_belongs_to_the_caller_again_when_the_append_returns() {
    var batch = new ArrayList<>(trace(server("trader", "kept")));

    stored(batch);
    batch.clear();

    assertThat(store().traces().trace(traceId(1))).isPresent();
  }

  @Test
  void many_threads_may_append_the_same_spans_at_once() {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var appends =
          LongStream.range(0, 400)
              .mapToObj(i -> SampleTrade.of(1 + i % 100))
              .map(trade -> threads.submit(() -> storedAllOf(trade)))
              .toList();
      assertThat(appends).allSatisfy(append -> assertThat(append).succeedsWithin(TIME_ENOUGH));
    }

    assertThat(store().status().spans()).isEqualTo(100 * 12);
    assertThat(store().status().logRecords()).isEqualTo(4 * 100 * 4);
    assertThat(store().traces().traces(ALWAYS, EVERYTHING, 1_000).items())
        .hasSize(100)
        .allSatisfy(summary -> assertThat(summary.spanCount()).isEqualTo(12));
  }

  @Test
  void who_was_told_stored_finds_it_while_others_append() {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var found =
          LongStream.rangeClosed(1, 200)
              .mapToObj(number ->
                  threads.submit(() -> {
                    stored(SampleTrade.of(number).spans());
                    return store().traces().trace(traceId(number)).orElseThrow().spans();
                  }))
              .toList();

      assertThat(found).allSatisfy(spans -> assertThat(spans.get()).hasSize(12));
    }
  }

  @Test
  void a_closed_store_takes_nothing() {
    store().close();

    assertThatThrownBy(() -> stored(SampleTrade.of(1).spans()))
        .isInstanceOf(StoreException.Unavailable.class);
    assertThatThrownBy(() -> storedLogs(log("trader", 1, "x")))
        .isInstanceOf(StoreException.Unavailable.class);
    assertThatThrownBy(() -> storedPoints(gauge("trader", "x", 1, 1)))
        .isInstanceOf(StoreException.Unavailable.class);
    assertThatThrownBy(() -> store().status()).isInstanceOf(StoreException.Unavailable.class);
  }

  @Test
  void a_store_may_be_closed_twice() {
    store().close();
    store().close();
  }

  private void storedAllOf(SampleTrade trade) {
    stored(trade.spans());
    store().writer().appendLogs(trade.logs());
  }
}
