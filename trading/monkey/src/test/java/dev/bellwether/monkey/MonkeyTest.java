package dev.bellwether.monkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.bellwether.faults.Faults;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// The monkey over real HTTP, with a server in the trader's place that answers as it is told.
class MonkeyTest {
  private interface Answer {
    int status(HttpExchange exchange, JsonNode trade) throws InterruptedException;
  }

  private static final Logger LOG = Logger.getLogger("dev.bellwether.monkey");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;
  private final List<JsonNode> received = new CopyOnWriteArrayList<>();
  private final List<String> paths = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient http = HttpClient.newHttpClient();
  private volatile Answer answer = (_, _) -> 200;
  private HttpServer trader;
  private Monkey monkey;

  @BeforeAll
  static void be_quiet() {
    LOG.setUseParentHandlers(false);
  }

  @BeforeEach
  void start() throws IOException {
    trader = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    trader.setExecutor(threads);
    trader.createContext("/", this::handle);
    trader.start();
    URI url = URI.create("http://127.0.0.1:" + trader.getAddress().getPort());
    monkey = Monkey.start(config(url, 0));
  }

  @AfterEach
  void stop() {
    monkey.close();
    http.shutdownNow();
    trader.stop(0);
    threads.shutdownNow();
  }

  private MonkeyConfig config(URI url, long tradesMax) {
    return new MonkeyConfig(
        0,
        url,
        7,
        false,
        500,
        Duration.ofMinutes(1),
        tradesMax,
        folder.resolve("control"),
        folder.resolve("ledger/incidents.jsonl"));
  }

  @Test
  void nothing_is_sent_until_it_is_told_to_and_nothing_once_it_is_told_not_to() throws Exception {
    assertThat(state().at("/running").asBoolean()).isFalse();

    post("/simulation/start");
    await().until(() -> received.size() > 20);
    JsonNode stopped = JSON.readTree(post("/simulation/stop").body());
    await().until(() -> state().at("/in_flight").isEmpty());

    assertThat(stopped.at("/running").asBoolean()).isFalse();
    JsonNode counts = state().at("/trades");
    // One more may have been drawn while the answer was made.
    assertThat(counts.at("/sent").asInt()).isBetween(20, stopped.at("/drawn").asInt() + 1);
    assertThat(counts.at("/acknowledged")).isEqualTo(counts.at("/sent"));
    assertThat(received).hasSize(counts.at("/sent").asInt());
  }

  @Test
  void a_customer_sends_what_the_seed_says_from_an_address_and_a_browser_of_his_own()
      throws Exception {
    var agents = ConcurrentHashMap.<String>newKeySet();
    answer =
        (exchange, trade) -> {
          agents.add(
              trade.at("/customer_id").asString()
                  + exchange.getRequestHeaders().getFirst("X-Forwarded-For")
                  + exchange.getRequestHeaders().getFirst("User-Agent"));
          return 200;
        };

    trade(50);

    var expected =
        new Trades(
                7,
                Cast.of(7),
                Throughput.ordinary(),
                new Upgrades(),
                new Faults("monkey", InstantSource.system()),
                500,
                Duration.ofMinutes(1))
            .next();
    JsonNode first =
        received.stream()
            .filter(it -> it.at("/trade_id").asString().startsWith("00000000-"))
            .findFirst()
            .orElseThrow();
    assertThat(first.at("/trade_id").asString()).isEqualTo(expected.id().toString());
    assertThat(first.at("/customer_id").asString()).isEqualTo(expected.customer().customerId());
    assertThat(first.at("/region").asString()).isEqualTo(expected.customer().region().name());
    assertThat(first.at("/symbol").asString()).isEqualTo(expected.symbol());
    assertThat(first.at("/day_of_week").asString()).isEqualTo("M");
    assertThat(first.at("/data_source").asString()).isEqualTo("monkey");
    Set<String> known = ConcurrentHashMap.newKeySet();
    Cast.of(7)
        .customers()
        .forEach(it -> known.add(it.customerId() + it.address() + it.userAgent()));
    assertThat(known).containsAll(agents);
  }

  @ParameterizedTest
  @CsvSource({"500", "503", "429", "408", "409"})
  void what_is_unknown_or_too_early_is_sent_again_under_the_same_id(int status) throws Exception {
    var first = ConcurrentHashMap.<String>newKeySet();
    answer = (_, trade) -> first.add(trade.at("/trade_id").asString()) ? status : 200;

    trade(10);
    await().until(() -> state().at("/in_flight").isEmpty());

    JsonNode counts = state().at("/trades");
    assertThat(counts.at("/acknowledged")).isEqualTo(counts.at("/sent"));
    assertThat(counts.at("/attempts").asInt()).isEqualTo(2 * counts.at("/sent").asInt());
    assertThat(received.stream().distinct().count()).isEqualTo(counts.at("/sent").asLong());
  }

  @Test
  void a_refused_trade_is_not_sent_again() throws Exception {
    answer = (_, _) -> 422;

    trade(10);
    await().until(() -> state().at("/in_flight").isEmpty());

    JsonNode counts = state().at("/trades");
    assertThat(counts.at("/refused")).isEqualTo(counts.at("/sent"));
    assertThat(counts.at("/attempts")).isEqualTo(counts.at("/sent"));
  }

