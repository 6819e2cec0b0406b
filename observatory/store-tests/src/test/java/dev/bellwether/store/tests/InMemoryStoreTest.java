package dev.bellwether.store.tests;

import static dev.bellwether.store.TimeRange.ALWAYS;
import static dev.bellwether.store.query.Query.EVERYTHING;
import static dev.bellwether.store.tests.SampleTraces.NOON_NANOS;
import static dev.bellwether.store.tests.SampleTraces.gauge;
import static dev.bellwether.store.tests.SampleTraces.internal;
import static dev.bellwether.store.tests.SampleTraces.log;
import static dev.bellwether.store.tests.SampleTraces.server;
import static dev.bellwether.store.tests.SampleTraces.trace;
import static dev.bellwether.store.tests.SampleTraces.traceId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellwether.model.Span;
import dev.bellwether.store.InMemoryStore;
import dev.bellwether.store.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// The in-memory store keeps the whole contract, and its bounds.
class InMemoryStoreTest {
  @Nested
  class Writing extends TelemetryWriterContract {
    @Override
    protected Store open() {
      return roomy();
    }
  }

  @Nested
  class Traces extends TraceReaderContract {
    @Override
    protected Store open() {
      return roomy();
    }
  }

  @Nested
  class Logs extends LogReaderContract {
    @Override
    protected Store open() {
      return roomy();
    }
  }

  @Nested
  class Metrics extends MetricReaderContract {
    @Override
    protected Store open() {
      return roomy();
    }
  }

  @Nested
  class Followers extends SpanFollowerContract {
    @Override
    protected Store open() {
      return roomy();
    }
  }

  @Nested
  class Queries extends QueryContract {
    @Override
    protected Store open() {
      return roomy();
    }
  }

  @Nested
  class ValueQueries extends ValueQueryContract {
    @Override
    protected Store open() {
      return roomy();
    }
  }

  @Nested
  class RandomOperations extends RandomOperationsContract {
    @Override
    protected Store open() {
      return roomy();
    }
  }

