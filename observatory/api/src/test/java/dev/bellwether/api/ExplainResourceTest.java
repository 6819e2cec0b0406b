package dev.bellwether.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bellwether.http.Problem;
import dev.bellwether.http.Request;
import dev.bellwether.http.Routes;
import dev.bellwether.store.InMemoryStore;
import dev.bellwether.store.query.Query;
import dev.bellwether.store.tests.SampleTraces;
import dev.bellwether.store.tests.SampleTrade;
import dev.bellwether.store.tests.SampleTrade.Fault;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Ten minutes of trades, of which l.hall's fail and mr.t's are slow. In the last two of them, a
/// third more come from the EU.
class ExplainResourceTest {
  private static final int TRADES = 2_400;
  private static final int BUSY_FROM = 1_920;

  private static final InstantSource CLOCK =
      InstantSource.fixed(SampleTraces.NOON.plusSeconds(600));

  private final JsonMapper json = new JsonMapper();
  private final InMemoryStore store = new InMemoryStore(100_000, 1, 1);
  private Routes routes = Routes.none();

  @BeforeEach
  void trade(@TempDir Path folder) {
    for (int number = 1; number <= TRADES; number++) {
      store.writer().appendSpans(trade(number).spans());
    }
    routes = ServedApi.routes(store, CLOCK, folder);
  }

  @Test
  void the_customer_whose_trades_fail_is_named_first_with_figures_and_a_query() throws Exception {
    var answer = explain(Map.of());

    assertThat(answer.at("/mode").asString()).isEqualTo("failed");
    assertThat(answer.at("/requests").asLong()).isBetween(TRADES - 30L, (long) TRADES);
    var first = answer.at("/explanations/0");
    assertThat(first.at("/title").asString()).isEqualTo("com.example.customer_id = l.hall");
    assertThat(first.at("/filter").asString()).isEqualTo("com.example.customer_id : l.hall");
    assertThat(first.at("/rate").asDouble()).isEqualTo(1);
    assertThat(first.at("/hitsShare").asDouble()).isEqualTo(1);
    assertThat(first.at("/evidence").size()).isPositive();
    assertThat(Query.parse(first.at("/filter").asString()).matches(trade(1).spans().get(1)))
        .isTrue();
  }

  @Test
  void what_is_slow_is_explained_apart_from_what_fails() throws Exception {
    var answer = explain(Map.of("mode", "slow"));

    assertThat(answer.at("/slowMillis").asDouble()).isPositive();
    assertThat(answer.at("/explanations/0/title").asString())
        .isEqualTo("com.example.customer_id = mr.t");
    assertThat(answer.at("/explanations/0/medianMillis").asDouble())
        .isGreaterThan(answer.at("/explanations/0/otherMedianMillis").asDouble());
  }

  @Test
  void what_failed_just_as_often_in_the_time_before_is_no_news() throws Exception {
    var half = SampleTraces.NOON.plusSeconds(300).toEpochMilli();

    var answer =
        explain(Map.of("baseline", "before", "from", half + "", "to", half + 300_000 + ""));

    assertThat(answer.at("/usualRequests").asLong()).isPositive();
    assertThat(answer.at("/explanations").toString()).isEqualTo("[]");
  }

  @Test
  void of_what_there_is_more_than_before_is_told_with_both_shares() throws Exception {
    var busy = SampleTraces.NOON.plusSeconds(480).toEpochMilli();

    var answer =
        explain(Map.of("mode", "more", "from", busy + "", "to", busy + 120_000 + "", "key", "x"));

    assertThat(answer.at("/usualRequests").asLong()).isCloseTo(BUSY_FROM * 3 / 4, within(2L));
    assertThat(answer.at("/hits")).isEqualTo(answer.at("/requests"));
    var first = answer.at("/explanations/0");
    assertThat(first.at("/title").asString()).isEqualTo("com.example.region = EU");
    assertThat(first.at("/rate").asDouble()).isCloseTo(0.47, within(0.02));
    assertThat(first.at("/usualRate").asDouble()).isCloseTo(0.2, within(0.01));
    assertThat(first.at("/crowd").isNull()).isTrue();
    assertThat(answer.at("/key").isNull()).isTrue();
  }

