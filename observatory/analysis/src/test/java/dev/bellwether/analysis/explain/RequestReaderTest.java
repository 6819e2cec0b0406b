package dev.bellwether.analysis.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.model.Span;
import dev.bellwether.store.InMemoryStore;
import dev.bellwether.store.TimeRange;
import dev.bellwether.store.query.Query;
import dev.bellwether.store.tests.SampleTrade;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/// Reading from a store of 3,000 trades: more spans than a page holds.
class RequestReaderTest {
  private static final int TRADES = 3_000;
  private static final Duration TIME = Duration.ofSeconds(30);

  private static final long LATER = trade(TRADES + 1_000).startNanos();

  private final InMemoryStore store = new InMemoryStore(100_000, 1, 1);

  RequestReaderTest() {
    var spans = new ArrayList<Span>();
    for (int i = 1; i <= TRADES; i++) {
      spans.addAll(trade(i).spans());
    }
    store.writer().appendSpans(spans);
  }

  @Test
  void every_trace_is_one_request_however_many_pages_its_spans_are_spread_over() {
    var reader = reader("*");

    var reach = reader.read(TimeRange.ALWAYS, 50_000, false);

    assertThat(reach.requests()).isEqualTo(TRADES);
    assertThat(reach.truncated()).isFalse();
    assertThat(reach.complete()).isTrue();
    var answer = Explainer.explain(reader.population(), Target.FAILURES);
    assertThat(answer.hits()).isEqualTo(TRADES / 6);
    assertThat(answer.explanations().getFirst().filter())
        .hasToString("com.example.customer_id : l.hall");
  }

  @Test
  void a_request_has_what_its_other_spans_add_although_only_one_matches() {
    var reader = reader("service.name : recorder and com.example.customer_id : q.bert");

    var reach = reader.read(TimeRange.ALWAYS, 50_000, false);

    assertThat(reach.requests()).isEqualTo(TRADES / 6);
    assertThat(reader.population().columns())
        .extracting(column -> column.trait().written())
        .contains("service.name", "http.route", "http.route of trader");
  }

  @Test
  void no_more_than_the_newest_are_read_and_it_says_so() {
    var reader = reader("*");

    var reach = reader.read(TimeRange.ALWAYS, 500, false);

    assertThat(reach.requests()).isEqualTo(500);
    assertThat(reach.truncated()).isTrue();
    assertThat(reach.complete()).isTrue();
    assertThat(reader.population().traceId(0)).isEqualTo(trade(TRADES).spans().get(0).traceId());
  }

  @Test
  void a_second_window_is_what_is_usual() {
    var reader = reader("*");
    var noon = trade(1).startNanos();
    var half = noon + Duration.ofMillis(250).toNanos() * (TRADES / 2);

    reader.read(new TimeRange(half, Long.MAX_VALUE), 50_000, false);
    reader.read(new TimeRange(noon, half), 50_000, true);

    assertThat(reader.population().rows()).isEqualTo(TRADES);
    assertThat(reader.population().baseline().cardinality()).isEqualTo(TRADES / 2);
  }

  @Test
  void when_the_time_is_over_what_was_read_by_then_is_the_answer() {
    var reader = new RequestReader(store.traces(), Query.EVERYTHING, LATER, Duration.ZERO);

    var reach = reader.read(TimeRange.ALWAYS, 50_000, false);

    assertThat(reach.requests()).isZero();
    assertThat(reach.complete()).isFalse();
    assertThat(reach.truncated()).isTrue();
  }

  @Test
  void a_request_that_ended_a_moment_ago_is_left_out() {
    var now = trade(TRADES).startNanos() + Duration.ofSeconds(1).toNanos();
    var reader = new RequestReader(store.traces(), Query.EVERYTHING, now, TIME);

    var reach = reader.read(TimeRange.ALWAYS, 50_000, false);

    assertThat(reach.requests()).isBetween(TRADES - 7L, TRADES - 4L);
  }

  @Test
  void a_request_without_its_first_span_is_waited_for() {
    var headless = new InMemoryStore(100_000, 1, 1);
    for (int i = 1; i <= 30; i++) {
      headless
          .writer()
          .appendSpans(trade(i).spans().stream().filter(span -> span.parentId() != null).toList());
    }
    var now = trade(30).startNanos() + Duration.ofSeconds(1).toNanos();
    var reader = new RequestReader(headless.traces(), Query.EVERYTHING, now, TIME);

    var reach = reader.read(TimeRange.ALWAYS, 50_000, false);

    assertThat(reach.requests()).isBetween(13L, 15L);
  }

  private RequestReader reader(String query) {
    return new RequestReader(store.traces(), Query.parse(query), LATER, TIME);
  }

  private static SampleTrade trade(int number) {
    var trade = SampleTrade.of(number);
    return trade.customerId().equals("l.hall")
        ? trade.with(SampleTrade.Fault.DATABASE_AWAY)
        : trade;
  }
}
