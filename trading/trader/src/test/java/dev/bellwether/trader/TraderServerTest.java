package dev.bellwether.trader;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.bellwether.faults.Faults;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The trader over real HTTP, with a server in the router's place that answers as it is told.
class TraderServerTest {
  private interface Answer {
    void give(HttpExchange exchange) throws IOException;
  }

  private static final String ID = "00000001-2345-8789-8abc-def012345678";

  private final List<String> recorded = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient http = HttpClient.newHttpClient();
  private final Faults faults = new Faults("trader", InstantSource.system());
  private volatile Answer answer = exchange -> answer(exchange, 200, "{}");
  private HttpServer router;
  private RouterClient client;
  private TraderServer trader;

  @BeforeEach
  void start() throws IOException {
    TestTelemetry.clear();
    router = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    router.setExecutor(threads);
    router.createContext(
        "/",
        exchange -> {
          try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            recorded.add(
                "%s %s %s"
                    .formatted(
                        exchange.getRequestMethod(),
                        exchange.getRequestURI(),
                        new String(body, StandardCharsets.UTF_8)));
            answer.give(exchange);
          }
        });
    router.start();
    client = client(Duration.ofSeconds(10));
    trader = trader(client);
  }

  @AfterEach
  void stop() {
    http.shutdownNow(); // first: a trader that stops waits for open connections
    trader.close();
    client.close();
    router.stop(0);
    threads.shutdownNow();
  }

  @Test
  void a_trade_is_decided_recorded_and_answered() throws Exception {
    HttpResponse<String> response =
        post("/trade/request", "{'trade_id':'%s','customer_id':'l.hall'}".formatted(ID));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("content-type")).contains("application/json");
    assertThat(response.body())
        .startsWith(
            "{\"trade_id\":\"%s\",\"customer_id\":\"l.hall\",\"symbol\":\"ZVZZT\",\"action\":"
                .formatted(ID));
    String decision = response.body().substring(response.body().indexOf("\"action\""));
    assertThat(recorded)
        .singleElement()
        .asString()
        .startsWith("POST /record?canary=false {\"trade_id\":\"%s\"".formatted(ID))
        .contains("\"region\":\"NA\"", "\"data_source\":\"monkey\"", "\"canary\":false")
        .endsWith(decision);
  }

  @Test
  void a_trade_that_is_sent_again_is_recorded_with_the_same_payload() throws Exception {
    String request = "{'trade_id':'%s','customer_id':'l.hall'}".formatted(ID);
    post("/trade/request", request);
    post("/trade/request", "{'customer_id':'q.bert'}");

    post("/trade/request", request);

    assertThat(recorded.get(2)).isEqualTo(recorded.get(0));
  }

  @Test
  void the_first_decision_stands_if_it_was_recorded_before_a_restart() throws Exception {
    String stored =
        "{'trade_id':'"
            + ID
            + "','customer_id':'l.hall','day_of_week':'F','region':'NA',"
            + "'symbol':'ZVZZT','data_source':'monkey','classification':null,'canary':false,"
            + "'action':'sell','shares':7,'share_price':12.3400,'recorded_at':'2026-01-01'}";
    answer =
        exchange -> {
          if (exchange.getRequestURI().getPath().equals("/trades/" + ID)) {
            answer(exchange, 200, stored);
          } else {
            answer(exchange, 422, "{'detail':'trade_id: used for another trade'}");
          }
        };

    HttpResponse<String> same =
        post(
            "/trade/request",
            "{'trade_id':'%s','customer_id':'l.hall','day_of_week':'F'}".formatted(ID));
    HttpResponse<String> another =
        post(
            "/trade/request",
            "{'trade_id':'%s','customer_id':'q.bert','day_of_week':'F'}".formatted(ID));

    assertThat(same.statusCode()).isEqualTo(200);
    assertThat(same.body()).endsWith("\"action\":\"sell\",\"shares\":7,\"share_price\":12.3400}");
    assertThat(another.statusCode()).isEqualTo(422);
  }

  @Test
  void a_trade_without_a_customer_is_refused_and_still_known_by_what_it_says() throws Exception {
    var marked = GlobalOpenTelemetry.getTracer("test").spanBuilder("server").startSpan();
    try (Scope _ = marked.makeCurrent()) {
      TradeContext.mark(
          TradeJson.readable(
              JsonFields.parse(
                  "{\"customerid\":\"l.hall\",\"region\":\"NA\",\"symbol\":7}"
                      .getBytes(StandardCharsets.UTF_8))));
    }
    marked.end();

    assertThat(post("/trade/request", "{'customerid':'l.hall','region':'NA'}").body())
        .contains("customer_id: missing");
    assertThat(span("server").getAttributes().asMap())
        .containsOnly(Map.entry(AttributeKey.stringKey("com.example.region"), "NA"));
  }

  @Test
  void a_forced_trade_is_recorded_as_it_came() throws Exception {
    HttpResponse<String> response =
        post(
            "/trade/force",
            "{'customer_id':'l.hall','canary':true,'action':'sell','shares':-5,"
                + "'share_price':102.5000}");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(recorded)
        .singleElement()
        .asString()
        .startsWith("POST /record?canary=true ")
        .endsWith("\"action\":\"sell\",\"shares\":-5,\"share_price\":102.5000}");
  }

  @Test
  void the_recorders_refusal_keeps_its_status_words_and_field() throws Exception {
    answer =
        exchange ->
            answer(
                exchange,
                422,
                "{'status':422,'detail':'shares: -5 (expected: >= 0)','field':'shares'}");

    HttpResponse<String> response =
        post("/trade/force", "{'customer_id':'a','action':'buy','shares':-5,'share_price':1}");

    assertThat(response.statusCode()).isEqualTo(422);
    assertThat(response.headers().firstValue("content-type")).contains("application/problem+json");
    assertThat(response.body())
        .contains("\"status\":422", "\"detail\":\"shares: -5 (expected: >= 0)\"")
        .contains("\"field\":\"shares\"");
  }

  @Test
  void an_answer_of_5xx_leaves_the_outcome_unknown() throws Exception {
    answer = exchange -> answer(exchange, 504, "{'detail':'no answer from the recorder'}");

    assertUnknown(post("/trade/request", "{'customer_id':'a'}"), "no answer from the recorder");
  }

  @Test
  void a_router_that_is_gone_leaves_the_outcome_unknown() throws Exception {
    router.stop(0);

    assertUnknown(post("/trade/request", "{'customer_id':'a'}"), "router");
  }

  @Test
  void a_router_that_never_finishes_its_answer_leaves_the_outcome_unknown() throws Exception {
    var over = new CountDownLatch(1);
    answer =
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().flush();
          try {
            over.await();
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          }
        };
    trader.close();
    client.close();
    client = client(Duration.ofMillis(300));
    trader = trader(client);

    HttpResponse<String> response = post("/trade/request", "{'customer_id':'a'}");
    over.countDown();

    assertUnknown(response, "within 300 ms");
  }

  @Test
  void a_missing_customer_is_the_callers_mistake() throws Exception {
    HttpResponse<String> response = post("/trade/request", "{'customerid':'l.hall'}");

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("\"field\":\"customer_id\"");
    assertThat(recorded).isEmpty();
  }

  @Test
  void a_body_of_64_kib_is_read_and_one_byte_more_is_refused() throws Exception {
    String request = "{'customer_id':'a'}";
    String longest = request + " ".repeat(64 * 1024 - request.length());

    assertThat(post("/trade/request", longest).statusCode()).isEqualTo(200);
    assertThat(post("/trade/request", longest + " ").statusCode()).isEqualTo(413);
  }

  @Test
  void health_reset_and_what_is_not_there_answer_as_they_should() throws Exception {
    HttpResponse<String> health = get("/health");

    assertThat(health.statusCode()).isEqualTo(200);
    assertThat(health.body()).isEqualTo("KERNEL OK");
    assertThat(post("/reset", "").statusCode()).isEqualTo(200);
    assertThat(get("/trade/request").statusCode()).isEqualTo(405);
    assertThat(get("/nowhere").statusCode()).isEqualTo(404);
    assertThat(get("/nowhere").body()).contains("\"title\":\"Not Found\"");
  }

  @Test
  void the_model_and_the_trade_are_spans_that_say_what_was_decided() throws Exception {
    post("/trade/force", "{'customer_id':'a','action':'buy','shares':4,'share_price':2.25}");
    SpanData forced = span("trade");
    TestTelemetry.clear();
    post("/trade/request", "{'customer_id':'a'}");

    assertThat(forced.getAttributes().asMap())
        .containsEntry(AttributeKey.stringKey("com.example.action"), "buy")
        .containsEntry(AttributeKey.longKey("com.example.shares"), 4L)
        .containsEntry(AttributeKey.doubleKey("com.example.share_price"), 2.25)
        .containsEntry(AttributeKey.doubleKey("com.example.value"), 9.0);
    assertThat(span("run_model").getAttributes().asMap())
        .containsOnlyKeys(AttributeKey.longKey("com.example.market_factor"));
  }

  @Test
  void the_span_of_a_trade_that_fails_says_so() throws Exception {
    answer = exchange -> answer(exchange, 503, "{'detail':'no database'}");

    post("/trade/request", "{'customer_id':'a'}");

    assertThat(span("trade").getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(span("trade").getStatus().getDescription()).contains("no database");
  }

  @Test
  void recorded_trades_are_counted_and_others_are_not() throws Exception {
    // No other test trades there: the counter goes on from test to test.
    String trade =
        "{'customer_id':'a','region':'MARS','action':'buy','shares':100,'share_price':10.01}";
    post("/trade/force", trade);
    answer = exchange -> answer(exchange, 503, "{}");
    post("/trade/force", trade);

    var metrics = TestTelemetry.METRICS.collectAllMetrics();
    assertThat(metrics)
        .extracting(MetricData::getName)
        .contains("share_price", "shares_traded_per_customer", "trading_revenue")
        .contains("shares_traded_per_customer_histogram");
    // 1001 dollars, a thousandth of it, rounded up.
    assertThat(metrics)
        .filteredOn(metric -> metric.getName().equals("trading_revenue"))
        .flatExtracting(metric -> metric.getLongSumData().getPoints())
        .filteredOn(point ->
            "MARS".equals(point.getAttributes().get(AttributeKey.stringKey("cloud.region"))))
        .singleElement()
        .satisfies(point -> assertThat(point.getValue()).isEqualTo(2));
  }

  @Test
  void the_keys_of_a_trade_go_on_the_current_span_and_into_the_baggage_until_it_is_over() {
    var request =
        new TradeRequest(
            UUID.fromString(ID),
            "l.hall",
            TradingDay.FRIDAY,
            "NA",
            "BAA",
            "training",
            "fraud",
            true);
    Span server = GlobalOpenTelemetry.getTracer("test").spanBuilder("server").startSpan();

    Baggage carried;
    try (var _ = server.makeCurrent()) {
      carried = TradeContext.of(request, Baggage::current);
    } finally {
      server.end();
    }

    assertThat(carried.size()).isEqualTo(8);
    assertThat(carried.getEntryValue("com.example.customer_id")).isEqualTo("l.hall");
    assertThat(Baggage.current().isEmpty()).isTrue();
    assertThat(span("server").getAttributes().size()).isEqualTo(8);
    assertThat(span("server").getAttributes().get(AttributeKey.stringKey("com.example.trade_id")))
        .isEqualTo(ID);
  }

  private RouterClient client(Duration timeout) {
    return new RouterClient(
        URI.create("http://127.0.0.1:" + router.getAddress().getPort()), timeout);
  }

  private TraderServer trader(RouterClient client) {
    var model = new TradeModel(1);
    var market = new Market(model);
    return TraderServer.start(
        0, model, market, new TradeDesk(model, market, client, new Surroundings(faults)));
  }

  private HttpResponse<String> get(String path) throws Exception {
    return http.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    return http.send(
        HttpRequest.newBuilder(uri(path))
            .POST(BodyPublishers.ofString(body.replace('\'', '"')))
            .build(),
        BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + trader.port() + path);
  }

  private static void assertUnknown(HttpResponse<String> response, String reason) {
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.headers().firstValue("retry-after")).contains("1");
    assertThat(response.body())
        .contains("outcome unknown, retry with the same trade_id")
        .contains(reason);
  }

  private static SpanData span(String name) {
    return TestTelemetry.SPANS.getFinishedSpanItems().stream()
        .filter(span -> span.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static void answer(HttpExchange exchange, int status, String json) throws IOException {
    byte[] body = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }
}