  @Test
  void where_the_time_before_is_not_known_from_its_beginning_nothing_is_compared_with_it()
      throws Exception {
    var noon = SampleTraces.NOON.toEpochMilli();

    var answer =
        explain(Map.of("mode", "more", "from", noon + 300_000 + "", "to", noon + 600_000 + ""));

    assertThat(answer.at("/usualRequests").asLong()).isZero();
    assertThat(answer.at("/summary").asString())
        .startsWith("Too little is known of the time before");
  }

  @Test
  void where_nothing_fails_it_says_so() throws Exception {
    var answer = explain(Map.of("q", "com.example.customer_id : q.bert"));

    assertThat(answer.at("/hits").asLong()).isZero();
    assertThat(answer.at("/summary").asString()).matches("None of [0-9,]+ requests failed\\.");
  }

  @Test
  void a_key_is_looked_at_whether_or_not_it_explains_anything() throws Exception {
    var customer = explain(Map.of("key", "com.example.customer_id")).at("/key");
    var region = explain(Map.of("key", "com.example.region")).at("/key");

    assertThat(customer.at("/values/0/value").asString()).isEqualTo("l.hall");
    assertThat(customer.at("/values/0/rate").asDouble()).isEqualTo(1);
    assertThat(customer.at("/values/0/filter").asString())
        .isEqualTo("com.example.customer_id : l.hall");
    assertThat(customer.at("/values/1/hits").asLong()).isZero();
    assertThat(region.at("/distinct").asInt()).isEqualTo(5);
    assertThat(explain(Map.of("key", "no.such.key")).at("/key/distinct").asInt()).isZero();
    assertThat(explain(Map.of()).at("/key").isNull()).isTrue();
  }

  @Test
  void how_many_attributes_were_compared_and_that_none_was_left_out_is_said() throws Exception {
    var answer = explain(Map.of());

    assertThat(answer.at("/attributes").asInt()).isPositive();
    assertThat(answer.at("/attributesLeftOut").asInt()).isZero();
  }

  @Test
  void an_unknown_mode_is_refused_by_its_name() {
    assertThat(refusal(Map.of("mode", "odd")).getMessage())
        .isEqualTo("mode: 'odd' (expected: failed, slow, more)");
  }

  @Test
  void the_map_names_the_cause_of_a_node_that_needs_attention() throws Exception {
    var deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    var named = "";
    while (!named.equals("com.example.customer_id = l.hall") && System.nanoTime() < deadline) {
      for (var node : answer("GET", "/api/service-map", Map.of()).at("/nodes")) {
        named = node.at("/explanation/title").asString(named);
      }
      Thread.onSpinWait();
    }

    assertThat(named).isEqualTo("com.example.customer_id = l.hall");
  }

  private static SampleTrade trade(int number) {
    var ordinary = SampleTrade.of(number);
    var trade = number > BUSY_FROM && number % 3 == 0 ? ordinary.withRegion("EU") : ordinary;
    return switch (trade.customerId()) {
      case "l.hall" -> trade.with(Fault.DATABASE_AWAY);
      case "mr.t" -> trade.with(Fault.SLOW_MODEL);
      default -> trade;
    };
  }

  private JsonNode explain(Map<String, String> parameters) throws IOException {
    return answer("POST", "/api/explain", parameters);
  }

  private JsonNode answer(String method, String path, Map<String, String> parameters)
      throws IOException {
    return json.readTree(routes.handle(request(method, path, parameters)).body());
  }

  private Problem refusal(Map<String, String> parameters) {
    try {
      routes.handle(request("POST", "/api/explain", parameters));
    } catch (Problem problem) {
      return problem;
    }
    throw new AssertionError("not refused: " + parameters);
  }

  private static Request request(String method, String path, Map<String, String> parameters) {
    var query = new HashMap<String, List<String>>();
    parameters.forEach((name, value) -> query.put(name, List.of(value)));
    return new Request(method, path, query, Map.of(), new byte[0]);
  }
}
