package dev.bellwether.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A control endpoint over real HTTP.
class ControlServerTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private static final UUID TRADE = UUID.fromString("00000001-2345-8789-8abc-def012345678");

  @TempDir private Path folder;
  private final Faults faults = new Faults("recorder", InstantSource.fixed(NOW));
  private final HttpClient http = HttpClient.newHttpClient();
  private Path file;
  private ControlServer server;

  @BeforeEach
  void start() throws IOException {
    file = folder.resolve("control/recorder");
    server = Objects.requireNonNull(ControlServer.start(faults, file));
  }

  @AfterEach
  void stop() {
    server.close();
    http.close();
  }

  @Test
  void a_client_puts_a_plan_hears_of_its_victims_and_ends_it() {
    var client = new ControlClient(file);
    var plan = plan();

    client.put(plan);
    faults.strike(FaultKind.SLOW_QUERY, TRADE, () -> Map.of("customer_id", "l.hall"));
    faults.strike(FaultKind.SLOW_QUERY, TRADE, () -> Map.of("customer_id", "q.bert"));

    assertThat(faults.plans()).containsExactly(plan);
    assertThat(client.report("a", 0)).contains(new Report("a", 1, 1, 0, List.of(TRADE)));
    assertThat(client.remove("a", 1)).contains(new Report("a", 1, 1, 1, List.of()));
    assertThat(client.report("a", 0)).isEmpty();
  }

  @Test
  void a_client_finds_a_service_that_was_restarted() throws IOException {
    var client = new ControlClient(file);
    server.close();
    assertThatThrownBy(() -> client.report("a", 0))
        .isInstanceOf(ControlException.class)
        .hasMessageStartingWith("recorder does not answer");

    server = Objects.requireNonNull(ControlServer.start(faults, file));

    assertThat(client.report("a", 0)).isEmpty();
  }

  @Test
  void what_a_service_refuses_is_the_callers_mistake() {
    var client = new ControlClient(file);
    var foreign =
        new FaultPlan("a", FaultKind.MODEL_EXCEPTION, Map.of(), 100, 0, 1, NOW.plusSeconds(9));

    assertThatThrownBy(() -> client.put(foreign))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("kind: model-exception (expected, in the recorder: [database-error,");
  }

  @Test
  void the_address_and_the_token_are_for_the_owner_alone() throws IOException {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(Files.readString(file)).matches("http://127\\.0\\.0\\.1:[0-9]+ [0-9a-f]{32}");
  }

  @Test
  void the_address_is_taken_down_when_the_service_ends() {
    server.close();

    assertThat(file).doesNotExist();
  }

  @Test
  void without_the_token_nothing_is_told() throws Exception {
    var response =
        http.send(
            HttpRequest.newBuilder(ControlFile.read(file).url().resolve("/plans")).build(),
            BodyHandlers.ofString());

    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(response.body()).doesNotContain(ControlFile.read(file).token());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PUT    | /plans/a         | [1]                     | 400 | body: expected a JSON object",
        "PUT    | /plans/a         | {'kind':                | 400 | body: not JSON,",
        "PUT    | /plans/a         | {}                      | 400 | kind: missing (expected: a text)",
        "PUT    | /plans/a         | {'kind':'flood'}        | 400 | kind: flood (expected: [slow-market",
        "PUT    | /plans/a         | {'colour':1}            | 400 | colour: unknown (expected: amount,",
        "PUT    | /plans/a         | {'kind':'slow-query','where':7}  | 400 | where: 7 (expected: an object",
        "PUT    | /plans/a         | {'kind':'slow-query','where':{'region':7}} | 400 | where.region: 7 (",
        "PUT    | /plans/a         | {'kind':'slow-query','percent':'x'} | 400 | percent: \"x\" (expected: a nu",
        "PUT    | /plans/a         | {'kind':'slow-query','amount':1.5} | 400 | amount: 1.5 (expected: a whole",
        "PUT    | /plans/a         | {'kind':'slow-query','amount':1}   | 400 | end: missing (expected: a text)",
        "PUT    | /plans/a         | {'kind':'slow-query','amount':1,'end':'soon'} | 400 | end: soon (expected:",
        "GET    | /plans/a         |                         | 404 | plan a: there is none",
        "DELETE | /plans/a         |                         | 404 | plan a: there is none",
        "GET    | /plans/a?after=x |                         | 400 | query: after=x (expected: after=,",
        "POST   | /plans/a         |                         | 405 | method: POST (expected: PUT, GET or",
        "GET    | /                |                         | 404 | /: nothing is here"
      })
  void what_makes_no_sense_is_refused_by_its_name(
      String method, String path, String body, int status, String detail) throws Exception {
    var response = send(method, path, body == null ? "" : body.replace('\'', '"'));

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(PlanJson.JSON.readTree(response.body()).path("detail").asString())
        .startsWith(detail);
    assertThat(faults.plans()).isEmpty();
  }

  @Test
  void a_body_beyond_the_limit_is_not_read() throws Exception {
    assertThat(send("PUT", "/plans/a", " ".repeat(64 * 1024 + 1)).statusCode()).isEqualTo(413);
  }

  @Test
  void the_plans_in_force_can_be_listed() throws Exception {
    faults.put(plan());

    assertThat(send("GET", "/plans", "").body())
        .isEqualTo("{\"plans\":[" + PlanJson.json(plan()) + "]}");
  }

  private static FaultPlan plan() {
    return new FaultPlan(
        "a",
        FaultKind.SLOW_QUERY,
        Map.of("customer_id", "l.hall"),
        100,
        2_000,
        Long.MIN_VALUE,
        NOW.plusSeconds(300));
  }

  private HttpResponse<String> send(String method, String path, String body) throws Exception {
    ControlFile address = ControlFile.read(file);
    return http.send(
        HttpRequest.newBuilder(address.url().resolve(path))
            .header("Authorization", "Bearer " + address.token())
            .method(method, BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }
}
