package dev.bellwether.notifier;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NotifierTest {

  private static final Instant NOW = Instant.ofEpochSecond(1614265330);
  private static final String MESSAGE =
      """
      {"type":"trade.recorded", "timestamp":"2026-01-05T12:00:00Z","data":{"trade_id":"t-1","x":"ü"}}\
      """;

  @TempDir Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
  private volatile Reaction reaction = exchange -> exchange.sendResponseHeaders(200, -1);
  private HttpServer external;
  private Notifier notifier;

  /// What the external system got to see.
  private record Received(String id, String timestamp, String signature, String body) {}

  private interface Reaction {
    void to(HttpExchange exchange) throws IOException;
  }

  @BeforeEach
  void start() throws IOException {
    external = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    external.createContext("/", this::receive);
    external.start();
    Files.writeString(folder.resolve("secret"), "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n");
    notifier = Notifier.start(config("secret"), InstantSource.fixed(NOW));
  }

  @AfterEach
  void stop() {
    notifier.close();
    external.stop(0);
  }

  @Test
  void an_event_is_signed_and_sent_on_byte_for_byte() throws Exception {
    var answer = send("event-1", MESSAGE);

    assertThat(answer.statusCode()).isEqualTo(200);
    var webhook = received.poll(30, TimeUnit.SECONDS);
    assertThat(webhook)
        .isEqualTo(
            new Received(
                "event-1",
                "1614265330",
                WebhookSigner.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
                    .signature("event-1", NOW, MESSAGE.getBytes(UTF_8)),
                MESSAGE));
  }

  @Test
  void a_signature_is_the_one_of_the_specification_s_example() {
    var signer = WebhookSigner.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

    var signature =
        signer.signature(
            "msg_p5jXN8AQM9LWM0D4loKWxJek", NOW, "{\"test\": 2432232314}".getBytes(UTF_8));

    assertThat(signature).isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  @Test
  void what_the_external_system_says_becomes_what_the_recorder_should_do() throws Exception {
    var answers =
        Map.ofEntries(
            Map.entry(204, 200), // delivered
            Map.entry(400, 422), // never will be
            Map.entry(410, 422),
            Map.entry(401, 502), // our secret is wrong: try again when it is right
            Map.entry(404, 502),
            Map.entry(429, 502),
            Map.entry(500, 502),
            Map.entry(503, 502),
            Map.entry(302, 502)); // never followed

    for (var entry : answers.entrySet()) {
      reaction =
          exchange -> {
            exchange.getResponseHeaders().set("Location", "/elsewhere");
            exchange.sendResponseHeaders(entry.getKey(), -1);
          };
      assertThat(send("event-1", MESSAGE).statusCode())
          .as("%d", entry.getKey())
          .isEqualTo(entry.getValue());
    }
    assertThat(received).hasSize(answers.size());
  }

  @Test
  void a_wish_to_wait_is_passed_on() throws Exception {
    reaction =
        exchange -> {
          exchange.getResponseHeaders().set("Retry-After", "17");
          exchange.sendResponseHeaders(429, -1);
        };

    var answer = send("event-1", MESSAGE);

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).contains("17");
  }

  @Test
  void an_external_system_that_is_away_is_no_error_of_ours() throws Exception {
    external.stop(0);

    var answer = send("event-1", MESSAGE);

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(answer.body()).contains("did not answer");
  }

  @Test
  void an_answer_without_end_is_not_read_to_its_end() throws Exception {
    reaction =
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          var chunk = new byte[64 * 1024];
          while (true) {
            exchange.getResponseBody().write(chunk);
          }
        };

    assertThat(send("event-1", MESSAGE).statusCode()).isEqualTo(503);
  }

  @Test
  void what_is_no_event_is_refused_and_the_field_named() throws Exception {
    var bad =
        Map.of(
            "",
            "type",
            "{",
            "body",
            "{\"type\":\"t\",\"type\":\"t\"}",
            "body",
            MESSAGE.replace("type", "kind"),
            "type",
            MESSAGE.replace("\"t-1\"", "1"),
            "data.trade_id",
            MESSAGE.replace("{\"trade_id\":\"t-1\",\"x\":\"ü\"}", "[{\"trade_id\":\"t-1\"}]"),
            "data.trade_id");

    for (var entry : bad.entrySet()) {
      var answer = send("event-1", entry.getKey());
      assertThat(answer.statusCode()).as(entry.getKey()).isEqualTo(400);
      assertThat(answer.body()).contains("\"detail\":\"" + entry.getValue() + ":");
    }
    assertThat(send("no good id", MESSAGE).body()).contains("webhook-id");
    assertThat(received).isEmpty();
  }

  @Test
  void a_body_may_have_64_KiB_and_no_more() throws Exception {
    var full = MESSAGE + " ".repeat(64 * 1024 - MESSAGE.getBytes(UTF_8).length);

    assertThat(send("event-1", full).statusCode()).isEqualTo(200);
    assertThat(send("event-1", full + " ").statusCode()).isEqualTo(413);
    assertThat(send("event-1", MESSAGE).statusCode()).isEqualTo(200);
  }

  @Test
  void it_is_healthy_and_knows_its_paths() throws Exception {
    assertThat(fetch("/health").body()).isEqualTo("KERNEL OK");
    assertThat(fetch("/elsewhere").statusCode()).isEqualTo(404);
  }

  @Test
  void settings_that_make_no_sense_are_named() {
    assertThatThrownBy(() -> Notifier.start(config("no-such"), InstantSource.system()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no-such");
    assertThatThrownBy(() -> NotifierConfig.from(Map.of("NOTIFIER_PROT", "1")))
        .hasMessageContaining("NOTIFIER_PROT");
    assertThatThrownBy(() -> NotifierConfig.from(Map.of("NOTIFIER_PORT", "65536")))
        .hasMessageContaining("65536");
    assertThatThrownBy(
            () -> NotifierConfig.from(Map.of("NOTIFIER_CLEARINGHOUSE_URL", "file:///etc/passwd")))
        .hasMessageContaining("file:///etc/passwd");
  }

  private NotifierConfig config(String secret) {
    return new NotifierConfig(
        0,
        URI.create(
            "http://localhost:%d/webhooks/trades".formatted(external.getAddress().getPort())),
        folder.resolve(secret));
  }

  private void receive(HttpExchange exchange) throws IOException {
    try (exchange) {
      var headers = exchange.getRequestHeaders();
      received.add(
          new Received(
              headers.getFirst("webhook-id"),
              headers.getFirst("webhook-timestamp"),
              headers.getFirst("webhook-signature"),
              new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
      reaction.to(exchange);
    }
  }

  private HttpResponse<String> send(String id, String body) throws Exception {
    return client.send(
        HttpRequest.newBuilder(uri("/notify"))
            .header("webhook-id", id)
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  private HttpResponse<String> fetch(String path) throws Exception {
    return client.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + notifier.port() + path);
  }
}
