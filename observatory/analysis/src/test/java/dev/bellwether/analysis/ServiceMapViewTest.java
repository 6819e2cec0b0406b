package dev.bellwether.analysis;

import static dev.bellwether.analysis.TraceNotation.spans;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.analysis.ServiceMap.Edge;
import dev.bellwether.analysis.ServiceMap.Latency;
import dev.bellwether.analysis.ServiceMap.Node;
import dev.bellwether.analysis.ServiceMap.NodeKind;
import dev.bellwether.analysis.ServiceMapView.Limits;
import dev.bellwether.model.Span;
import dev.bellwether.model.TraceId;
import dev.bellwether.store.InMemoryStore;
import dev.bellwether.store.TimeRange;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ServiceMapViewTest {
  private static final String[] TRADE = {
    "a SERVER trader 90ms",
    "b<a CLIENT trader→router:9000 80ms @2ms",
    "c<b SERVER router 70ms @5ms",
    "d<c CLIENT router→recorder:9003 60ms @7ms",
    "e<d SERVER recorder 50ms @9ms",
    "f<e CLIENT recorder→postgresql/trades 10ms @12ms"
  };

  private Instant now = TraceNotation.START.plusSeconds(10);

  @Test
  void a_trade_is_drawn_from_the_client_to_the_database() {
    var map = mapOf(spans(TRADE));

    assertThat(edges(map))
        .containsExactly(
            "client→trader 1/0",
            "recorder→postgresql/trades 1/0",
            "router→recorder 1/0",
            "trader→router 1/0");
    assertThat(map.incomplete()).isZero();
  }

  @Test
  void every_order_of_arrival_gives_the_same_map() {
    var expected = comparable(mapOf(spans(TRADE)));

    for (var order : permutations(spans(TRADE))) {
      assertThat(comparable(mapOf(order))).isEqualTo(expected);
    }
  }

  @Test
  void a_span_that_is_sent_twice_counts_once() {
    var view = view();
    for (var span : spans(TRADE)) {
      tell(view, List.of(span));
    }

    tell(view, spans(TRADE));

    var map = view.map(TimeRange.ALWAYS);
    assertThat(edges(map)).contains("trader→router 1/0");
    assertThat(map.quality().duplicates()).isEqualTo(6);
  }

  @Test
  void a_parent_that_arrives_three_minutes_late_completes_the_edge() {
    var view = view();
    tell(view, spans("b<a SERVER router"));
    assertThat(view.map(TimeRange.ALWAYS).incomplete()).isEqualTo(1);

    now = now.plusSeconds(180);
    tell(view, spans("a CLIENT trader→router:9000"));

    assertThat(edges(view.map(TimeRange.ALWAYS))).containsExactly("trader→router 1/0");
    assertThat(view.map(TimeRange.ALWAYS).incomplete()).isZero();
  }

  @Test
  void a_client_that_tried_two_servers_made_two_calls_and_waited_once() {
    var map =
        mapOf(
            spans(
                "a CLIENT trader→router:9000 100ms",
                "b<a SERVER router 40ms @1ms",
                "c<a SERVER router 50ms @45ms"));

    assertThat(edges(map)).containsExactly("trader→router 2/0");
    var edge = map.edges().getFirst();
    assertThat(known(edge.latency()).p50().millis()).isBetween(39.0, 41.0);
    assertThat(known(edge.latency()).p95().millis()).isBetween(49.0, 51.0);
    assertThat(known(edge.clientLatency()).p50().millis()).isBetween(98.0, 102.0);
  }

  @Test
  void a_client_that_gave_up_makes_the_edge_fail_but_not_the_server() {
    var map = mapOf(spans("a CLIENT trader→router:9000 10ms !", "b<a SERVER router 50ms"));

    assertThat(edges(map)).containsExactly("trader→router 1/1");
    assertThat(node(map, "router").errors()).isZero();
  }

  @Test
  void a_message_to_three_services_is_received_by_each_and_drawn_from_its_sender() {
    var map =
        mapOf(
            spans(
                "p PRODUCER trader→kafka/orders",
                "a<p CONSUMER recorder→kafka/orders",
                "b<p CONSUMER notifier→kafka/orders",
                "c<p CONSUMER auditor→kafka/orders"));

    assertThat(edges(map))
        .containsExactly(
            "kafka/orders→auditor 1/0",
            "kafka/orders→notifier 1/0",
            "kafka/orders→recorder 1/0",
            "trader→auditor 1/0",
            "trader→kafka/orders 1/0",
            "trader→notifier 1/0",
            "trader→recorder 1/0");
    assertThat(map.edges()).allMatch(edge -> edge.kind() == ServiceMap.EdgeKind.ASYNC);
  }

  /// A client span within the sending one makes the queue an address that somebody answers at.
  @Test
  void a_message_goes_to_its_queue_even_where_a_service_answers_at_that_address() {
    var map =
        mapOf(
            spans(
                "a PRODUCER trader→kafka/orders",
                "b<a CLIENT trader",
                "c<b SERVER notifier",
                "t2.a PRODUCER router→kafka/orders"));

    assertThat(edges(map)).contains("trader→notifier 1/0", "router→kafka/orders 1/0");
  }

  @Test
  void a_batch_from_five_traces_is_one_receive_of_five_messages_and_five_handovers() {
    var lines =
        spans(
            "t2.a PRODUCER trader→kafka/orders",
            "t3.b PRODUCER trader→kafka/orders",
            "t4.c PRODUCER trader→kafka/orders",
            "t5.d PRODUCER monkey→kafka/orders",
            "t6.e PRODUCER monkey→kafka/orders",
            "t1.z CONSUMER recorder→kafka/orders #5 @20ms ~t2.a ~t3.b ~t4.c ~t5.d ~t6.e");

    for (var order : List.of(lines, lines.reversed())) {
      var map = mapOf(order);

      assertThat(edges(map))
          .containsExactly(
              "kafka/orders→recorder 1/0",
              "monkey→kafka/orders 2/0",
              "monkey→recorder 2/0",
              "trader→kafka/orders 3/0",
              "trader→recorder 3/0");
      assertThat(edge(map, "kafka/orders", "recorder").messages()).isEqualTo(5);
      assertThat(known(edge(map, "trader", "recorder").latency()).p50().millis())
          .isBetween(18.0, 20.0);
      assertThat(map.incomplete()).isZero();
    }
  }

  @Test
  void a_link_to_a_producer_that_was_not_sampled_is_incomplete_and_draws_nothing() {
    var map = mapOf(spans("z CONSUMER recorder→kafka/orders ~t2.a"));

    assertThat(edges(map)).containsExactly("kafka/orders→recorder 1/0");
    assertThat(map.incomplete()).isEqualTo(1);
  }

  @Test
  void old_and_new_names_of_a_database_are_one_node() {
    var map =
        mapOf(
            spans(
                "a CLIENT recorder db.system.name=postgresql db.namespace=trades|public",
                "b CLIENT recorder db.system=postgresql db.name=trades server.address=pg",
                "c INTERNAL recorder db.system=postgresql db.namespace=trades"));

    assertThat(edges(map)).containsExactly("recorder→postgresql/trades 3/0");
    assertThat(node(map, "postgresql/trades").kind()).isEqualTo(NodeKind.DATABASE);
    assertThat(node(map, "postgresql/trades").requests()).isEqualTo(3);
  }

  @Test
  void a_database_that_turns_out_to_be_instrumented_becomes_a_service() {
    var view = view();
    tell(view, spans("a CLIENT recorder→postgresql/trades"));
    assertThat(edges(view.map(TimeRange.ALWAYS))).containsExactly("recorder→postgresql/trades 1/0");

    tell(view, spans("b<a SERVER ledger"));

    assertThat(edges(view.map(TimeRange.ALWAYS))).containsExactly("recorder→ledger 1/0");
    assertThat(view.map(TimeRange.ALWAYS).nodes())
        .extracting(Node::id)
        .doesNotContain("postgresql/trades");
  }

  @Test
  void a_driver_below_an_object_mapper_is_one_call() {
    var map =
        mapOf(
            spans(
                "a INTERNAL recorder",
                "b<a CLIENT recorder→postgresql/trades",
                "c<b CLIENT recorder→pg:5432",
                "d<a INTERNAL recorder"));

    assertThat(edges(map)).containsExactly("recorder→postgresql/trades 1/0");
  }

  @Test
  void http_below_an_elasticsearch_client_is_one_call() {
    var map =
        mapOf(
            spans(
                "a CLIENT web→elasticsearch/logs", "b<a CLIENT web→es:9200", "c<b SERVER search"));

    assertThat(edges(map)).containsExactly("web→search 1/0");
  }

  @Test
  void a_service_that_calls_itself_keeps_the_edge_marked() {
    var map = mapOf(spans("a CLIENT trader→trader:9001", "b<a SERVER trader"));

    assertThat(edges(map)).containsExactly("trader→trader 1/0");
    assertThat(map.edges()).allMatch(Edge::self);
  }

  @Test
  void a_server_span_inside_a_request_is_no_second_request() {
    var map = mapOf(spans("a SERVER trader", "b<a INTERNAL trader", "c<b SERVER trader"));

    assertThat(edges(map)).containsExactly("client→trader 1/0");
    assertThat(node(map, "trader").requests()).isEqualTo(1);
  }

  @Test
  void a_child_in_another_service_stands_for_a_call_that_was_lost() {
    var map = mapOf(spans("a INTERNAL trader", "b<a INTERNAL router !"));

    assertThat(edges(map)).containsExactly("trader→router 1/0");
    assertThat(map.edges()).allMatch(Edge::inferred);
  }

  @Test
  void sampled_spans_keep_their_number_and_estimate_the_true_one() {
    var map = mapOf(spans("t1.a SERVER trader th=c", "t2.b SERVER trader th=c"));

    assertThat(edge(map, "client", "trader").requests()).isEqualTo(2);
    assertThat(edge(map, "client", "trader").estimatedRequests()).isEqualTo(8);
  }

  @Test
  void an_address_that_two_services_answer_is_drawn_as_a_load_balancer() {
    var view = view();
    for (int i = 0; i < 10; i++) {
      var server = i < 6 ? "apple" : "berry";
      tell(
          view,
          spans(
              "t%d.a CLIENT trader→lb:8080".formatted(i),
              "t%d.b<a SERVER %s".formatted(i, server)));
    }

    assertThat(edges(view.map(TimeRange.ALWAYS)))
        .containsExactly(
            "external/lb:8080→apple 6/0",
            "external/lb:8080→berry 4/0",
            "trader→external/lb:8080 10/0");
  }

  @Test
  void one_answer_in_a_hundred_by_another_service_makes_no_load_balancer() {
    var view = view();
    for (int i = 0; i < 100; i++) {
      tell(
          view,
          spans(
              "t%d.a CLIENT trader→lb:8080".formatted(i),
              "t%d.b<a SERVER %s".formatted(i, i == 50 ? "berry" : "apple")));
    }

    assertThat(edges(view.map(TimeRange.ALWAYS)))
        .containsExactly("trader→apple 99/0", "trader→berry 1/0");
  }

  @Test
  void a_call_that_nobody_answered_belongs_to_the_service_behind_the_address() {
    var view = view();
    tell(view, spans("t1.a CLIENT trader→lb:8080", "t1.b<a SERVER apple"));

    tell(view, spans("t2.a CLIENT trader→lb:8080 !"));

    var map = view.map(TimeRange.ALWAYS);
    assertThat(edges(map)).containsExactly("trader→apple 2/1");
    assertThat(edge(map, "trader", "apple").unresolved()).isEqualTo(1);
    assertThat(node(map, "apple").requests()).isEqualTo(2);
    assertThat(node(map, "apple").errors()).isEqualTo(1);
  }

  @Test
  void a_new_address_is_not_drawn_before_the_service_behind_it_had_time_to_answer() {
    now = TraceNotation.START;
    var view = view();
    tell(view, spans("a CLIENT trader→clearinghouse:9006"));
    assertThat(edges(view.map(TimeRange.ALWAYS))).isEmpty();

    now = now.plus(Limits.STANDARD.settling());

    assertThat(edges(view.map(TimeRange.ALWAYS)))
        .containsExactly("trader→external/clearinghouse:9006 1/0");
  }

  @Test
  void the_same_span_id_in_two_traces_joins_nothing() {
    var map = mapOf(spans("t1.a CLIENT trader→router:9000", "t2.b<a SERVER router"));

    assertThat(edges(map)).containsExactly("trader→external/router:9000 1/0");
    assertThat(map.incomplete()).isEqualTo(1);
  }

  @Test
  void a_trace_id_of_64_bits_joins_the_same_one_filled_up_with_zeros() {
    var client = spans("a CLIENT trader→router:9000").getFirst();
    var server = spans("b<a SERVER router").getFirst();
    var shortId = TraceId.parse("0000000000000000000000000000cafe");

    var map = mapOf(List.of(in(shortId, client), in(new TraceId(0, 0xCAFE), server)));

    assertThat(edges(map)).containsExactly("trader→router 1/0");
  }

  @Test
  void client_and_server_may_share_one_span_id_as_zipkin_lets_them() {
    var lines =
        spans(
            "r SERVER trader",
            "a<r CLIENT trader→router:9000 80ms",
            "a<r SERVER router 70ms",
            "b<a CLIENT router→postgresql/trades",
            "c<a INTERNAL trader");
    var expected = comparable(mapOf(lines));

    assertThat(edges(mapOf(lines)))
        .containsExactly("client→trader 1/0", "router→postgresql/trades 1/0", "trader→router 1/0");
    for (var order : permutations(lines)) {
      assertThat(comparable(mapOf(order))).isEqualTo(expected);
    }
  }

  @Test
  void a_link_that_hands_over_no_message_is_told_apart_from_calls() {
    var lines = spans("t1.a CLIENT trader→router:9000", "t2.b SERVER recorder ~t1.a");

    for (var order : permutations(lines)) {
      var map = mapOf(order);

      assertThat(edges(map))
          .containsExactly("client→recorder 1/0", "trader→external/router:9000 1/0");
      assertThat(map.links())
          .extracting(link -> link.source() + "→" + link.target() + " " + link.requests())
          .containsExactly("trader→recorder 1");
      assertThat(map.incomplete()).isZero();
      assertThat(node(map, "recorder").requests()).isEqualTo(1);
    }
  }

  @Test
  void two_halves_of_a_trace_seen_by_two_views_are_reconciled_by_what_the_store_has() {
    try (var store = new InMemoryStore(100, 1, 1)) {
      var spans = spans(TRADE);
      tell(view(), spans.subList(0, 3));
      tell(view(), spans.subList(3, 6));
      store.writer().appendSpans(spans.subList(3, 6));
      store.writer().appendSpans(spans.subList(0, 3));

      var rebuilt = view();
      store.follow(rebuilt, 0);

      assertThat(WholeTraces.sums(rebuilt)).isEqualTo(WholeTraces.sums(spans));
    }
  }

  @Test
  void a_call_counts_in_the_minute_that_its_server_span_started_in() {
    var view = view();
    tell(
        view,
        spans(
            "a CLIENT trader→router:9000 90s @0s",
            "b<a SERVER router 1s @61s",
            "c<b CLIENT router→postgresql/trades @59s"));
    now = now.plusSeconds(90);

    assertThat(edges(view.map(minute(0)))).containsExactly("router→postgresql/trades 1/0");
    assertThat(edges(view.map(minute(1)))).containsExactly("trader→router 1/0");
  }

  @Test
  void circles_own_parents_and_negative_durations_are_counted_and_harmless() {
    var map =
        mapOf(
            spans(
                "a<a SERVER trader",
                "b<c CLIENT trader→router:9000",
                "c<b CLIENT trader→router:9000",
                "d CLIENT trader→router:9000",
                "e<d SERVER router -5ms",
                "f SERVER trader 0ms"));

    assertThat(edges(map)).containsExactly("client→trader 2/0", "trader→router 1/0");
    assertThat(map.quality().ownParents()).isEqualTo(1);
    assertThat(map.quality().negativeDurations()).isEqualTo(1);
  }

  @Test
  void a_span_without_service_or_kind_is_drawn_by_what_it_says() {
    var map = mapOf(spans("a UNSPECIFIED ? db.system=redis", "b UNSPECIFIED ?"));

    assertThat(edges(map)).containsExactly("unknown_service→redis 1/0");
  }

  @Test
  void a_service_named_client_is_not_the_client() {
    var map = mapOf(spans("a SERVER client"));

    assertThat(edges(map)).containsExactly("client (client)→client 1/0");
  }

  @Test
  void a_service_that_serves_nobody_is_still_drawn() {
    var map = mapOf(spans("a INTERNAL monkey"));

    assertThat(map.nodes()).extracting(Node::id).containsExactly("monkey");
    assertThat(node(map, "monkey").latency()).isNull();
  }

  private static void tell(ServiceMapView view, List<Span> spans) {
    view.accept(spans, view.position() + spans.size());
  }

  private ServiceMapView view() {
    return new ServiceMapView(Limits.STANDARD, () -> now, ZoneOffset.UTC);
  }

  /// The map a while later, when every address has settled.
  private ServiceMap mapOf(List<Span> spans) {
    now = TraceNotation.START;
    var view = view();
    spans.forEach(span -> tell(view, List.of(span)));
    now = now.plusSeconds(10);
    return view.map(TimeRange.ALWAYS);
  }

  private static Span in(TraceId trace, Span span) {
    return new Span(
        trace,
        span.id(),
        span.parentId(),
        span.traceState(),
        span.flags(),
        span.name(),
        span.kind(),
        span.startNanos(),
        span.endNanos(),
        span.attributes(),
        span.events(),
        span.links(),
        span.status(),
        span.resource(),
        span.scope(),
        span.droppedAttributes());
  }

  private static TimeRange minute(int index) {
    long start = TraceNotation.START.toEpochMilli() * 1_000_000 + index * Minutes.NANOS;
    return new TimeRange(start, start + Minutes.NANOS);
  }

  private static List<String> edges(ServiceMap map) {
    return map.edges().stream()
        .map(edge ->
            "%s→%s %d/%d".formatted(edge.source(), edge.target(), edge.requests(), edge.errors()))
        .toList();
  }

  private static Latency known(@Nullable Latency latency) {
    return Objects.requireNonNull(latency);
  }

  private static String comparable(ServiceMap map) {
    return map.nodes() + "\n" + map.edges() + "\n" + map.incomplete();
  }

  private static Edge edge(ServiceMap map, String source, String target) {
    return map.edges().stream()
        .filter(edge -> edge.source().equals(source) && edge.target().equals(target))
        .findFirst()
        .orElseThrow();
  }

  private static Node node(ServiceMap map, String id) {
    return map.nodes().stream().filter(node -> node.id().equals(id)).findFirst().orElseThrow();
  }

  private static <T> List<List<T>> permutations(List<T> items) {
    if (items.isEmpty()) {
      return List.of(List.of());
    }
    var all = new ArrayList<List<T>>();
    for (int i = 0; i < items.size(); i++) {
      var rest = new ArrayList<>(items);
      var first = rest.remove(i);
      for (var permutation : permutations(rest)) {
        var whole = new ArrayList<T>();
        whole.add(first);
        whole.addAll(permutation);
        all.add(whole);
      }
    }
    return all;
  }
}