  @Test
  void a_bound_below_one_is_refused() {
    assertThatThrownBy(() -> new InMemoryStore(0, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("spans max: 0 (expected: at least 1)");
  }

  @Test
  void nothing_leaves_while_the_bound_is_not_exceeded() {
    try (var store = new InMemoryStore(24, 1, 1)) {
      store.writer().appendSpans(SampleTrade.of(1).spans());
      store.writer().appendSpans(SampleTrade.of(2).spans());

      assertThat(store.status().spans()).isEqualTo(24);
      assertThat(store.status().spansEvicted()).isZero();
    }
  }

  @Test
  void the_trace_that_arrived_first_leaves_first_and_whole() {
    try (var store = new InMemoryStore(24, 1, 1)) {
      store.writer().appendSpans(SampleTrade.of(2).spans());
      store.writer().appendSpans(SampleTrade.of(1).spans());

      store.writer().appendSpans(trace(3, NOON_NANOS, server("trader", "one more")));

      assertThat(store.traces().trace(traceId(2))).isEmpty();
      assertThat(store.traces().trace(traceId(1))).isPresent();
      assertThat(store.traces().traces(ALWAYS, EVERYTHING, 10).items()).hasSize(2);
      assertThat(store.status().spans()).isEqualTo(13);
      assertThat(store.status().spansEvicted()).isEqualTo(12);
    }
  }

  @Test
  void of_a_trace_that_is_alone_too_large_the_oldest_spans_leave() {
    var children = Stream.generate(() -> internal("trader", "step")).limit(20);
    var spans = trace(server("trader", "root").calling(children.toArray(SpanSketch[]::new)));
    try (var store = new InMemoryStore(5, 1, 1)) {
      store.writer().appendSpans(spans);

      assertThat(store.traces().trace(traceId(1)).orElseThrow().spans())
          .containsExactlyElementsOf(spans.subList(16, 21));
      assertThat(store.status().spansEvicted()).isEqualTo(16);
      assertThat(store.status().oldestNanos()).isEqualTo(spans.get(16).startNanos());
      assertThat(store.traces().traces(ALWAYS, EVERYTHING, 10).items())
          .singleElement()
          .satisfies(summary -> assertThat(summary.spanCount()).isEqualTo(5));
    }
  }

  @Test
  void a_span_is_new_again_after_its_trace_left() {
    try (var store = new InMemoryStore(1, 1, 1)) {
      store.writer().appendSpans(trace(1, NOON_NANOS, server("trader", "first")));
      store.writer().appendSpans(trace(2, NOON_NANOS, server("trader", "second")));

      store.writer().appendSpans(trace(1, NOON_NANOS, server("trader", "first again")));

      assertThat(store.traces().trace(traceId(1))).isPresent();
      assertThat(store.status().spansEvicted()).isEqualTo(2);
    }
  }

  @Test
  void log_records_and_metric_points_leave_one_by_one_in_the_order_of_arrival() {
    try (var store = new InMemoryStore(1, 2, 2)) {
      var arrived = LongStream.of(3, 1, 2).boxed().toList();

      store.writer().appendLogs(arrived.stream().map(at -> log("trader", at, "x")).toList());
      store.writer().appendPoints(arrived.stream().map(at -> gauge("a", "m", at, 1)).toList());

      assertThat(store.logs().logs(ALWAYS, EVERYTHING, 9).items())
          .extracting(record -> record.timeNanos())
          .containsExactly(2L, 1L);
      assertThat(store.metrics().points("m", ALWAYS, 9).items()).hasSize(2);
      assertThat(store.status().logRecordsEvicted()).isEqualTo(1);
      assertThat(store.status().metricPointsEvicted()).isEqualTo(1);
    }
  }

  @Test
  void what_left_is_not_found_by_its_trace_or_name_either() {
    try (var store = new InMemoryStore(1, 1, 1)) {
      store.writer().appendLogs(SampleTrade.of(1).logs());
      store.writer().appendLogs(SampleTrade.of(2).logs());
      store.writer().appendPoints(List.of(gauge("a", "old", 1, 1), gauge("a", "new", 2, 1)));

      assertThat(store.logs().logsOf(traceId(1), 9).items()).isEmpty();
      assertThat(store.logs().logsOf(traceId(2), 9).items()).hasSize(1);
      assertThat(store.metrics().names()).containsExactly("new");
    }
  }

  @Test
  void equal_parts_of_different_spans_are_kept_once() {
    try (var store = roomy()) {
      store.writer().appendSpans(SampleTrade.of(1).spans());
      store.writer().appendSpans(SampleTrade.of(2).spans());

      var first = store.traces().trace(traceId(1)).orElseThrow().spans().getFirst();
      var second = store.traces().trace(traceId(2)).orElseThrow().spans().getFirst();
      assertThat(first.resource()).isSameAs(second.resource());
      assertThat(first.attributes().get("url.full")).isSameAs(second.attributes().get("url.full"));
    }
  }

  @Test
  void followers_are_told_of_spans_that_leave_at_once() {
    try (var store = new InMemoryStore(1, 1, 1)) {
      var seen = new ArrayList<Span>();
      store.follow((spans, _) -> seen.addAll(spans), 0);

      store.writer().appendSpans(SampleTrade.of(1).spans());

      assertThat(seen).hasSize(12);
    }
  }

  @Test
  void a_search_whose_deadline_comes_first_says_that_it_is_not_complete() {
    try (var store = new InMemoryStore(100, 100, 100, Duration.ZERO)) {
      store.writer().appendSpans(SampleTrade.of(1).spans());
      store.writer().appendLogs(SampleTrade.of(1).logs());

      var traces = store.traces().traces(ALWAYS, EVERYTHING, 10);
      var logs = store.logs().logs(ALWAYS, EVERYTHING, 10);

      assertThat(traces.effort().complete()).isFalse();
      assertThat(traces.truncated()).isTrue();
      assertThat(logs.effort().complete()).isFalse();
      assertThat(logs.truncated()).isTrue();
    }
  }

  @Test
  void a_follower_that_appends_is_our_mistake() {
    try (var store = roomy()) {
      var told = new ArrayList<String>();
      store.follow(
          (_, _) -> {
            try {
              store.writer().appendSpans(SampleTrade.of(2).spans());
            } catch (IllegalStateException e) {
              told.add(e.getMessage());
            }
          },
          0);

      store.writer().appendSpans(SampleTrade.of(1).spans());

      assertThat(told).containsExactly("a follower changes the store (expected: it only reads)");
    }
  }

  @Test
  void a_search_meets_each_trace_once_while_others_arrive_and_leave() throws Exception {
    var kept = 50;
    try (var store = new InMemoryStore(12 * 200, 1, 1);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var done = new AtomicBoolean();
      var searches =
          threads.submit(() -> {
            while (!done.get()) {
              var found = store.traces().traces(ALWAYS, EVERYTHING, 10_000).items();
              assertThat(found).extracting(summary -> summary.traceId()).doesNotHaveDuplicates();
            }
          });

      // Children first, so that each trace moves to an earlier start when its root arrives.
      for (var number = 1L; number <= 2_000; number++) {
        for (var span : SampleTrade.of(number).spans().reversed()) {
          store.writer().appendSpans(List.of(span));
        }
      }
      done.set(true);
      searches.get();

      assertThat(store.traces().traces(ALWAYS, EVERYTHING, kept).items()).hasSize(kept);
    }
  }

  private static Store roomy() {
    return new InMemoryStore(20_000, 20_000, 20_000);
  }
}
