package dev.bellwether.clearinghouse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellwether.faults.ControlClient;
import dev.bellwether.faults.FaultKind;
import dev.bellwether.faults.FaultPlan;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClearinghouseTest {

  private static final byte[] KEY = "a secret of 24 bytes, ok".getBytes(UTF_8);
  private static final Instant NOW = Instant.parse("2026-01-05T12:00:00Z");
  private static final String TRADE_ID = "0199a0b0-0000-7000-8000-000000000001";
  private static final String MESSAGE =
      """
      {"type":"trade.recorded","timestamp":"2026-01-05T12:00:00Z","data":{"trade_id":"%s"}}\
      """
          .formatted(TRADE_ID);

  @TempDir Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private Clearinghouse clearinghouse;

  @BeforeEach
  void start() throws IOException {
    Files.writeString(
        folder.resolve("secret"), "whsec_" + Base64.getEncoder().encodeToString(KEY) + "\n");
    clearinghouse = Clearinghouse.start(config(), InstantSource.fixed(NOW));
  }

  @AfterEach
  void stop() {
    clearinghouse.close();
  }

  @Test
  void a_signed_message_has_its_receipt_in_the_file_before_the_answer() throws Exception {
    var answer = send("event-1", NOW, MESSAGE, signature("event-1", NOW, MESSAGE));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(Files.readString(receiptsFile()))
        .isEqualTo(
            """
            {"event_id":"event-1","trade_id":"%s","payload_sha256":\
            "e2a97aa37a52a848b5fd1897d1daeba5d2c2c8df0dcc69ad73f21e46ff45b5ea",\
            "received_at":"2026-01-05T12:00:00Z"}
            """
                .formatted(TRADE_ID));
  }

  @Test
  void a_message_that_arrives_twice_has_two_receipts_of_one_event() throws Exception {
    send("event-1", NOW, MESSAGE, signature("event-1", NOW, MESSAGE));
    send("event-1", NOW, MESSAGE, signature("event-1", NOW, MESSAGE));

    assertThat(fetch("/receipts/count").body()).isEqualTo("{\"count\":2}");
    assertThat(fetch("/receipts?trade_id=" + TRADE_ID).body())
        .contains("},{", "\"truncated\":false")
        .doesNotContain("event-2");
  }

  @Test
  void a_receipt_is_found_by_its_trade_only() throws Exception {
    send("event-1", NOW, MESSAGE, signature("event-1", NOW, MESSAGE));

    var other = fetch("/receipts?trade_id=0199a0b0-0000-7000-8000-000000000002");

    assertThat(other.body()).isEqualTo("{\"receipts\":[],\"truncated\":false}");
    assertThat(fetch("/receipts?trade_id=42").statusCode()).isEqualTo(400);
    assertThat(fetch("/receipts").statusCode()).isEqualTo(400);
  }

  @Test
  void one_of_several_signatures_is_enough() throws Exception {
    var signatures = "v1,b2xk v1a,x " + signature("event-1", NOW, MESSAGE);

    assertThat(send("event-1", NOW, MESSAGE, signatures).statusCode()).isEqualTo(200);
  }

  @Test
  void a_message_that_was_changed_on_its_way_is_refused() throws Exception {
    var signature = signature("event-1", NOW, MESSAGE);

    assertThat(send("event-1", NOW, MESSAGE + " ", signature).statusCode()).isEqualTo(401);
    assertThat(send("event-2", NOW, MESSAGE, signature).statusCode()).isEqualTo(401);
    assertThat(send("event-1", NOW.plusSeconds(1), MESSAGE, signature).statusCode()).isEqualTo(401);
    assertThat(send("event-1", NOW, MESSAGE, "v1,").statusCode()).isEqualTo(401);
    assertThat(Files.size(receiptsFile())).isZero();
  }

  @Test
  void a_message_may_be_five_minutes_from_our_clock_and_no_more() throws Exception {
    for (var skew : new Duration[] {Duration.ofMinutes(5), Duration.ofMinutes(-5)}) {
      var edge = NOW.plus(skew);
      var beyond = edge.plusSeconds(skew.isNegative() ? -1 : 1);

      assertThat(send("e", edge, MESSAGE, signature("e", edge, MESSAGE)).statusCode())
          .isEqualTo(200);
      assertThat(send("e", beyond, MESSAGE, signature("e", beyond, MESSAGE)).statusCode())
          .isEqualTo(401);
    }
  }

  @Test
  void a_genuine_message_that_is_no_trade_is_refused_as_such() throws Exception {
    for (var body :
        new String[] {"", "{", "[]", "{\"data\":{\"x\":{\"trade_id\":\"" + TRADE_ID + "\"}}}"}) {
      assertThat(send("e", NOW, body, signature("e", NOW, body)).statusCode())
          .as(body)
          .isEqualTo(400);
    }
  }

  @Test
  void a_body_may_have_64_KiB_and_no_more() throws Exception {
    var full = MESSAGE + " ".repeat(64 * 1024 - MESSAGE.length());
    var over = full + " ";

    assertThat(send("e", NOW, full, signature("e", NOW, full)).statusCode()).isEqualTo(200);
    assertThat(send("e", NOW, over, signature("e", NOW, over)).statusCode()).isEqualTo(413);
  }

  @Test
  void concurrent_messages_never_share_a_line() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var sending =
          IntStream.range(0, 200)
              .<Callable<HttpResponse<String>>>mapToObj(i ->
                  () -> send("event-" + i, NOW, MESSAGE, signature("event-" + i, NOW, MESSAGE)))
              .toList();
      threads.invokeAll(sending);
    }

    assertThat(Files.readAllLines(receiptsFile()))
        .hasSize(200)
        .doesNotHaveDuplicates()
        .allMatch(line -> line.startsWith("{\"event_id\":\"event-") && line.endsWith("Z\"}"));
  }

  @Test
  void a_restart_keeps_whole_lines_and_cuts_off_a_torn_one() throws Exception {
    send("event-1", NOW, MESSAGE, signature("event-1", NOW, MESSAGE));
    clearinghouse.close();
    var whole = Files.readString(receiptsFile());
    Files.writeString(receiptsFile(), whole + "{\"event_id\":\"event-2\",\"trade");

    clearinghouse = Clearinghouse.start(config(), InstantSource.fixed(NOW));
    send("event-3", NOW, MESSAGE, signature("event-3", NOW, MESSAGE));

    assertThat(Files.readString(receiptsFile())).startsWith(whole).contains("event-3");
    assertThat(fetch("/receipts/count").body()).isEqualTo("{\"count\":2}");
  }

  @Test
  void a_missing_secret_is_named() {
    var config = new ClearinghouseConfig(0, folder.resolve("no-such"), folder.resolve("r"), null);

    assertThatThrownBy(() -> Clearinghouse.start(config, InstantSource.system()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no-such");
  }

  @Test
  void it_refuses_is_slow_or_is_away_for_the_trades_it_is_told_and_for_no_others()
      throws Exception {
    var control = new ControlClient(folder.resolve("control"));
    control.put(plan("refuse", FaultKind.EXTERNAL_REFUSES, 0, "EU"));
    control.put(plan("slow", FaultKind.EXTERNAL_SLOW, 300, "NA"));
    control.put(plan("away", FaultKind.EXTERNAL_AWAY, 0, "APAC"));

    assertThat(sendFrom("EMEA").statusCode()).isEqualTo(200);
    var refusal = sendFrom("EU");
    assertThat(refusal.statusCode()).isEqualTo(503);
    assertThat(refusal.headers().firstValue("Retry-After")).contains("1");
    var beganNanos = System.nanoTime();
    assertThat(sendFrom("NA").statusCode()).isEqualTo(200);
    assertThat(Duration.ofNanos(System.nanoTime() - beganNanos))
        .isGreaterThan(Duration.ofMillis(300));
    assertThatThrownBy(() -> sendFrom("APAC")).isInstanceOf(IOException.class);

    assertThat(Files.readAllLines(receiptsFile())).hasSize(2);
    assertThat(control.report("away", 0).orElseThrow().victims()).isEqualTo(1);
    control.remove("refuse", 0);
    assertThat(sendFrom("EU").statusCode()).isEqualTo(200);
  }

  private static FaultPlan plan(String id, FaultKind kind, int amount, String region) {
    return new FaultPlan(id, kind, Map.of("region", region), 100, amount, 1, NOW.plusSeconds(300));
  }

  private HttpResponse<String> sendFrom(String region) throws Exception {
    var message =
        MESSAGE.replace("\"}}", "\",\"region\":\"%s\",\"canary\":false}}".formatted(region));
    return send("event-1", NOW, message, signature("event-1", NOW, message));
  }

  @Test
  void it_is_healthy_and_knows_its_paths() throws Exception {
    assertThat(fetch("/health").body()).isEqualTo("KERNEL OK");
    assertThat(fetch("/webhooks/trades").statusCode()).isEqualTo(405);
    assertThat(fetch("/webhooks/trades/1").statusCode()).isEqualTo(404);
  }

  private ClearinghouseConfig config() {
    return new ClearinghouseConfig(
        0, folder.resolve("secret"), receiptsFile(), folder.resolve("control"));
  }

  private Path receiptsFile() {
    return folder.resolve("receipts.jsonl");
  }

  private HttpResponse<String> send(String id, Instant at, String body, String signatures)
      throws Exception {
    return client.send(
        HttpRequest.newBuilder(uri("/webhooks/trades"))
            .header("webhook-id", id)
            .header("webhook-timestamp", Long.toString(at.getEpochSecond()))
            .header("webhook-signature", signatures)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  private HttpResponse<String> fetch(String path) throws Exception {
    return client.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create("http://localhost:" + clearinghouse.port() + path);
  }

  private static String signature(String id, Instant at, String body) throws Exception {
    var mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
    var signed = mac.doFinal((id + "." + at.getEpochSecond() + "." + body).getBytes(UTF_8));
    return "v1," + Base64.getEncoder().encodeToString(signed);
  }
}
