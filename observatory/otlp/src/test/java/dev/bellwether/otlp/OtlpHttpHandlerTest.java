package dev.bellwether.otlp;

import static dev.bellwether.otlp.Receiver.good;
import static dev.bellwether.otlp.Receiver.span;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.bellwether.http.Gzip;
import dev.bellwether.store.StoreException;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.trace.v1.Span;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OtlpHttpHandlerTest {
  private static final String PROTOBUF = "application/x-protobuf";
  private static final Map<String, String> GZIP =
      Map.of("content-type", PROTOBUF, "content-encoding", "gzip");

  private final Receiver receiver = new Receiver();

  @BeforeEach
  void canaryBefore() {
    receiver.canary();
  }

  @AfterEach
  void canaryAfter() {
    receiver.canary();
    receiver.close();
  }

  @Test
  void all_signals_are_stored_from_both_encodings() {
    var random = new RandomTelemetry(7);
    var logs = random.logs();
    var metrics = random.metrics();

    receiver.post("/v1/logs", Map.of("content-type", PROTOBUF), logs.toByteArray());
    receiver.post("/v1/metrics", Map.of("content-type", PROTOBUF), metrics.toByteArray());
    receiver.json("/v1/logs", new OtlpJson(7).of(logs));
    receiver.json("/v1/metrics", new OtlpJson(7).of(metrics));

    assertThat(receiver.writer.logs).hasSize(2 * Oracle.logs(logs).size());
    assertThat(receiver.writer.points).hasSize(2 * Oracle.points(metrics).size());
    assertThat(receiver.httpCounters.snapshot().accepted())
        .containsEntry("logs", 2L * Oracle.logs(logs).size())
        .containsEntry("metrics", 2L * Oracle.points(metrics).size());
  }

  @Test
  void an_empty_request_is_a_success_without_partial_success() {
    var protobuf = receiver.protobuf(new byte[0]);
    var json = receiver.json("/v1/logs", "{}");
    var lists = receiver.json("/v1/traces", "{\"resourceSpans\":[{\"scopeSpans\":[{}]}]}");

    assertThat(protobuf.status()).isEqualTo(200);
    assertThat(protobuf.body()).isEmpty();
    assertThat(protobuf.headers()).containsEntry("content-type", PROTOBUF);
    assertThat(json.text()).isEqualTo("{}");
    assertThat(json.headers()).containsEntry("content-type", "application/json");
    assertThat(lists.status()).isEqualTo(200);
  }

  @Test
  void a_span_without_valid_ids_is_left_out_and_reported_and_the_others_are_stored()
      throws Exception {
    var request =
        Receiver.of(
            span(),
            span().toBuilder()
                .setName("zero")
                .setTraceId(ByteString.copyFrom(new byte[16]))
                .build(),
            span().toBuilder().setTraceId(ByteString.copyFrom(new byte[15])).build(),
            span().toBuilder().setTraceId(ByteString.fromHex("11".repeat(17))).build(),
            span().toBuilder().setSpanId(ByteString.copyFrom(new byte[8])).build(),
            span().toBuilder().clearSpanId().build(),
            span().toBuilder().setParentSpanId(ByteString.fromHex("1111")).build());
    int before = receiver.writer.spans.size();

    var protobuf = receiver.protobuf(request.toByteArray());
    var json = receiver.json("/v1/traces", new OtlpJson(1).of(request));

    var partial = ExportTraceServiceResponse.parseFrom(protobuf.body()).getPartialSuccess();
    assertThat(protobuf.status()).isEqualTo(200);
    assertThat(partial.getRejectedSpans()).isEqualTo(6);
    assertThat(partial.getErrorMessage())
        .isEqualTo("span 'zero': trace id: none (expected: 16 bytes, not all zero); 5 more");
    assertThat(json.text()).contains("\"partialSuccess\":{\"rejectedSpans\":\"6\"");
    assertThat(receiver.writer.spans).hasSize(before + 2);
    assertThat(receiver.httpCounters.snapshot().rejected())
        .containsEntry("trace_id", 6L)
        .containsEntry("span_id", 4L)
        .containsEntry("parent_span_id", 2L);
  }

  @Test
  void what_is_not_otlp_is_refused_in_the_encoding_of_the_request() throws Exception {
    var protobuf = receiver.protobuf(new byte[] {10, 100, 1});
    var hugeLength = receiver.protobuf(ByteString.fromHex("0affffffff07").toByteArray());
    var wireType = receiver.protobuf(ByteString.fromHex("0d01020304").toByteArray());
    var random = receiver.protobuf("hello, this is not protobuf".getBytes(UTF_8));
    var json = receiver.json("/v1/traces", "{\"resourceSpans\":[{\"scopeSpans\":7}]}");

    for (var answer : new Receiver.Answer[] {protobuf, hugeLength, wireType, random, json}) {
      assertThat(answer.status()).isEqualTo(400);
    }
    assertThat(protobuf.headers()).containsEntry("content-type", PROTOBUF);
    assertThat(Receiver.message(protobuf.body(), 2).toStringUtf8())
        .isEqualTo("protobuf, byte 2, field 1: 100 bytes announced, 1 left");
    assertThat(json.text())
        .isEqualTo("{\"code\":3,\"message\":\"json, /resourceSpans/0/scopeSpans: not an array\"}");
    assertThat(receiver.httpCounters.snapshot().rejected()).containsEntry("decode", 5L);
  }

  @Test
  void bodies_above_the_limit_are_refused_however_they_are_packed() {
    var large = new byte[(1 << 20) + 1];
    var bomb = Gzip.deflated(new byte[200 << 20]);

    assertThat(receiver.protobuf(large).status()).isEqualTo(413);
    assertThat(receiver.post("/v1/traces", GZIP, bomb).status()).isEqualTo(413);
    assertThat(receiver.httpCounters.snapshot().rejected()).containsEntry("too_large", 2L);
  }

  @Test
  void encodings_that_we_do_not_know_are_refused_and_broken_ones_are_bad_requests() {
    var good = good().toByteArray();
    var twice = Map.of("content-type", PROTOBUF, "content-encoding", "gzip, gzip");
    var zstd = Map.of("content-type", PROTOBUF, "content-encoding", "zstd");
    var inGzip = Gzip.deflated(Gzip.deflated(good));

    assertThat(receiver.post("/v1/traces", twice, inGzip).status()).isEqualTo(415);
    assertThat(receiver.post("/v1/traces", zstd, good).status()).isEqualTo(415);
    assertThat(receiver.post("/v1/traces", GZIP, inGzip).status()).isEqualTo(400);
    assertThat(receiver.post("/v1/traces", GZIP, good).status()).isEqualTo(400);
  }

  @Test
  void wrong_content_types_methods_and_paths_are_named() {
    var good = good().toByteArray();

    for (var type : new String[] {"", "text/plain", "multipart/form-data", "application/xml"}) {
      var answer = receiver.post("/v1/traces", Map.of("content-type", type), good);
      assertThat(answer.status()).isEqualTo(415);
      assertThat(answer.text()).startsWith("{\"code\":");
    }
    for (var method : new String[] {"GET", "PUT", "DELETE", "TRACE"}) {
      var answer = receiver.send(method, "/v1/traces", Map.of());
      assertThat(answer.status()).isEqualTo(405);
      assertThat(answer.headers()).containsEntry("allow", "POST");
    }
    var json = Map.of("content-type", "application/json; charset=utf-8");
    assertThat(receiver.post("/v1development/profiles", json, good).status()).isEqualTo(404);
    assertThat(receiver.post("/", json, good).status()).isEqualTo(404);
    assertThat(receiver.post("/v1/traces", json, "{}".getBytes(UTF_8)).status()).isEqualTo(200);
    assertThat(receiver.httpCounters.snapshot().rejected())
        .containsEntry("media_type", 4L)
        .containsEntry("method", 4L)
        .containsEntry("path", 2L);
  }

  @Test
  void a_strangers_page_can_neither_ask_nor_send() {
    var evil = Map.of("origin", "https://evil.example", "content-type", "application/json");

    var preflight = receiver.send("OPTIONS", "/v1/traces", evil);
    var post = receiver.post("/v1/traces", evil, "{}".getBytes(UTF_8));
    var crossSite =
        receiver.post(
            "/v1/traces",
            Map.of("sec-fetch-site", "cross-site", "content-type", "application/json"),
            "{}".getBytes(UTF_8));

    for (var answer : new Receiver.Answer[] {preflight, post, crossSite}) {
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.headers()).doesNotContainKey("access-control-allow-origin");
    }
    assertThat(receiver.httpCounters.snapshot().rejected()).containsEntry("cross_origin", 3L);
  }

  @Test
  void a_store_that_refuses_is_reported_with_the_time_to_wait() {
    var good = good().toByteArray();
    receiver.writer.refuse(new StoreException.Full("store: 10 of 10", Duration.ofMillis(1500)));
    var full = receiver.protobuf(good);
    receiver.writer.refuse(new StoreException.Unavailable("store: closed", Duration.ZERO));
    var away = receiver.json("/v1/traces", new OtlpJson(1).of(good()));
    receiver.writer.takeAgain();

    assertThat(full.status()).isEqualTo(429);
    assertThat(full.headers()).containsEntry("retry-after", "2");
    assertThat(away.status()).isEqualTo(503);
    assertThat(away.headers()).containsEntry("retry-after", "1");
    assertThat(receiver.httpCounters.snapshot().refused())
        .containsEntry("store_full", 1L)
        .containsEntry("store_unavailable", 1L);
  }

  @Test
  void sent_is_accepted_and_refused_and_rejected() {
    long before = total();
    receiver.protobuf(
        Receiver.of(span(), span(), span().toBuilder().clearSpanId().build()).toByteArray());
    receiver.writer.refuse(new StoreException.Full("full", Duration.ofSeconds(1)));
    receiver.protobuf(Receiver.of(span(), span().toBuilder().clearTraceId().build()).toByteArray());
    receiver.writer.takeAgain();

    assertThat(total() - before).isEqualTo(5);
  }

  @Test
  void odd_times_are_kept_as_they_came() {
    var spans =
        new Span[] {
          span().toBuilder().setStartTimeUnixNano(2).setEndTimeUnixNano(1).build(),
          span().toBuilder().clearStartTimeUnixNano().clearEndTimeUnixNano().build(),
          span().toBuilder().setStartTimeUnixNano(-1).setEndTimeUnixNano(-1).build()
        };
    int before = receiver.writer.spans.size();

    assertThat(receiver.protobuf(Receiver.of(spans).toByteArray()).status()).isEqualTo(200);

    var stored = receiver.writer.spans.subList(before, before + 3);
    assertThat(stored.get(0).startNanos()).isEqualTo(2);
    assertThat(stored.get(0).endNanos()).isEqualTo(1);
    assertThat(stored.get(1).startNanos()).isZero();
    assertThat(stored.get(2).startNanos()).isEqualTo(-1);
  }

  @Test
  void a_span_that_is_its_own_parent_and_a_large_trace_are_stored() {
    var self = span().toBuilder().setParentSpanId(span().getSpanId()).build();
    var many = new Span[3000];
    for (int i = 0; i < many.length; i++) {
      many[i] = self;
    }
    int before = receiver.writer.spans.size();

    assertThat(receiver.protobuf(Receiver.of(many).toByteArray()).status()).isEqualTo(200);

    assertThat(receiver.writer.spans).hasSize(before + many.length);
  }

  @Test
  void unknown_fields_of_a_newer_protocol_are_ignored() throws Exception {
    var newer = good().toByteString().concat(ByteString.fromHex("ba3e0568656c6c6f" + "c03e2a"));
    var json = new OtlpJson(1).of(good()).replaceFirst("\\{", "{\"newer\":[{\"a\":[[1]]}],");

    assertThat(receiver.protobuf(newer.toByteArray()).status()).isEqualTo(200);
    assertThat(receiver.json("/v1/traces", json).status()).isEqualTo(200);
    assertThat(ExportLogsServiceRequest.getDefaultInstance().toByteArray()).isEmpty();
    assertThat(ExportMetricsServiceRequest.getDefaultInstance().toByteArray()).isEmpty();
  }

  @Test
  void the_same_request_sent_again_is_handed_on_again() {
    int before = receiver.writer.spans.size();

    receiver.protobuf(good().toByteArray());
    receiver.protobuf(good().toByteArray());

    assertThat(receiver.writer.spans).hasSize(before + 2);
  }

  private long total() {
    var counts = receiver.httpCounters.snapshot();
    return sum(counts.accepted()) + sum(counts.refused()) + sum(counts.rejected());
  }

  private static long sum(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }
}
