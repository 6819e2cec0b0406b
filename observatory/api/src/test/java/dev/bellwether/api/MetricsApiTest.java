package dev.bellwether.api;

import static dev.bellwether.store.tests.SampleTraces.NOON_NANOS;
import static dev.bellwether.store.tests.SampleTraces.gauge;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bellwether.model.MetricPoint;
import dev.bellwether.model.MetricPoint.Exemplar;
import dev.bellwether.model.MetricPoint.Temporality;
import dev.bellwether.model.Resource;
import dev.bellwether.model.Scope;
import dev.bellwether.model.SpanId;
import dev.bellwether.model.TraceId;
import dev.bellwether.model.Value;
import dev.bellwether.store.InMemoryStore;
import dev.bellwether.store.tests.SampleTraces;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Metrics as a caller sees them: over HTTP, at noon.
///
/// In the minute before noon `bank` answered 10 requests in every 10 seconds, all in 1 to 2 s,
/// those of `/order` with an exemplar; `cpu` was 0.5 an hour ago.
final class MetricsApiTest {
  private static final InstantSource CLOCK = InstantSource.fixed(SampleTraces.NOON);
  private static final long SECOND = 1_000_000_000L;
  private static final String MINUTE = "from=2026-05-04T11:59:00Z&to=2026-05-04T12:00:00Z";

  private final InMemoryStore store = new InMemoryStore(1_000, 1_000, 50_000);
  private ServedApi api;

