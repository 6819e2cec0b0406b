package dev.bellwether.api;

import static dev.bellwether.store.tests.SampleTraces.NOON_NANOS;
import static dev.bellwether.store.tests.SampleTraces.client;
import static dev.bellwether.store.tests.SampleTraces.server;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bellwether.store.InMemoryStore;
import dev.bellwether.store.tests.SampleTraces;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Services as a caller sees them: over HTTP, at noon.
///
/// `bank` served 40 requests in the minute before noon: `GET /quote` of 10 ms in version 1, then
/// `POST /order` of 90 ms, every fourth failing, in version 2. An hour earlier it served one.
final class ServicesApiTest {
  private static final InstantSource CLOCK = InstantSource.fixed(SampleTraces.NOON);
  private static final long SECOND = 1_000_000_000L;

  private final InMemoryStore store = new InMemoryStore(1_000, 1_000, 1_000);
  private ServedApi api;

  @BeforeEach
  void start(@TempDir Path folder) {
    request(1000, NOON_NANOS - 3620 * SECOND, "GET /quote", "1", 30, false);
    for (int i = 0; i < 20; i++) {
      request(i, NOON_NANOS + (i - 60) * SECOND, "GET /quote", "1", 10, false);
      request(20 + i, NOON_NANOS + (i - 30) * SECOND, "POST /order", "2", 90, i % 4 == 0);
    }
    api = new ServedApi(store, CLOCK, folder);
  }

  @AfterEach
  void stop() {
    api.close();
  }

  /// A shop calls the bank.
  private void request(
      long number, long startNanos, String name, String version, long millis, boolean fails) {
    var call =
        server("bank", name)
            .from("service.version", version)
            .from("service.instance.id", "bank-" + version)
            .from("host.name", "vault")
            .lasting(Duration.ofMillis(millis));
    store
        .writer()
        .appendSpans(
            SampleTraces.trace(
                number,
                startNanos,
                client("shop", "POST").calling(fails ? call.failing("no money") : call)));
  }

  @Test
  void a_service_is_listed_with_its_figures_health_and_versions() throws Exception {
    var bank = service(api.get("/api/services"), "bank");

    assertThat(bank.at("/figures/requests").asLong()).isEqualTo(40);
    assertThat(bank.at("/figures/errors").asLong()).isEqualTo(5);
    assertThat(bank.at("/health").asString()).isEqualTo("failing");
    assertThat(bank.at("/reason").asString()).contains("errors 13 % of 40 requests");
    assertThat(bank.at("/versions").toString()).isEqualTo("[\"1\",\"2\"]");
    assertThat(sum(bank.at("/requestsPerStep"))).isEqualTo(40);
    assertThat(sum(bank.at("/errorsPerStep"))).isEqualTo(5);
  }

  @Test
  void a_percentile_comes_with_the_bounds_that_it_lies_in() throws Exception {
    var p95 = api.get("/api/services/bank").at("/figures/p95");

    assertThat(p95.at("/nanos").asDouble()).isCloseTo(90e6, within(1e6));
    assertThat(p95.at("/lowNanos").asDouble()).isLessThanOrEqualTo(90e6);
    assertThat(p95.at("/highNanos").asDouble()).isGreaterThanOrEqualTo(90e6);
  }

  @Test
  void a_rate_counts_only_the_time_there_is_telemetry_of() throws Exception {
    var rate = api.get("/api/services/bank?from=2026-05-04T11:59:00Z").at("/figures/ratePerSecond");

    assertThat(rate.asDouble()).isCloseTo(40 / 60.0, within(0.001));
  }

  @ParameterizedTest
  @CsvSource({"5, 10", "15, 10", "60, 60", "360, 300", "1440, 1800", "10080, 7200"})
  void the_step_of_a_series_fits_the_range(long minutes, long stepSeconds) throws Exception {
    var from = SampleTraces.NOON.minus(Duration.ofMinutes(minutes));

    var service = api.get("/api/services/bank?from=" + from.toEpochMilli());

    assertThat(service.at("/stepMillis").asLong()).isEqualTo(stepSeconds * 1000);
    assertThat(sum(service.at("/series"), "requests")).isBetween(40L, 41L);
  }

  @Test
  void an_operation_has_its_share_of_the_time_as_impact() throws Exception {
    var operations = api.get("/api/services/bank").at("/operations");

    assertThat(operations.findValuesAsString("name")).containsExactly("POST /order", "GET /quote");
    assertThat(operations.at("/0/kind").asString()).isEqualTo("server");
    assertThat(operations.at("/0/impact").asDouble()).isCloseTo(0.9, within(0.01));
    assertThat(operations.at("/0/figures/errors").asLong()).isEqualTo(5);
    assertThat(operations.at("/1/impact").asDouble()).isCloseTo(0.1, within(0.01));
  }

  @Test
  void the_figures_may_be_of_one_operation() throws Exception {
    var service = api.get("/api/services/bank?operation=GET%20/quote");

    assertThat(service.at("/operation").asString()).isEqualTo("GET /quote");
    assertThat(service.at("/figures/requests").asLong()).isEqualTo(20);
    assertThat(sum(service.at("/series"), "requests")).isEqualTo(20);
    assertThat(sum(service.at("/distribution"), "requests")).isEqualTo(20);
    assertThat(service.at("/operations").size()).isEqualTo(2);
  }

