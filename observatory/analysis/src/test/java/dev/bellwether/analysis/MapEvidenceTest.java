package dev.bellwether.analysis;

import static dev.bellwether.analysis.TraceNotation.spanId;
import static dev.bellwether.analysis.TraceNotation.spans;
import static dev.bellwether.analysis.TraceNotation.traceId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.bellwether.analysis.EdgeEvidence.Reason;
import dev.bellwether.analysis.ServiceMapView.Limits;
import dev.bellwether.model.Span;
import dev.bellwether.model.TraceId;
import dev.bellwether.store.TimeRange;
import dev.bellwether.store.Trace;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MapEvidenceTest {
  private static final int SETS = 200;

  /// New addresses are drawn at once.
  private static final Limits UNSETTLED =
      new Limits(60, 250_000, Duration.ofMinutes(5), 1_000, 4_000, Duration.ofSeconds(-1));

  private static final List<Span> TRADE =
      spans(
          "a SERVER trader 90ms",
          "b<a CLIENT trader→router:9000 80ms @2ms",
          "c<b SERVER router 70ms @5ms",
          "d<c CLIENT router→recorder:9003 60ms @7ms !",
          "e<d SERVER recorder 50ms @9ms",
          "f<e CLIENT recorder→postgresql/trades 10ms @12ms");

  @ParameterizedTest
  @CsvSource({
    "client, trader, ENTRY",
    "trader, router, ANSWERED",
    "router, recorder, ANSWERED",
    "recorder, postgresql/trades, UNANSWERED",
  })
  void every_edge_of_a_trade_has_its_rule(String source, String target, CallRule rule) {
    var edge = evidence(TRADE).edge(source, target);

    assertThat(edge.calls()).isEqualTo(1);
    assertThat(edge.reasons()).extracting(Reason::rule).containsExactly(rule);
  }

  @Test
  void the_witness_shows_both_ends_of_the_call_and_whether_it_failed() {
    var reason = evidence(TRADE).edge("router", "recorder").reasons().getFirst();

    assertThat(reason.witness().traceId()).isEqualTo(traceId("t1"));
    assertThat(reason.witness().caller()).isEqualTo(spanId("d"));
    assertThat(reason.witness().callee()).isEqualTo(spanId("e"));
    assertThat(reason.errors()).isEqualTo(1);
    assertThat(reason.sentence())
        .isEqualTo(
            "A client span of router is the parent of a server span of recorder:"
                + " both ends of the call were seen.");
  }

  @Test
  void what_names_a_database_is_told_in_the_order_in_which_it_counts() {
    var reason = evidence(TRADE).edge("recorder", "postgresql/trades").reasons().getFirst();

    assertThat(reason.named())
        .containsExactly(entry("db.system.name", "postgresql"), entry("db.namespace", "trades"));
    assertThat(reason.witness().callee()).isNull();
    assertThat(reason.sentence())
        .endsWith("It is named by db.system.name = postgresql, db.namespace = trades.");
  }

  @Test
  void the_outer_client_span_names_the_target_where_it_knows_more() {
    var nested =
        spans(
            "a SERVER recorder",
            "b<a CLIENT recorder→elasticsearch/trades",
            "c<b CLIENT recorder→10.0.0.7:9200");

    var reason = evidence(nested).edge("recorder", "elasticsearch/trades").reasons().getFirst();

    assertThat(reason.named()).containsKey("db.namespace").doesNotContainKey("server.address");
    assertThat(reason.witness().caller()).isEqualTo(spanId("c"));
  }

  @Test
  void a_call_without_an_answer_belongs_to_whom_others_found_at_the_address() {
    var more = new ArrayList<>(TRADE);
    more.addAll(spans("t2.a SERVER router @1s", "t2.b<a CLIENT router→recorder:9003 @1.1s !"));

    var edge = evidence(more).edge("router", "recorder");

    assertThat(edge.reasons())
        .extracting(Reason::rule)
        .containsExactlyInAnyOrder(CallRule.ANSWERED, CallRule.KNOWN_ADDRESS);
    assertThat(edge.reasons().getLast().named()).containsKeys("server.address", "server.port");
  }

  @Test
  void an_address_with_several_services_is_a_node_of_its_own() {
    var balanced =
        spans(
            "a CLIENT trader→balancer:80",
            "b<a SERVER red",
            "t2.a CLIENT trader→balancer:80",
            "t2.b<a SERVER blue");
    var evidence = evidence(balanced);

    assertThat(evidence.edge("trader", "external/balancer").reasons())
        .singleElement()
        .satisfies(reason -> assertThat(reason.rule()).isEqualTo(CallRule.BALANCED))
        .satisfies(reason -> assertThat(reason.named()).containsKey("server.address"));
    assertThat(evidence.edge("external/balancer", "red").reasons().getFirst().sentence())
        .contains("one of several services");
  }

  @Test
  void messages_have_rules_of_their_own() {
    var messages =
        spans(
            "a PRODUCER trader→kafka/orders",
            "b<a CONSUMER recorder→kafka/orders @5ms",
            "t2.c CONSUMER notifier→kafka/orders ~t1.a @9ms");
    var evidence = evidence(messages);

    assertThat(rules(evidence, "trader", "kafka/orders")).containsExactly(CallRule.SEND);
    assertThat(rules(evidence, "kafka/orders", "recorder")).containsExactly(CallRule.RECEIVE);
    assertThat(rules(evidence, "trader", "recorder")).containsExactly(CallRule.HANDOVER);
    assertThat(rules(evidence, "trader", "notifier")).containsExactly(CallRule.LINKED_HANDOVER);
  }

  @Test
  void a_span_whose_parent_is_elsewhere_tells_of_a_call_that_was_not_seen() {
    var torn =
        spans(
            "a SERVER trader",
            "b<a INTERNAL router",
            "t2.a INTERNAL trader",
            "t2.b<a SERVER router");

    assertThat(rules(evidence(torn), "trader", "router"))
        .containsExactlyInAnyOrder(CallRule.INFERRED, CallRule.UNDER_PARENT);
  }

  @Test
  void every_edge_that_the_map_draws_has_as_many_calls_with_a_reason() {
    long seed = Long.getLong("seed", System.nanoTime());
    var random = new Random(seed);
    var clock = InstantSource.fixed(TraceNotation.START.plusSeconds(3_000));
    for (int set = 0; set < SETS; set++) {
      var spans = RandomTraces.spans(random);
      var view = new ServiceMapView(UNSETTLED, clock, ZoneOffset.UTC);
      view.accept(spans, 1);

      var evidence = evidence(spans);

      for (var edge : view.map(TimeRange.ALWAYS).edges()) {
        assertThat(evidence.edge(edge.source(), edge.target()).calls())
            .as("seed %d, set %d: %s → %s", seed, set, edge.source(), edge.target())
            .isGreaterThanOrEqualTo(edge.requests());
      }
    }
  }

  @Test
  void a_caller_that_was_never_received_is_missing() {
    var orphans = spans("b<a SERVER router", "t2.b<a SERVER router", "t3.a SERVER router");

    var gaps = evidence(orphans).gaps(List.of(), "");

    assertThat(gaps).hasSize(1);
    assertThat(gaps.getFirst().kind()).isEqualTo(MapGap.Kind.PARENT_MISSING);
    assertThat(gaps.getFirst().sentence())
        .isEqualTo(
            "2 requests of router name a parent that was never received: whoever called is not"
                + " drawn.");
    assertThat(gaps.getFirst().of()).isEqualTo(3);
  }

  @Test
  void a_service_that_did_not_answer_and_an_address_without_spans_are_told_apart() {
    var calls = new ArrayList<>(TRADE);
    calls.addAll(
        spans(
            "t2.b CLIENT router→recorder:9003 @1s", "t3.b CLIENT notifier→clearinghouse:9006 @1s"));

    var gaps = evidence(calls).gaps(List.of(), "");

    assertThat(gaps)
        .extracting(gap -> gap.kind() + " " + gap.service() + " " + gap.other())
        .containsExactly(
            "NO_ANSWER router recorder", "NO_SPANS notifier external/clearinghouse:9006");
    assertThat(gaps.getFirst().sentence()).startsWith("1 of 2 calls from router to recorder");
  }

  @Test
  void a_callee_that_begins_traces_of_its_own_has_lost_the_context() {
    var calls = new ArrayList<Span>();
    var beginnings = new ArrayList<Span>();
    for (int i = 0; i < 5; i++) {
      calls.addAll(spans("c%d.a CLIENT trader→router:9000 50ms @%ds".formatted(i, i)));
      beginnings.addAll(spans("s%d.a SERVER router 10ms @%d.01s".formatted(i, i)));
    }

    var gaps = evidence(calls).gaps(beginnings, "router");

    assertThat(gaps).hasSize(1);
    assertThat(gaps.getFirst().kind()).isEqualTo(MapGap.Kind.CONTEXT_LOST);
    assertThat(gaps.getFirst().lines()).containsExactly("OTEL_PROPAGATORS=tracecontext,baggage");
  }

  @Test
  void only_the_gaps_around_a_service_are_told_where_one_is_asked_for() {
    var orphans = spans("b<a SERVER router", "t2.b<a SERVER recorder");

    assertThat(evidence(orphans).gaps(List.of(), "router")).hasSize(1);
    assertThat(evidence(orphans).gaps(List.of(), "trader")).isEmpty();
  }

  @Test
  void of_a_whole_trade_nothing_is_missing() {
    assertThat(evidence(TRADE).gaps(List.of(), "")).isEmpty();
  }

  private static List<CallRule> rules(MapEvidence evidence, String source, String target) {
    return evidence.edge(source, target).reasons().stream().map(Reason::rule).toList();
  }

  private static MapEvidence evidence(List<Span> spans) {
    var evidence = new MapEvidence();
    spans.stream()
        .collect(Collectors.groupingBy(Span::traceId))
        .forEach((id, trace) -> evidence.add(Trace.of(id, trace), link -> linked(link, spans)));
    return evidence;
  }

  private static @Nullable Span linked(Span.Link link, List<Span> spans) {
    return spans.stream()
        .filter(span -> isTarget(link, span.traceId(), span))
        .findFirst()
        .orElse(null);
  }

  private static boolean isTarget(Span.Link link, TraceId trace, Span span) {
    return link.traceId().equals(trace) && link.spanId().equals(span.id());
  }
}
