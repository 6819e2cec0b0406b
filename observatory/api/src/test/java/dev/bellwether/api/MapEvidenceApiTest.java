package dev.bellwether.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellwether.analysis.ServiceMapView;
import dev.bellwether.http.Problem;
import dev.bellwether.http.Request;
import dev.bellwether.model.Span;
import dev.bellwether.model.TraceId;
import dev.bellwether.store.InMemoryStore;
import dev.bellwether.store.tests.SampleTraces;
import dev.bellwether.store.tests.SampleTrade;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// Why the map is as it is, a minute after noon.
class MapEvidenceApiTest {
  private static final InstantSource CLOCK = InstantSource.fixed(SampleTraces.NOON.plusSeconds(60));

  private final InMemoryStore store = new InMemoryStore(10_000, 10_000, 10);
  private final ServiceMapView view =
      new ServiceMapView(ServiceMapView.Limits.STANDARD, CLOCK, ZoneOffset.UTC);
  private final Map<String, Long> rejected = new HashMap<>();
  private final EdgeResource edges = new EdgeResource(store.traces(), CLOCK);
  private final GapsResource gaps = new GapsResource(store, view, this::receivers, CLOCK);

  @Test
  void an_edge_has_its_rule_its_attributes_and_a_witness() {
    trades(20);

    var edge = edge("recorder", "postgresql/trades");

    var reason = edge.reasons().getFirst();
    assertThat(edge.calls()).isEqualTo(20);
    assertThat(edge.truncated()).isFalse();
    assertThat(reason.rule()).isEqualTo("unanswered");
    assertThat(reason.named()).extracting(EdgeJson.Named::key).contains("db.system.name");
    assertThat(reason.witness().callerSpanId()).isNotNull();
    assertThat(store.traces().trace(TraceId.parse(reason.witness().traceId()))).isPresent();
  }

  @Test
  void half_of_the_sample_is_of_each_end() {
    trades(180);

    var edge = edge("trader", "router");

    assertThat(edge.truncated()).isTrue();
    assertThat(edge.traces()).isBetween(50, 100);
    assertThat(edge.reasons()).extracting(EdgeJson.Reason::rule).containsExactly("answered");
  }

  @Test
  void an_edge_that_nothing_speaks_for_has_no_reason() {
    trades(3);

    assertThat(edge("notifier", "trader").reasons()).isEmpty();
    assertThatThrownBy(() -> edge("", "trader"))
        .isInstanceOf(Problem.class)
        .hasMessage("source: '' (expected: id of a node)");
  }

  @Test
  void a_caller_whose_spans_get_lost_is_missing_at_its_callee() {
    follow();
    for (int number = 1; number <= 10; number++) {
      var spans = new ArrayList<>(SampleTrade.of(number).spans());
      spans.removeIf(span -> span.service().equals("router") && span.kind() == Span.Kind.CLIENT);
      store.writer().appendSpans(spans);
    }

    var answer = gaps(Map.of("service", "recorder"));

    assertThat(answer.empty()).isNull();
    assertThat(answer.gaps())
        .extracting(gap -> gap.kind() + " " + gap.service() + " " + gap.spans())
        .containsExactly("parent_missing recorder 10");
  }

  @Test
  void what_is_outside_sends_no_spans_and_nothing_else_is_missing() {
    trades(20);

    assertThat(gaps(Map.of()).gaps())
        .extracting(gap -> gap.kind() + " " + gap.other())
        .containsExactly("no_spans external/clearinghouse:9006");
  }

  @Test
  void before_anything_has_arrived_it_is_said_what_to_set() {
    var empty = Objects.requireNonNull(gaps(Map.of()).empty());

    assertThat(empty.reason()).isEqualTo("nothing_received");
    assertThat(empty.lines()).contains("OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:4318");
  }

  @Test
  void what_was_refused_is_said_with_its_reasons() {
    rejected.put("span_id", 3L);

    var empty = Objects.requireNonNull(gaps(Map.of()).empty());

    assertThat(empty.sentence())
        .isEqualTo("No span was kept, and what came was refused: span_id (3).");
  }

  @Test
  void log_records_alone_draw_no_map() {
    store.writer().appendLogs(SampleTrade.of(1).logs());

    var empty = Objects.requireNonNull(gaps(Map.of()).empty());

    assertThat(empty.reason()).isEqualTo("no_spans");
    assertThat(empty.sentence()).contains("4 log records", "from notifier, recorder, router");
    assertThat(empty.lines()).contains("OTEL_TRACES_EXPORTER=otlp");
  }

  @Test
  void an_empty_time_leads_to_the_time_of_another_span() {
    trades(3);
    var earlier = SampleTraces.NOON.minusSeconds(600).toEpochMilli();

    var answer = gaps(Map.of("from", earlier + "", "to", earlier + 1_000 + ""));

    var empty = Objects.requireNonNull(answer.empty());
    assertThat(empty.reason()).isEqualTo("other_time");
    assertThat(empty.fromUnixNano()).isNotNull();
    assertThat(empty.toUnixNano()).isNotNull();
  }

  private void trades(int count) {
    follow();
    for (int number = 1; number <= count; number++) {
      store.writer().appendSpans(SampleTrade.of(number).spans());
    }
  }

  private void follow() {
    store.follow(view, 0);
  }

  private List<HealthJson.Receiver> receivers() {
    return List.of(new HealthJson.Receiver("http", "127.0.0.1:4318", Map.of(), Map.of(), rejected));
  }

  private EdgeJson edge(String source, String target) {
    return edges.answer(arguments(edges, Map.of("source", source, "target", target)));
  }

  private GapsJson gaps(Map<String, String> query) {
    return gaps.answer(arguments(gaps, query));
  }

  private static Arguments arguments(Resource resource, Map<String, String> query) {
    var values = new HashMap<String, List<String>>();
    query.forEach((name, value) -> values.put(name, List.of(value)));
    var endpoint = resource.endpoint();
    var request = new Request("GET", endpoint.path(), values, Map.of(), new byte[0]);
    return Arguments.of(request, endpoint.queryNames(), CLOCK);
  }
}
