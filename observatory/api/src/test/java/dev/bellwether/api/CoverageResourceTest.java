package dev.bellwether.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellwether.http.Problem;
import dev.bellwether.http.Request;
import dev.bellwether.model.LogRecord;
import dev.bellwether.model.Span;
import dev.bellwether.model.Value;
import dev.bellwether.store.InMemoryStore;
import dev.bellwether.store.tests.SampleTraces;
import dev.bellwether.store.tests.SampleTrade;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// Coverage over a store, a minute after noon.
final class CoverageResourceTest {
  @SuppressWarnings("unused") // named below
  private static final List<String> KEYS = SampleTrade.BAGGAGE_KEYS;

  private static final String CUSTOMER = "com.example.customer_id";

  private final InMemoryStore store = new InMemoryStore(10_000, 10_000, 10);
  private final CoverageResource resource = new CoverageResource(store.traces(), store.logs());

  @ParameterizedTest
  @FieldSource("KEYS")
  void every_key_of_a_trade_is_on_all_that_four_services_say(String key) {
    trades(3);

    var coverage = coverage(key);

    // What the sample does not put into its baggage has no coverage to speak of.
    if (key.equals("com.example.classification")) {
      assertThat(coverage.services()).isEmpty();
      return;
    }
    assertThat(coverage.services().stream().map(CoverageJson.Row::service))
        .containsExactly("monkey", "notifier", "recorder", "router", "trader");
    assertThat(coverage.services().stream().filter(row -> !row.service().equals("monkey")))
        .flatMap(row -> Stream.of(row.spans(), row.logs()).toList())
        .hasSize(8)
        .allSatisfy(cell -> assertThat(cell.share()).isEqualTo(1.0));
    assertThat(coverage.holes()).extracting(CoverageJson.Hole::cause).containsExactly("before");
  }

  @Test
  void no_more_than_100_traces_are_read_and_the_answer_says_so() {
    trades(101);

    var coverage = coverage(CUSTOMER);

    assertThat(coverage.traces()).isEqualTo(100);
    assertThat(coverage.truncated()).isTrue();
  }

  @Test
  void traces_that_do_not_have_the_key_are_told_but_not_counted() {
    trades(2);
    var probe = SampleTraces.server("trader", "GET /health");
    store.writer().appendSpans(SampleTraces.trace(500, SampleTraces.NOON_NANOS + 1_000_000, probe));

    var coverage = coverage(CUSTOMER);

    assertThat(coverage.traces()).isEqualTo(2);
    assertThat(coverage.otherTraces()).isEqualTo(1);
    assertThat(coverage.otherSpans()).isEqualTo(1);
    assertThat(share(coverage, "trader")).isEqualTo(1.0);
  }

  @Test
  void a_hole_has_a_witness_that_can_be_opened() {
    var trade = SampleTrade.of(1);
    store.writer().appendSpans(withoutKey(trade.spans(), "router"));

    var coverage = coverage(CUSTOMER);

    var hole = coverage.holes().getFirst();
    assertThat(hole.cause()).isEqualTo("not_copied");
    assertThat(hole.at()).isEqualTo("router");
    assertThat(hole.traceId()).isEqualTo(SampleTraces.traceId(1).toString());
    assertThat(hole.spanId()).isEqualTo(SampleTraces.spanId(1, 6).toString());
    assertThat(share(coverage, "router")).isZero();
  }

  @Test
  void a_key_that_only_log_records_have_is_found_by_them() {
    var trade = SampleTrade.of(1);
    store.writer().appendSpans(trade.spans());
    var spans = trade.spans();
    store
        .writer()
        .appendLogs(
            List.<LogRecord>of(
                SampleTraces.log(
                    "trader",
                    spans.get(1).startNanos(),
                    9,
                    "sold",
                    Map.of("shelf", Value.of("a")),
                    spans.get(1))));

    var coverage = coverage("shelf");

    assertThat(coverage.traces()).isEqualTo(1);
    assertThat(coverage.services()).hasSize(5);
  }

  @Test
  void what_every_record_has_as_a_field_is_no_attribute() {
    trades(1);

    assertThat(coverage("duration").traces()).isZero();
  }

  @Test
  void a_key_may_hold_quotes_and_operators() {
    trades(1);

    assertThat(coverage("a\" : * or \\ ( name").traces()).isZero();
  }

  @Test
  void a_question_without_a_key_is_refused() {
    assertThatThrownBy(() -> coverage(" "))
        .isInstanceOf(Problem.class)
        .hasMessage("attribute: '' (expected: a key)");
  }

  private void trades(int count) {
    for (int number = 1; number <= count; number++) {
      var trade = SampleTrade.of(number);
      store.writer().appendSpans(trade.spans());
      store.writer().appendLogs(trade.logs());
    }
  }

  private CoverageJson coverage(String key) {
    var request =
        new Request(
            "GET", "/api/coverage", Map.of("attribute", List.of(key)), Map.of(), new byte[0]);
    var clock = InstantSource.fixed(SampleTraces.NOON.plusSeconds(60));
    return resource.answer(Arguments.of(request, resource.endpoint().queryNames(), clock));
  }

  private static double share(CoverageJson coverage, String service) {
    return coverage.services().stream()
        .filter(row -> row.service().equals(service))
        .map(CoverageJson.Row::spans)
        .mapToDouble(CoverageJson.Cell::share)
        .findFirst()
        .orElseThrow();
  }

  private static List<Span> withoutKey(List<Span> spans, String service) {
    return spans.stream()
        .map(span -> span.service().equals(service) ? withoutKey(span) : span)
        .toList();
  }

  private static Span withoutKey(Span span) {
    var others =
        span.attributes().entrySet().stream()
            .filter(entry -> !entry.getKey().equals(CUSTOMER))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    return span.withAttributes(others);
  }
}
