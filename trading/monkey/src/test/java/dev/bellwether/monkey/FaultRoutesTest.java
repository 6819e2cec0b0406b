package dev.bellwether.monkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.bellwether.faults.Chapter;
import dev.bellwether.faults.ControlClient;
import dev.bellwether.faults.ControlServer;
import dev.bellwether.faults.FaultKind;
import dev.bellwether.faults.FaultPlan;
import dev.bellwether.faults.Faults;
import dev.bellwether.faults.Incident;
import dev.bellwether.faults.Ledger;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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
import tools.jackson.databind.node.ObjectNode;

/// What can be made to go wrong, over real HTTP, with the control endpoints of all services.
class FaultRoutesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final UUID TRADE = new UUID(7, Long.MIN_VALUE);
  private static final Map<String, String> L_HALL =
      Map.of("customer_id", "l.hall", "region", "NA", "symbol", "ZYX", "action", "sell");

  @TempDir private Path folder;
  private final List<JsonNode> received = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient http = HttpClient.newHttpClient();
  private final Faults inTrader = new Faults("trader", InstantSource.system());
  private final Faults inRecorder = new Faults("recorder", InstantSource.system());
  private final Faults inCanary = new Faults("recorder", InstantSource.system());
  private final Faults inClearinghouse = new Faults("clearinghouse", InstantSource.system());
  private final List<ControlServer> controls = new ArrayList<>();
  private HttpServer trader;
  private Monkey monkey;

  @BeforeAll
  static void be_quiet() {
    Logger.getLogger("dev.bellwether.monkey").setUseParentHandlers(false);
  }

  @BeforeEach
  void start() throws IOException {
    trader = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    trader.setExecutor(threads);
    trader.createContext("/", this::handle);
    trader.start();
    control("trader", inTrader);
    control("recorder", inRecorder);
    control("recorder-canary", inCanary);
    control("clearinghouse", inClearinghouse);
    monkey = Monkey.start(config());
  }

  private void control(String name, Faults faults) throws IOException {
    Path file = folder.resolve("control").resolve(name);
    controls.add(Objects.requireNonNull(ControlServer.start(faults, file)));
  }

  private MonkeyConfig config() {
    return new MonkeyConfig(
        0,
        URI.create("http://127.0.0.1:" + trader.getAddress().getPort()),
        42,
        false,
        500,
        Duration.ofMinutes(1),
        0,
        folder.resolve("control"),
        ledger());
  }

  private Path ledger() {
    return folder.resolve("ledger/incidents.jsonl");
  }

  @AfterEach
  void stop() {
    monkey.close();
    controls.forEach(ControlServer::close);
    http.shutdownNow();
    trader.stop(0);
    threads.shutdownNow();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/latency/region/EU/800            | slow-market-data   | {\"region\":\"EU\"}          | 100 | 800",
        "/err/model/region/LATAM/25        | model-exception    | {\"region\":\"LATAM\"}       | 25  | 0",
        "/err/db/region/APAC/12.5          | database-error     | {\"region\":\"APAC\"}        | 12.5| 0",
        "/err/db/customer/l.hall/100       | database-error     | {\"customer_id\":\"l.hall\"} | 100 | 0",
        "/err/browser/chrome               | malformed-request  | {\"browser\":\"chrome 141\"} | 100 | 0",
        "/skew_market_factor/symbol/ZYX/-90| market-skew        | {\"symbol\":\"ZYX\"}         | 100 | -90",
        "/canary/region/EMEA               | canary-routing     | {\"region\":\"EMEA\"}        | 100 | 0",
        "/tput/region/NA/high              | throughput-surge   | {\"region\":\"NA\"}          | 100 | 400",
        "/tput/customer/q.bert/normal      | throughput-surge   | {\"customer_id\":\"q.bert\"} | 100 | 0",
        "/tput/symbol/BAA/high             | throughput-surge   | {\"symbol\":\"BAA\"}         | 100 | 400",
        "/flags/GC                         | garbage-collection | {}                           | 100 | 16",
        "/flags/SLOWQUERY                  | slow-query         | {}                           | 100 | 2000",
        "/flags/HASHNEWALG                 | expensive-hash     | {}                           | 100 | 200",
        "/external/slow/1500               | external-slow      | {}                           | 100 | 1500",
        "/external/refuse/30               | external-refuses   | {}                           | 30  | 0",
        "/external/away/10                 | external-away      | {}                           | 10  | 0"
      })
  void a_post_begins_what_a_delete_of_the_same_path_ends(
      String path, String kind, String where, double percent, int amount) throws Exception {
    JsonNode begun = post(path);

    JsonNode incident = begun.at("/incidents/0");
    assertThat(incident.path("kind").asString()).isEqualTo(kind);
    assertThat(incident.path("where").toString()).isEqualTo(where);
    assertThat(incident.path("percent").asDouble()).isEqualTo(percent);
    assertThat(incident.path("amount").asInt()).isEqualTo(amount);
    assertThat(lasts(incident)).isEqualTo(300);

    assertThat(delete(path).path("incidents")).isEmpty();
    Chapter chapter = onlyChapter();
    assertThat(chapter.incident().plan().kind().label()).isEqualTo(kind);
    assertThat(chapter.end().orElseThrow().reason()).isEqualTo("stopped");
  }

  @ParameterizedTest
  @CsvSource({
    "/latency/region/EU/800, /latency/region/EU",
    "/err/db/customer/l.hall/50, /err/db/customer/l.hall",
    "/err/browser/chrome?region=EU, /err/browser/chrome?region=EU",
    "/tput/region/NA/high, /tput/region/NA",
    "/external/slow/20, /external/slow"
  })
  void to_end_it_nobody_needs_to_remember_how_strong_it_was(String begin, String end)
      throws Exception {
    post(begin);

    assertThat(delete(end).path("incidents")).isEmpty();
  }

  @Test
  void it_is_put_where_it_happens_and_ends_there() throws Exception {
    post("/err/db/customer/l.hall/100");
    post("/latency/region/NA/50?latency_action=sell&symbol=ZYX");
    post("/external/refuse/100");

    assertThat(inRecorder.strike(FaultKind.DATABASE_ERROR, TRADE, () -> L_HALL)).isPresent();
    assertThat(inCanary.strike(FaultKind.DATABASE_ERROR, TRADE, () -> L_HALL)).isPresent();
    assertThat(inTrader.strike(FaultKind.SLOW_MARKET_DATA, TRADE, () -> L_HALL)).hasValue(50);
    assertThat(inClearinghouse.strike(FaultKind.EXTERNAL_REFUSES, TRADE, () -> L_HALL)).isPresent();

    post("/reset/error");

    assertThat(inRecorder.strike(FaultKind.DATABASE_ERROR, TRADE, () -> L_HALL)).isEmpty();
    assertThat(inTrader.strike(FaultKind.SLOW_MARKET_DATA, TRADE, () -> L_HALL)).isEmpty();
    assertThat(inClearinghouse.strike(FaultKind.EXTERNAL_REFUSES, TRADE, () -> L_HALL)).isEmpty();
  }

  @Test
  void an_error_of_one_recorder_leaves_the_other_alone() throws Exception {
    post("/err/db/region/NA/100?err_db_service=recorder-canary");

    assertThat(inRecorder.strike(FaultKind.DATABASE_ERROR, TRADE, () -> L_HALL)).isEmpty();
    assertThat(inCanary.strike(FaultKind.DATABASE_ERROR, TRADE, () -> L_HALL)).isPresent();
  }

  @Test
  void the_same_again_takes_the_place_of_the_first() throws Exception {
    post("/latency/region/EU/100");
    JsonNode state = post("/latency/region/EU/200");

    assertThat(state.path("incidents")).hasSize(1);
    assertThat(state.at("/incidents/0/amount").asInt()).isEqualTo(200);
    assertThat(Ledger.read(ledger()))
        .extracting(chapter -> chapter.end().map(Chapter.End::reason))
        .containsExactly(Optional.of("replaced"), Optional.empty());
  }

  @Test
  void what_is_not_ended_expires_and_the_ledger_says_whom_it_hit() throws Exception {
    post("/err/db/customer/l.hall/100?seconds=2");
    inRecorder.strike(FaultKind.DATABASE_ERROR, TRADE, () -> L_HALL);

    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> send("GET", "/state").path("incidents").isEmpty());

    Chapter chapter = onlyChapter();
    assertThat(chapter.victims()).containsExactly(TRADE);
    Chapter.End end = chapter.end().orElseThrow();
    assertThat(end.reason()).isEqualTo("expired");
    assertThat(end.matched()).isEqualTo(1);
    assertThat(end.percent()).isEqualTo(100);
    assertThat(chapter.incident().decoys()).containsEntry("region", "NA").containsKey("browser");
    assertThat(inRecorder.strike(FaultKind.DATABASE_ERROR, TRADE, () -> L_HALL)).isEmpty();
  }

  @Test
  void what_shall_last_lasts_twelve_hours_or_as_long_as_it_is_told() throws Exception {
    assertThat(lasts(post("/err/model/region/EU/1?oneshot=false").at("/incidents/0")))
        .isEqualTo(43_200);
    assertThat(lasts(post("/err/model/region/EU/1?seconds=60").at("/incidents/0"))).isEqualTo(60);
  }

  @Test
  void a_service_that_was_restarted_is_told_again() throws Exception {
    post("/err/model/region/EU/100");
    controls.getFirst().close();
    var restarted = new Faults("trader", InstantSource.system());

    control("trader", restarted);

    await()
        .atMost(Duration.ofSeconds(20))
        .until(() ->
            restarted
                .strike(FaultKind.MODEL_EXCEPTION, TRADE, () -> Map.of("region", "EU"))
                .isPresent());
  }

  @Test
  void a_service_that_hangs_up_is_told_of_the_end_until_it_answers() throws Exception {
    post("/err/model/region/EU/100");
    Path file = folder.resolve("control/trader");
    String address = Files.readString(file);
    try (var busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      threads.execute(() -> hangUp(busy));
      Files.writeString(file, "http://127.0.0.1:%d token".formatted(busy.getLocalPort()));

      assertThat(delete("/err/model/region/EU").path("incidents")).isEmpty();

      inTrader.strike(FaultKind.MODEL_EXCEPTION, TRADE, () -> Map.of("region", "EU"));
      assertThat(onlyChapter().end()).isEmpty();
      Files.writeString(file, address);
      await().atMost(Duration.ofSeconds(30)).until(() -> onlyChapter().end().isPresent());
    }
    assertThat(onlyChapter().victims()).containsExactly(TRADE);
    assertThat(inTrader.strike(FaultKind.MODEL_EXCEPTION, TRADE, () -> Map.of("region", "EU")))
        .isEmpty();
  }

  private static void hangUp(ServerSocket busy) {
    try {
      while (true) {
        busy.accept().close();
      }
    } catch (IOException _) {
      // The test is over.
    }
  }

  @Test
  void a_monkey_that_was_killed_goes_on_where_the_ledger_stops() throws Exception {
    monkey.close();
    var plan =
        new FaultPlan(
            "a",
            FaultKind.CANARY_ROUTING,
            Map.of("region", "EU"),
            100,
            0,
            1,
            Instant.now().plusSeconds(200));
    try (var ledger = Ledger.open(ledger())) {
      ledger.started(new Incident(plan, Instant.now(), List.of("monkey"), Map.of()));
    }
    Files.writeString(ledger(), "{\"event\":\"vict", StandardOpenOption.APPEND);

    monkey = Monkey.start(config());

    assertThat(send("GET", "/state").at("/incidents/0/id").asString()).isEqualTo("a");
    trade();
    assertThat(received)
        .filteredOn(each -> each.path("region").asString().equals("EU"))
        .isNotEmpty()
        .allMatch(each -> each.path("canary").asBoolean());
    assertThat(received)
        .filteredOn(each -> !each.path("region").asString().equals("EU"))
        .isNotEmpty()
        .noneMatch(each -> each.path("canary").asBoolean());
  }

  @Test
  void a_new_browser_sends_no_customer_and_is_seen_in_one_region_only() throws Exception {
    var state = post("/err/browser/chrome?region=NA");
    trade();
    delete("/err/browser/chrome");

    assertThat(state.at("/incidents/0/decoys").toString()).isEqualTo("{\"region\":\"NA\"}");
    var malformed = received.stream().filter(each -> each.has("customerid")).toList();
    assertThat(malformed).isNotEmpty();
    assertThat(malformed)
        .allMatch(each -> each.path("agent").asString().contains("Chrome/141.0"))
        .allMatch(each -> each.path("region").asString().equals("NA"))
        .noneMatch(each -> each.has("customer_id"));
    assertThat(received)
        .filteredOn(each -> each.has("customer_id"))
        .noneMatch(each -> each.path("agent").asString().matches(".*Chrome/141.0[^E]*"));
    assertThat(onlyChapter().victims())
        .containsAll(
            malformed.stream()
                .map(each -> UUID.fromString(each.path("trade_id").asString()))
                .toList());
  }

  @Test
  void the_same_order_has_the_same_seed_in_every_run() throws Exception {
    long first = post("/err/model/region/EU/50").at("/incidents/0/seed").asLong();
    monkey.close();
    monkey = Monkey.start(config());

    assertThat(post("/err/model/region/EU/50").at("/incidents/0/seed").asLong()).isEqualTo(first);
    assertThat(post("/err/model/region/NA/50").at("/incidents/1/seed").asLong())
        .isNotEqualTo(first);
    assertThat(post("/err/model/region/APAC/50?seed=7").at("/incidents/2/seed").asLong())
        .isEqualTo(7);
  }

  @Test
  void a_monkey_that_ends_leaves_nothing_wrong_behind() throws Exception {
    post("/err/model/region/EU/100");

    monkey.close();

    assertThat(new ControlClient(folder.resolve("control/trader")).report(plan(), 0)).isEmpty();
    assertThat(onlyChapter().end()).isPresent();
    monkey = Monkey.start(config());
  }

  private String plan() throws IOException {
    return onlyChapter().incident().id();
  }

  @Test
  void a_service_that_does_not_answer_is_named_and_the_ledger_says_that_nothing_began()
      throws Exception {
    controls.getLast().close();

    HttpResponse<String> answer = exchange("POST", "/external/slow/100");

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains("clearinghouse does not answer");
    assertThat(onlyChapter().end().orElseThrow().reason()).isEqualTo("not begun");
    assertThat(send("GET", "/state").path("incidents")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "POST   | /latency/region/EU/fast          | 400 | amount: fast (expected: a whole number)",
        "POST   | /latency/region/EU/8001          | 400 | amount: 8001 (expected: 1 to 8000)",
        "POST   | /latency/region/EARTH/10         | 404 | region: EARTH (expected: NA, LATAM,",
        "POST   | /latency/region/EU/10?latency_action=give | 400 | action: give (expected: buy, sell,",
        "POST   | /latency/region/EU/10?latency_oneshot=no  | 400 | latency_oneshot: no (expected: true,",
        "POST   | /latency/region/EU/10?colour=red | 400 | colour: unknown (expected: action,",
        "POST   | /latency/region/EU/10?seconds=0  | 400 | seconds: 0 (expected: 1 to 43200)",
        "POST   | /err/model/region/EU/10?action=buy | 400 | where.action: buy (expected: of a trade,",
        "POST   | /err/db/region/EU/0              | 400 | percent: 0.0 (expected: above 0, at most",
        "POST   | /err/db/region/EU/much           | 400 | percent: much (expected: a number)",
        "POST   | /err/db/customer/nobody/10       | 404 | customer: nobody (expected: l.hall,",
        "POST   | /err/db/region/EU/9?err_db_service=trader | 400 | service: trader (expected: recorder,",
        "POST   | /err/browser/lynx                | 404 | browser: lynx (expected: chrome, edge,",
        "POST   | /flags/COLOUR                    | 404 | nothing is here",
        "POST   | /latency/region/EU               | 404 | nothing is here",
        "PUT    | /latency/region/EU/10            | 405 | method: PUT (expected: POST, DELETE)",
        "DELETE | /canary/region/EARTH             | 404 | region: EARTH (expected: NA, LATAM,"
      })
  void what_makes_no_sense_is_refused_and_nothing_begins(
      String method, String path, int status, String detail) throws Exception {
    HttpResponse<String> answer = exchange(method, path);

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(JSON.readTree(answer.body()).path("detail").asString()).contains(detail);
    assertThat(Ledger.read(ledger())).isEmpty();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      if (body.length > 0 && JSON.readTree(body) instanceof ObjectNode trade) {
        received.add(trade.put("agent", exchange.getRequestHeaders().getFirst("User-Agent")));
      }
      exchange.sendResponseHeaders(200, -1);
    }
  }

  private void trade() throws Exception {
    int before = received.size();
    post("/simulation/start");
    await().until(() -> received.size() >= before + 300);
    post("/simulation/stop");
    await().until(() -> send("GET", "/state").path("in_flight").isEmpty());
  }

  private Chapter onlyChapter() throws IOException {
    List<Chapter> chapters = Ledger.read(ledger());
    assertThat(chapters).hasSize(1);
    return chapters.getFirst();
  }

  private static long lasts(JsonNode incident) {
    return Duration.between(
            Instant.parse(incident.path("start").asString()),
            Instant.parse(incident.path("end").asString()))
        .plusMillis(500)
        .toSeconds();
  }

  private JsonNode post(String path) throws Exception {
    return send("POST", path);
  }

  private JsonNode delete(String path) throws Exception {
    return send("DELETE", path);
  }

  private JsonNode send(String method, String path) throws Exception {
    HttpResponse<String> answer = exchange(method, path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  private HttpResponse<String> exchange(String method, String path) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + monkey.port() + path))
            .method(method, BodyPublishers.noBody())
            .build(),
        BodyHandlers.ofString());
  }
}
