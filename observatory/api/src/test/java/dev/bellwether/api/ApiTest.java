package dev.bellwether.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.store.InMemoryStore;
import dev.bellwether.store.tests.SampleTraces;
import dev.bellwether.store.tests.SampleTrade;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// The API as a caller sees it: over HTTP, with three sample trades in the store, a minute later.
final class ApiTest {
  private static final InstantSource CLOCK = InstantSource.fixed(SampleTraces.NOON.plusSeconds(60));

  private final InMemoryStore store = new InMemoryStore(1_000, 1_000, 1_000);
  private ServedApi api;

  @BeforeEach
  void start(@TempDir Path folder) {
    for (long number = 1; number <= 3; number++) {
      var trade = SampleTrade.of(number);
      store.writer().appendSpans(trade.spans());
      store.writer().appendLogs(trade.logs());
    }
    api = new ServedApi(store, CLOCK, folder);
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void the_map_shows_every_service_of_a_trade_and_who_calls_whom() throws Exception {
    var map = api.get("/api/service-map");

    assertThat(map.findValuesAsString("id"))
        .contains("monkey", "trader", "router", "recorder", "notifier", "postgresql/trades");
    assertThat(map.at("/edges"))
        .anySatisfy(edge -> {
          assertThat(edge.get("source").asString()).isEqualTo("trader");
          assertThat(edge.get("target").asString()).isEqualTo("router");
          assertThat(edge.get("requests").asLong()).isEqualTo(3);
          assertThat(edge.get("kind").asString()).isEqualTo("sync");
        });
  }

  @Test
  void a_caller_who_has_the_map_is_told_that_nothing_changed() throws Exception {
    var first = api.send("/api/service-map");
    var tag = first.headers().firstValue("etag").orElseThrow();

    var second = api.send("GET", "/api/service-map", tag);

    assertThat(second.statusCode()).isEqualTo(304);
    assertThat(second.body()).isEmpty();
  }

  @Test
  void tidying_answers_the_map_that_it_laid_out() throws Exception {
    var answer = api.send("POST", "/api/service-map/tidy", "");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(ServedApi.json(answer).at("/nodes").size())
        .isEqualTo(api.get("/api/service-map").at("/nodes").size());
  }

  @Test
  void traces_come_newest_first_and_say_when_there_are_more() throws Exception {
    var page = api.get("/api/traces?limit=2");

    assertThat(page.at("/truncated").asBoolean()).isTrue();
    assertThat(page.findValuesAsString("traceId"))
        .containsExactly(SampleTraces.traceId(3).toString(), SampleTraces.traceId(2).toString());
    assertThat(page.at("/traces/0/services").toString())
        .isEqualTo("[\"monkey\",\"notifier\",\"recorder\",\"router\",\"trader\"]");
  }

  @Test
  void a_query_finds_the_traces_of_one_customer() throws Exception {
    var page = api.get("/api/traces?q=" + encoded("com.example.customer_id : \"l.hall\""));

    assertThat(page.findValuesAsString("traceId"))
        .containsExactly(SampleTraces.traceId(1).toString());
  }

  @Test
  void a_trace_has_all_its_spans_and_its_log_records() throws Exception {
    var trade = SampleTrade.of(1);

    var trace = api.get("/api/traces/" + SampleTraces.traceId(1));

    assertThat(trace.at("/spans").size()).isEqualTo(trade.spans().size());
    assertThat(trace.at("/logs").size()).isEqualTo(trade.logs().size());
    var root = trace.at("/spans/0");
    assertThat(root.at("/parentSpanId").isNull()).isTrue();
    assertThat(root.at("/kind").asString()).isEqualTo("client");
    assertThat(root.at("/startUnixNano").asString())
        .isEqualTo(Long.toString(SampleTraces.NOON_NANOS));
  }

  @Test
  void the_critical_path_covers_the_root_without_a_gap() throws Exception {
    var trace = api.get("/api/traces/" + SampleTraces.traceId(1));

    var path = trace.at("/criticalPath");
    var root = trace.at("/spans/0");
    assertThat(path.get(0).at("/startUnixNano")).isEqualTo(root.at("/startUnixNano"));
    assertThat(path.get(path.size() - 1).at("/endUnixNano")).isEqualTo(root.at("/endUnixNano"));
    for (var i = 1; i < path.size(); i++) {
      assertThat(path.get(i).at("/startUnixNano")).isEqualTo(path.get(i - 1).at("/endUnixNano"));
    }
    assertThat(path.findValuesAsString("spanId"))
        .isSubsetOf(trace.at("/spans").findValuesAsString("spanId"));
  }

  @Test
  void a_later_trace_that_links_to_a_trace_is_found_from_there() throws Exception {
    var trade = SampleTrade.of(1).spans();
    var attempt = SampleTraces.consumer("recorder", "notify again").linkedTo(trade);
    store
        .writer()
        .appendSpans(SampleTraces.trace(9, SampleTraces.NOON_NANOS + 5_000_000_000L, attempt));

    var answer = api.get("/api/traces/" + SampleTraces.traceId(1) + "/links");
    var other = api.get("/api/traces/" + SampleTraces.traceId(2) + "/links");

    assertThat(answer.at("/links").size()).isEqualTo(1);
    assertThat(answer.at("/links/0/traceId").asString())
        .isEqualTo(SampleTraces.traceId(9).toString());
    assertThat(answer.at("/links/0/toSpanId").asString())
        .isEqualTo(trade.getFirst().id().toString());
    assertThat(answer.at("/searched").asInt()).isEqualTo(4);
    assertThat(other.at("/links").size()).isZero();
  }

  @Test
  void logs_carry_what_a_reader_needs_to_find_their_trace() throws Exception {
    var page = api.get("/api/logs?q=" + encoded("service.name : recorder") + "&limit=1");

    var log = page.at("/logs/0");
    assertThat(log.at("/traceId").asString()).isEqualTo(SampleTraces.traceId(3).toString());
    assertThat(log.at("/severity").asString()).isEqualTo("info");
    assertThat(log.at("/attributes").has("com.example.customer_id")).isTrue();
  }

  @Test
  void the_slowest_trace_comes_first_where_that_is_asked_for() throws Exception {
    store.writer().appendSpans(SampleTrade.of(4).with(SampleTrade.Fault.SLOW_MODEL).spans());
    store.writer().appendSpans(SampleTrade.of(5).spans());

    var page = api.get("/api/traces?sort=slowest&limit=1");

    assertThat(page.findValuesAsString("traceId"))
        .containsExactly(SampleTraces.traceId(4).toString());
    assertThat(page.at("/truncated").asBoolean()).isTrue();
    assertThat(page.at("/considered").asInt()).isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/traces", "/api/logs"})
  void a_search_says_what_it_cost_only_where_that_is_asked_for(String path) throws Exception {
    var silent = api.get(path);
    var explained = api.get(path + "?explain=true");

    assertThat(silent.at("/effort").isNull()).isTrue();
    assertThat(silent.at("/complete").asBoolean()).isTrue();
    assertThat(explained.at("/effort/rows").asLong()).isPositive();
    assertThat(explained.at("/effort/complete").asBoolean()).isTrue();
  }

  @Test
  void a_key_is_listed_with_its_coverage_and_its_most_frequent_values() throws Exception {
    var key = api.get("/api/attributes?signal=traces&key=com.example.customer_id");

    assertThat(key.at("/signals/0/records").asInt()).isEqualTo(36);
    assertThat(key.at("/signals/0/truncated").asBoolean()).isFalse();
    assertThat(key.at("/signals/0/keys").size()).isEqualTo(1);
    assertThat(key.at("/signals/0/keys/0/records").asInt()).isEqualTo(33);
    assertThat(key.at("/signals/0/keys/0/coverage").asDouble()).isEqualTo(33.0 / 36);
    assertThat(key.at("/signals/0/keys/0/distinct").asInt()).isEqualTo(3);
    assertThat(key.at("/signals/0/keys/0/values/0").toString())
        .isEqualTo("{\"value\":\"l.hall\",\"records\":11}");
  }

  @Test
  void values_are_completed_from_their_beginning_whatever_its_case() throws Exception {
    var key = api.get("/api/attributes?signal=logs&key=com.example.customer_id&prefix=L.H");

    assertThat(key.findValuesAsString("value")).containsExactly("l.hall");
    assertThat(key.at("/signals/0/keys/0/distinct").asInt()).isEqualTo(3);
  }

  @Test
  void keys_are_counted_over_the_records_that_match() throws Exception {
    var both = api.get("/api/attributes?q=" + encoded("com.example.customer_id : \"l.hall\""));

    assertThat(both.findValuesAsString("signal")).containsExactly("traces", "logs");
    assertThat(both.at("/signals/0/records").asInt()).isEqualTo(11);
    assertThat(both.at("/signals/1/records").asInt()).isEqualTo(4);
  }

  @Test
  void without_a_query_the_timeline_counts_the_roots_of_traces() throws Exception {
    var timeline = api.get("/api/timeline");

    assertThat(timeline.at("/roots").asBoolean()).isTrue();
    assertThat(timeline.at("/records").asInt()).isEqualTo(3);
    assertThat(timeline.findValuesAsString("name")).containsExactly("failed", "ok", "POST");
    assertThat(timeline.at("/points/0/spans").asInt()).isEqualTo(3);
    assertThat(timeline.at("/points/0/traceId").asString())
        .isEqualTo(SampleTraces.traceId(3).toString());
  }

  @Test
  void the_timeline_of_a_query_counts_the_spans_that_match_with_failed_ones_apart()
      throws Exception {
    store.writer().appendSpans(SampleTrade.of(4).with(SampleTrade.Fault.DATABASE_AWAY).spans());

    var timeline = api.get("/api/timeline?q=" + encoded("name : \"POST /record\""));

    assertThat(timeline.at("/roots").asBoolean()).isFalse();
    assertThat(sum(timeline.at("/series/0/counts"))).isEqualTo(2);
    assertThat(sum(timeline.at("/series/1/counts"))).isEqualTo(6);
  }

  @Test
  void the_timeline_of_logs_counts_each_severity() throws Exception {
    store.writer().appendLogs(SampleTrade.of(4).with(SampleTrade.Fault.DATABASE_AWAY).logs());

    var timeline = api.get("/api/timeline?signal=logs");

    assertThat(timeline.findValuesAsString("name")).containsExactly("error", "info");
    assertThat(sum(timeline.at("/series/0/counts"))).isEqualTo(1);
    assertThat(timeline.at("/points").size()).isZero();
  }

  @Test
  void a_query_that_is_refused_is_refused_at_the_character() throws Exception {
    var answer = api.send("/api/traces?q=" + encoded("status : eror"));

    var problem = ServedApi.json(answer);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().firstValue("content-type")).hasValue("application/problem+json");
    assertThat(problem.at("/position").asInt()).isEqualTo(9);
    assertThat(problem.at("/detail").asString()).contains("at character 10");
  }

  @Test
  void a_window_without_telemetry_is_an_empty_answer_not_an_error() throws Exception {
    var page = api.get("/api/traces?from=2020-01-01T00:00:00Z&to=2020-01-02T00:00:00Z");

    assertThat(page.at("/traces").size()).isZero();
    assertThat(page.at("/truncated").asBoolean()).isFalse();
  }

  @Test
  void health_says_what_the_store_holds() throws Exception {
    var health = api.get("/api/health");

    assertThat(health.at("/status").asString()).isEqualTo("ok");
    assertThat(health.at("/version").asString()).isEqualTo(ServedApi.VERSION);
    assertThat(health.at("/store/spans").asLong()).isEqualTo(3L * SampleTrade.of(1).spans().size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /api/traces?limit=0               | 400 | limit: 0 (expected: 1 to 1000)
          /api/traces?limit=1001            | 400 | limit: 1001 (expected: 1 to 1000)
          /api/traces?limit=ten             | 400 | limit: ten (expected: 1 to 1000)
          /api/traces?form=1                | 400 | parameter 'form' is unknown (expected: from, to, q, limit, sort, explain)
          /api/health?q=x                   | 400 | parameter 'q' is unknown (expected: none)
          /api/traces?from=yesterday        | 400 | from: 'yesterday' (expected: epoch milliseconds or ISO-8601
          /api/traces?to=99999999999999     | 400 | to: '99999999999999' (expected: epoch milliseconds
          /api/traces?from=2000&to=1000     | 400 | from: 2000 is after to: 1000
          /api/traces?sort=best             | 400 | sort: 'best' (expected: newest, slowest, errors, spans)
          /api/attributes?signal=metrics    | 400 | signal: 'metrics' (expected: both, traces, logs)
          /api/attributes?limit=0           | 400 | limit: 0 (expected: 1 to 1000)
          /api/timeline?explain=true        | 400 | parameter 'explain' is unknown
          /api/logs?q=status%20%3A          | 400 | at character 9
          /api/traces/xyz                   | 400 | trace id: 'xyz' (expected: 32 hexadecimal digits)
          /api/traces/00000000000000000000000000000000 | 400 | trace id: all zero
          /api/traces/0123456789abcdef0123456789abcdef | 404 | no span of it is stored
          /api/nothing                      | 404 | /api/nothing
          """)
  void what_cannot_be_answered_is_told_in_words(String path, int status, String detail)
      throws Exception {
    var answer = api.send(path);

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("content-type")).hasValue("application/problem+json");
    assertThat(ServedApi.json(answer).at("/detail").asString()).contains(detail);
  }

  @Test
  void a_method_that_a_path_does_not_know_is_answered_with_those_it_knows() throws Exception {
    var answer = api.send("DELETE", "/api/traces", "");

    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("allow")).hasValue("GET, HEAD");
  }

  @Test
  void a_closed_store_is_answered_503_with_the_time_to_come_back() throws Exception {
    store.close();

    var answer = api.send("/api/traces");

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("retry-after")).hasValue("1");
  }

  @Test
  void the_openapi_document_describes_every_path_and_record() throws Exception {
    var document = api.get("/api/openapi.json");

    assertThat(document.at("/paths").propertyNames())
        .contains(
            "/api/health",
            "/api/service-map",
            "/api/service-map/tidy",
            "/api/services",
            "/api/services/{name}",
            "/api/traces",
            "/api/traces/{traceId}",
            "/api/traces/{traceId}/links",
            "/api/logs",
            "/api/attributes",
            "/api/coverage",
            "/api/timeline");
    assertThat(document.at("/components/schemas/TraceSpan/properties").propertyNames())
        .contains("spanId", "attributes", "events");
    assertThat(document.findValuesAsString("$ref"))
        .allSatisfy(reference ->
            assertThat(document.at(reference.substring(1)).isMissingNode())
                .as(reference)
                .isFalse());
  }

  private static long sum(JsonNode counts) {
    return counts.valueStream().mapToLong(JsonNode::asLong).sum();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