  @BeforeEach
  void start(@TempDir Path folder) {
    var points = new ArrayList<MetricPoint>();
    for (int i = 1; i <= 6; i++) {
      points.add(duration("/quote", i, 7));
      points.add(duration("/order", i, 3));
    }
    points.add(gauge("bank", "cpu", NOON_NANOS - 3600 * SECOND, 0.5));
    store.writer().appendPoints(points);
    api = new ServedApi(store, CLOCK, folder);
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private static MetricPoint duration(String route, int step, long count) {
    long time = NOON_NANOS - 60 * SECOND + 10L * step * SECOND;
    var exemplar =
        new Exemplar(
            time - SECOND,
            Value.of(1.5),
            TraceId.parse("%032x".formatted(step)),
            SpanId.parse("%016x".formatted(step)),
            Map.of());
    return new MetricPoint(
        "duration",
        "How long it took",
        "s",
        Map.of("http.route", Value.of(route)),
        time - 10 * SECOND,
        time,
        new MetricPoint.Histogram(
            Temporality.DELTA,
            count,
            1.5 * count,
            1.0,
            2.0,
            List.of(1.0, 2.0),
            List.of(0L, count, 0L)),
        route.equals("/order") ? List.of(exemplar) : List.of(),
        new Resource(Map.of("service.name", Value.of("bank"), "host.name", Value.of("vault"))),
        Scope.NONE);
  }

  @Test
  void a_metric_is_listed_with_what_one_has_to_know_to_ask_for_it() throws Exception {
    var metric = api.get("/api/metrics").at("/metrics/1");

    assertThat(metric.at("/name").asString()).isEqualTo("duration");
    assertThat(metric.at("/kind").asString()).isEqualTo("histogram");
    assertThat(metric.at("/unit").asString()).isEqualTo("s");
    assertThat(metric.at("/description").asString()).isEqualTo("How long it took");
    assertThat(metric.at("/aggregations/0").asString()).isEqualTo("p95");
    assertThat(metric.at("/services").toString()).isEqualTo("[\"bank\"]");
    assertThat(metric.at("/attributes").toString()).isEqualTo("[\"http.route\"]");
    assertThat(metric.at("/resourceAttributes").toString())
        .isEqualTo("[\"host.name\",\"service.name\"]");
    assertThat(metric.at("/lastUnixNano").asString())
        .isEqualTo(Long.toString(NOON_NANOS - 10 * SECOND));
  }

  @Test
  void a_metric_that_nobody_sent_in_the_window_is_listed_with_the_time_it_was_last_seen()
      throws Exception {
    var metric = api.get("/api/metrics").at("/metrics/0");

    assertThat(metric.at("/name").asString()).isEqualTo("cpu");
    assertThat(metric.at("/services")).isEmpty();
    assertThat(metric.at("/lastUnixNano").asString())
        .isEqualTo(Long.toString(NOON_NANOS - 3600 * SECOND));
  }

  @Test
  void the_list_can_be_narrowed_by_a_query() throws Exception {
    var metrics = api.get("/api/metrics?q=host.name%20:%20vault").at("/metrics");

    assertThat(metrics.findValuesAsString("name")).containsExactly("duration");
    assertThat(api.get("/api/metrics?q=host.name%20:%20attic").at("/metrics")).isEmpty();
  }

  @Test
  void a_histogram_is_drawn_as_its_95th_percentile_unless_asked_otherwise() throws Exception {
    var metric = api.get("/api/metrics/duration?" + MINUTE);

    assertThat(metric.at("/aggregation").asString()).isEqualTo("p95");
    assertThat(metric.at("/stepMillis").asLong()).isEqualTo(10_000);
    assertThat(metric.at("/steps").asInt()).isEqualTo(6);
    assertThat(metric.at("/lines")).hasSize(1);
    assertThat(metric.at("/lines/0/points")).hasSize(6);
    assertThat(metric.at("/lines/0/points/0/value").asDouble()).isCloseTo(1.95, within(1e-9));
    assertThat(metric.at("/truncated").asBoolean()).isFalse();
    assertThat(metric.at("/complete").asBoolean()).isTrue();
  }

  @Test
  void lines_are_grouped_by_an_attribute_the_largest_first_and_the_rest_is_counted()
      throws Exception {
    var metric = api.get("/api/metrics/duration?agg=rate&by=http.route&limit=1&" + MINUTE);

    assertThat(metric.at("/by").asString()).isEqualTo("http.route");
    assertThat(metric.at("/lines/0/group").asString()).isEqualTo("/quote");
    assertThat(metric.at("/lines/0/points/3/value").asDouble()).isCloseTo(0.7, within(1e-9));
    assertThat(metric.at("/lines")).hasSize(1);
    assertThat(metric.at("/groups").asInt()).isEqualTo(2);
  }

  @Test
  void the_query_says_which_points_count() throws Exception {
    var metric =
        api.get("/api/metrics/duration?agg=increase&q=http.route%20:%20%22/order%22&" + MINUTE);

    assertThat(metric.at("/lines/0/total").asDouble()).isCloseTo(18, within(1e-9));
    assertThat(metric.at("/series").asInt()).isEqualTo(1);
  }

  @Test
  void exemplars_name_their_trace() throws Exception {
    var exemplars = api.get("/api/metrics/duration?" + MINUTE).at("/lines/0/exemplars");

    assertThat(exemplars).hasSize(6);
    assertThat(exemplars.at("/0/traceId").asString()).endsWith("1");
    assertThat(exemplars.at("/0/spanId").asString()).endsWith("1");
    assertThat(exemplars.at("/0/value").asDouble()).isEqualTo(1.5);
  }

  @Test
  void a_metric_without_points_in_the_window_has_no_lines() throws Exception {
    var metric = api.get("/api/metrics/cpu");

    assertThat(metric.at("/kind").asString()).isEqualTo("gauge");
    assertThat(metric.at("/lines")).isEmpty();
  }

  @Test
  void more_points_than_fit_a_page_are_all_counted() throws Exception {
    var points = new ArrayList<MetricPoint>();
    for (int i = 0; i < 12_000; i++) {
      // Four at a time, so that pages end between points of the same time.
      points.add(gauge("bank-" + i % 4, "many", NOON_NANOS - (12_000 - i) / 4 * 10_000_000L, 1));
    }
    store.writer().appendPoints(points);

    var metric = api.get("/api/metrics/many?agg=sum&" + MINUTE);

    assertThat(metric.at("/series").asInt()).isEqualTo(4);
    assertThat(metric.at("/truncated").asBoolean()).isFalse();
    assertThat(metric.at("/lines/0/points"))
        .isNotEmpty()
        .allSatisfy(point -> assertThat(point.get("value").asDouble()).isEqualTo(4));
  }

  @Test
  void a_metric_that_nobody_ever_sent_is_not_found_and_close_names_are_told() throws Exception {
    var answer = api.send("/api/metrics/durations");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).contains("metric: 'durations' is unknown (close to it: duration)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/api/metrics/duration?agg=p42 | agg: 'p42' (expected: last, average, min",
        "/api/metrics/cpu?agg=rate | agg: 'rate' does not fit a gauge (expected: last, average,",
        "/api/metrics/duration?limit=0 | limit: 0 (expected: 1 to 1000)",
        "/api/metrics/duration?q=a%20: | q: ",
        "/api/metrics/duration?group=a | parameter 'group' is unknown",
        "/api/metrics?by=a | parameter 'by' is unknown",
      })
  void a_question_that_cannot_be_answered_is_refused_with_the_rule(String path, String words)
      throws Exception {
    var answer = api.send(path);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(ServedApi.json(answer).at("/detail").asString()).startsWith(words);
  }
}
