package dev.bellwether.router;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
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
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The router over real HTTP, between a client and two servers in the recorders' place.
class RouterServerTest {
  private interface Answer {
    void give(HttpExchange exchange) throws IOException;
  }

  private static final Logger LOG = Logger.getLogger("dev.bellwether.router");

  /// Of connections that are made at once and not accepted yet.
  private static final int BACKLOG = 256;

  private final List<String> established = new CopyOnWriteArrayList<>();
  private final List<String> tried = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private volatile Answer answer = exchange -> answer(exchange, 200, "{\"stored\":true}");
  private HttpServer recorder;
  private HttpServer canary;
  private RouterServer router;

  @BeforeAll
  static void be_quiet() {
    LOG.setUseParentHandlers(false);
  }

  @BeforeEach
  void start() throws IOException {
    recorder = recorder(established);
    canary = recorder(tried);
    router = router(Duration.ofSeconds(30));
  }

  @AfterEach
  void stop() {
    router.close();
    http.shutdownNow();
    recorder.stop(0);
    canary.stop(0);
    threads.shutdownNow();
  }

  @Test
  void a_request_reaches_the_recorder_and_its_answer_comes_back_as_they_are() throws Exception {
    HttpResponse<String> response = post("/record?canary=false&x=%20y", "{\"shares\":1}");

    assertThat(established).containsExactly("POST /record?canary=false&x=%20y {\"shares\":1}");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("{\"stored\":true}");
    assertThat(response.headers().firstValue("content-type")).contains("application/json");
  }

  @Test
  void a_canary_takes_what_is_marked_for_it_and_nothing_else() throws Exception {
    post("/record?canary=true", "{}");
    post("/record?canary=TRUE", "{}");
    post("/record", "{}");

    assertThat(tried).containsExactly("POST /record?canary=true {}");
    assertThat(established).hasSize(2);
  }

  @Test
  void every_path_is_passed_on_but_health_is_our_own() throws Exception {
    get("/trades/00000001-2345-8789-8abc-def012345678");
    get("/nowhere/at/all?q=1");
    HttpResponse<String> health = get("/health");

    assertThat(established)
        .containsExactly(
            "GET /trades/00000001-2345-8789-8abc-def012345678 ", "GET /nowhere/at/all?q=1 ");
    assertThat(health.statusCode()).isEqualTo(200);
    assertThat(health.body()).isEqualTo("KERNEL OK");
  }

  @Test
  void a_refusal_of_the_recorder_is_passed_on() throws Exception {
    answer = exchange -> answer(exchange, 422, "{\"field\":\"shares\"}");

    HttpResponse<String> response = post("/record?canary=false", "{}");

    assertThat(response.statusCode()).isEqualTo(422);
    assertThat(response.body()).isEqualTo("{\"field\":\"shares\"}");
  }

  @Test
  void a_recorder_that_is_gone_is_a_503_that_says_retry() throws Exception {
    recorder.stop(0);

    HttpResponse<String> response = post("/record?canary=false", "{}");

    assertProblem(response, 503, "cannot be reached");
    assertThat(response.headers().firstValue("retry-after")).contains("1");
  }

  @Test
  void a_recorder_that_does_not_answer_in_time_is_a_504_that_says_retry() throws Exception {
    router.close();
    router = router(Duration.ofMillis(500));
    var over = new CountDownLatch(1);
    answer =
        exchange -> {
          try {
            over.await();
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          }
        };

    HttpResponse<String> response = post("/record?canary=false", "{}");
    over.countDown();

    assertProblem(response, 504, "no answer from " + url(recorder) + " within 500 ms");
    assertThat(response.headers().firstValue("retry-after")).contains("1");
  }

  @Test
  void a_body_of_64_kib_is_passed_on_and_one_byte_more_is_refused() throws Exception {
    String longest = "x".repeat(64 * 1024);

    assertThat(post("/record", longest).statusCode()).isEqualTo(200);
    assertProblem(post("/record", longest + "x"), 413, "65537 bytes");
    assertThat(established).hasSize(1);
  }

  @Test
  void a_body_of_unknown_length_is_refused() throws Exception {
    byte[] body = "{}".getBytes(StandardCharsets.UTF_8);

    HttpResponse<String> response =
        http.send(
            HttpRequest.newBuilder(uri("/record"))
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))
                .build(),
            BodyHandlers.ofString());

    assertProblem(response, 411, "Content-Length");
  }

  @Test
  void many_requests_at_once_all_get_their_own_answer() throws Exception {
    answer = exchange -> answer(exchange, 200, exchange.getRequestURI().getQuery());
    var answers =
        IntStream.range(0, 200)
            .mapToObj(number ->
                http.sendAsync(
                    HttpRequest.newBuilder(uri("/record?n=" + number))
                        .POST(BodyPublishers.ofString("{}"))
                        .build(),
                    BodyHandlers.ofString()))
            .toList();

    for (int number = 0; number < answers.size(); number++) {
      assertThat(answers.get(number).get().body()).isEqualTo("n=" + number);
    }
  }

  @Test
  void each_request_is_one_line_of_json_in_the_log() throws Exception {
    var lines = new CopyOnWriteArrayList<String>();
    var handler =
        new Handler() {
          @Override
          public void publish(LogRecord record) {
            lines.add(record.getMessage());
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    LOG.addHandler(handler);
    try {
      post("/record?canary=true", "{}");
    } finally {
      LOG.removeHandler(handler);
    }

    assertThat(lines).hasSize(1);
    JsonObject line = new JsonObject(lines.getFirst());
    assertThat(line.getString("message")).isEqualTo("routing request to " + url(canary));
    assertThat(line.getString("level")).isEqualTo("info");
    assertThat(line.getString("path")).isEqualTo("/record");
    assertThat(line.getBoolean("canary")).isTrue();
  }

  private RouterServer router(Duration timeout) {
    return RouterServer.start(new RouterConfig(0, url(recorder), url(canary), timeout));
  }

  private HttpServer recorder(List<String> requests) throws IOException {
    var server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            requests.add(
                "%s %s %s"
                    .formatted(
                        exchange.getRequestMethod(),
                        exchange.getRequestURI(),
                        new String(body, StandardCharsets.UTF_8)));
            answer.give(exchange);
          }
        });
    server.start();
    return server;
  }

  private HttpResponse<String> get(String path) throws Exception {
    return http.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    return http.send(
        HttpRequest.newBuilder(uri(path)).POST(BodyPublishers.ofString(body)).build(),
        BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + router.port() + path);
  }

  private static URI url(HttpServer server) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private static void assertProblem(HttpResponse<String> response, int status, String detail) {
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.headers().firstValue("content-type")).contains("application/problem+json");
    JsonObject problem = new JsonObject(response.body());
    assertThat(problem.getInteger("status")).isEqualTo(status);
    assertThat(problem.getString("detail")).contains(detail);
  }

  private static void answer(HttpExchange exchange, int status, String json) throws IOException {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }
}