  @Test
  void twenty_trades_are_in_flight_at_most_and_known_before_they_are_answered() throws Exception {
    var over = new CountDownLatch(1);
    var together = new AtomicInteger();
    answer =
        (_, _) -> {
          together.incrementAndGet();
          over.await();
          return 200;
        };

    post("/simulation/start");
    await().until(() -> together.get() == 20);

    JsonNode state = state();
    assertThat(state.at("/in_flight")).hasSize(20);
    assertThat(state.at("/trades/sent").asInt()).isEqualTo(20);
    over.countDown();
    await().until(() -> state().at("/trades/acknowledged").asInt() > 20);
  }

  @Test
  void after_as_many_trades_as_it_was_told_it_stops_by_itself() throws Exception {
    monkey.close();
    monkey =
        Monkey.start(config(URI.create("http://127.0.0.1:" + trader.getAddress().getPort()), 25));

    post("/simulation/start");
    await().until(() -> !state().at("/running").asBoolean() && state().at("/in_flight").isEmpty());

    assertThat(received).hasSize(25);
    assertThat(state().at("/drawn").asInt()).isEqualTo(25);
  }

  @Test
  void a_surge_is_started_shown_stopped_and_reset() throws Exception {
    post("/tput/region/NA/high");
    post("/tput/customer/l.hall/normal");
    JsonNode started = JSON.readTree(post("/tput/symbol/BAA/high").body());
    JsonNode stopped = JSON.readTree(send("DELETE", "/tput/region/NA/high").body());
    JsonNode reset = JSON.readTree(post("/reset/tput").body());

    assertThat(started.at("/throughput").toString())
        .isEqualTo(
            "{\"region\":{\"NA\":\"high\"},\"customer\":{\"l.hall\":\"normal\"},"
                + "\"symbol\":{\"BAA\":\"high\"}}");
    assertThat(stopped.at("/throughput/region")).isEmpty();
    assertThat(stopped.at("/throughput/symbol")).hasSize(1);
    assertThat(reset.at("/throughput/customer")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "POST   | /tput/region/EARTH/high      | 404 | region: EARTH (expected: NA, LATAM, EU,",
        "POST   | /tput/customer/nobody/high   | 404 | customer: nobody (expected: l.hall, q.bert,",
        "DELETE | /tput/symbol/baa/normal      | 404 | symbol: baa (expected: ZVZZT, ZALM,",
        "POST   | /tput/planet/EARTH/high      | 404 | nothing is here           ",
        "POST   | /tput/region/NA/fast         | 400 | speed: fast (expected: normal, high)",
        "POST   | /tput/region/NA              | 404 | nothing is here",
        "GET    | /tput/region/NA/high         | 405 | method: GET (expected: POST, DELETE)",
        "POST   | /state                       | 405 | method: POST (expected: GET)",
        "GET    | /state/of/affairs            | 404 | nothing is here",
        "GET    | /simulation/start            | 405 | method: GET (expected: POST)",
        "POST   | /simulation/pause            | 404 | nothing is here",
        "POST   | /reset/everything            | 404 | nothing is here",
        "GET    | /                            | 404 | nothing is here"
      })
  void what_cannot_be_is_refused_with_what_could(
      String method, String path, int status, String detail) throws Exception {
    HttpResponse<String> response = send(method, path);

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.headers().firstValue("content-type")).contains("application/problem+json");
    assertThat(JSON.readTree(response.body()).at("/detail").asString()).contains(detail);
  }

  @Test
  void the_market_is_reset_by_the_trader_or_it_is_said_why_not() throws Exception {
    assertThat(post("/reset/market").statusCode()).isEqualTo(200);
    assertThat(paths).containsExactly("/reset");

    answer = (_, _) -> 500;
    HttpResponse<String> failed = post("/reset/market");

    assertThat(failed.statusCode()).isEqualTo(503);
    assertThat(failed.body()).contains("/reset answered 500");
  }

  @Test
  void health_and_state_say_how_things_are() throws Exception {
    HttpResponse<String> health = send("GET", "/health");
    JsonNode state = state();

    assertThat(health.body()).isEqualTo("KERNEL OK");
    assertThat(state.at("/seed").asLong()).isEqualTo(7);
    assertThat(state.at("/customers")).hasSize(50);
    assertThat(state.at("/regions")).hasSize(5);
    assertThat(state.at("/symbols")).hasSize(6);
    assertThat(state.at("/day_of_week").asString()).isEqualTo("M");
    assertThat(state.at("/latency_millis/count").asInt()).isZero();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      paths.add(exchange.getRequestURI().getPath());
      JsonNode trade = JSON.readTree(exchange.getRequestBody().readAllBytes());
      received.add(trade);
      exchange.sendResponseHeaders(answer.status(exchange, trade), -1);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void trade(int least) throws Exception {
    post("/simulation/start");
    await().until(() -> received.size() >= least);
    post("/simulation/stop");
  }

  private JsonNode state() throws Exception {
    return JSON.readTree(send("GET", "/state").body());
  }

  private HttpResponse<String> post(String path) throws Exception {
    return send("POST", path);
  }

  private HttpResponse<String> send(String method, String path) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + monkey.port() + path))
            .method(method, BodyPublishers.noBody())
            .build(),
        BodyHandlers.ofString());
  }
}