  @Test
  void the_distribution_counts_every_request_once_and_failed_ones_apart() throws Exception {
    var distribution = api.get("/api/services/bank").at("/distribution");

    assertThat(sum(distribution, "requests")).isEqualTo(40);
    assertThat(sum(distribution, "errors")).isEqualTo(5);
    assertThat(distribution)
        .allSatisfy(bucket -> {
          assertThat(bucket.get("lowNanos").asDouble())
              .isLessThan(bucket.get("highNanos").asDouble());
        });
    assertThat(distribution.at("/0/errors").asLong()).isZero();
  }

  @Test
  void who_calls_and_who_is_called_come_from_the_map() throws Exception {
    var bank = api.get("/api/services/bank");
    var shop = api.get("/api/services/shop");

    assertThat(bank.at("/callers").findValuesAsString("id")).containsExactly("shop");
    assertThat(bank.at("/callers/0/figures/requests").asLong()).isEqualTo(40);
    assertThat(bank.at("/calls")).isEmpty();
    assertThat(shop.at("/calls").findValuesAsString("id")).containsExactly("bank");
    assertThat(shop.at("/calls/0/kind").asString()).isEqualTo("service");
  }

  @Test
  void instances_are_told_apart_with_their_share_of_the_requests() throws Exception {
    var instances = api.get("/api/services/bank/instances");

    assertThat(instances.at("/requests").asLong()).isEqualTo(40);
    assertThat(instances.at("/truncated").asBoolean()).isFalse();
    assertThat(instances.at("/instances").findValuesAsString("id"))
        .containsExactly("bank-1", "bank-2");
    assertThat(instances.at("/instances/1/host").asString()).isEqualTo("vault");
    assertThat(instances.at("/instances/1/share").asDouble()).isEqualTo(0.5);
    assertThat(instances.at("/instances/1/figures/errors").asLong()).isEqualTo(5);
  }

  @Test
  void a_version_that_begins_within_the_window_is_a_change() throws Exception {
    var versions = api.get("/api/services/bank").at("/versions");

    assertThat(versions.findValuesAsString("version")).containsExactly("1", "2");
    assertThat(versions.at("/0/change").asBoolean()).isFalse();
    assertThat(versions.at("/1/change").asBoolean()).isTrue();
    assertThat(versions.at("/1/firstUnixNano").asString())
        .isEqualTo(Long.toString(NOON_NANOS - 30 * SECOND));
  }

  @Test
  void an_earlier_window_is_answered_beside_where_that_is_asked_for() throws Exception {
    var alone = api.get("/api/services/bank");
    var compared = api.get("/api/services/bank?compare=1h");

    assertThat(alone.at("/before").isNull()).isTrue();
    assertThat(compared.at("/figures/requests").asLong()).isEqualTo(40);
    assertThat(compared.at("/before/shiftMillis").asLong()).isEqualTo(3_600_000);
    assertThat(compared.at("/before/figures/requests").asLong()).isEqualTo(1);
    assertThat(compared.at("/before/series/0/startUnixNano").asString())
        .isEqualTo(Long.toString(NOON_NANOS - 3620 * SECOND));
    assertThat(sum(compared.at("/before/distribution"), "requests")).isEqualTo(1);
  }

  @Test
  void a_known_service_without_requests_in_the_window_is_an_empty_answer_not_an_error()
      throws Exception {
    var service = api.get("/api/services/bank?from=0&to=1000");

    assertThat(service.at("/figures/requests").asLong()).isZero();
    assertThat(service.at("/figures/p95").isNull()).isTrue();
    assertThat(service.at("/series")).isEmpty();
    assertThat(service.at("/health").asString()).isEqualTo("unknown");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/api/services/bnak | 404 | service: 'bnak' is unknown (close to it: bank)",
        "/api/services/bnak/instances | 404 | service: 'bnak' is unknown (close to it: bank)",
        "/api/services/the-shop | 404 | service: 'the-shop' is unknown (close to it: shop)",
        "/api/services/zebra | 404 | service: 'zebra' is unknown (expected: one of the names in"
            + " /api/services)",
        "/api/services/bank?compare=2h | 400 | compare: '2h' (expected: none, 15m, 1h, 1d, 7d)",
      })
  void what_cannot_be_answered_is_told_in_words(String path, int status, String detail)
      throws Exception {
    var response = api.send(path);

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(ServedApi.json(response).at("/detail").asString()).isEqualTo(detail);
  }

  private static JsonNode service(JsonNode answer, String name) {
    for (var service : answer.at("/services")) {
      if (service.get("name").asString().equals(name)) {
        return service;
      }
    }
    throw new AssertionError("no service " + name + " in " + answer);
  }

  private static long sum(JsonNode counts) {
    long sum = 0;
    for (var count : counts) {
      sum += count.asLong();
    }
    return sum;
  }

  private static long sum(JsonNode records, String name) {
    long sum = 0;
    for (var each : records) {
      sum += each.get(name).asLong();
    }
    return sum;
  }
}
