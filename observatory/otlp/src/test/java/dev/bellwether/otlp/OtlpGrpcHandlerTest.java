package dev.bellwether.otlp;

import static dev.bellwether.otlp.Receiver.TRACES;
import static dev.bellwether.otlp.Receiver.framed;
import static dev.bellwether.otlp.Receiver.good;
import static dev.bellwether.otlp.Receiver.span;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.bellwether.http.Gzip;
import dev.bellwether.store.StoreException;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OtlpGrpcHandlerTest {
  private static final String INVALID_ARGUMENT = "3";
  private static final String RESOURCE_EXHAUSTED = "8";
  private static final String UNIMPLEMENTED = "12";
  private static final String UNAVAILABLE = "14";

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
  void all_signals_are_stored_also_compressed() {
    var random = new RandomTelemetry(7);
    var logs = random.logs();
    var metrics = random.metrics();
    var gzip = Map.of("grpc-encoding", "gzip");

    receiver.call("/opentelemetry.proto.collector.logs.v1.LogsService/Export", logs.toByteArray());
    receiver.call(
        "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export",
        gzip,
        framed(1, Gzip.deflated(metrics.toByteArray())));

    assertThat(receiver.writer.logs).hasSameSizeAs(Oracle.logs(logs));
    assertThat(receiver.writer.points).hasSameSizeAs(Oracle.points(metrics));
  }

  @Test
  void an_answer_is_one_message_and_trailers() throws Exception {
    var answer =
        receiver.call(
            TRACES, Receiver.of(span(), span().toBuilder().clearSpanId().build()).toByteArray());

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers()).containsEntry("content-type", "application/grpc");
    assertThat(answer.trailers()).containsEntry("grpc-status", "0");
    assertThat(answer.body()[0]).isZero();
    var message = Arrays.copyOfRange(answer.body(), 5, answer.body().length);
    assertThat(ExportTraceServiceResponse.parseFrom(message).getPartialSuccess().getRejectedSpans())
        .isEqualTo(1);
  }

  @Test
  void what_is_not_otlp_is_an_invalid_argument() {
    assertStatus(INVALID_ARGUMENT, receiver.call(TRACES, new byte[] {10, 100, 1}));
    assertStatus(INVALID_ARGUMENT, receiver.call(TRACES, Map.of(), new byte[0]));
    assertStatus(INVALID_ARGUMENT, receiver.call(TRACES, Map.of(), new byte[] {0, 0, 0, 0, 9, 1}));
    assertStatus(INVALID_ARGUMENT, receiver.call(TRACES, Map.of(), new byte[] {2, 0, 0, 0, 0}));
    assertStatus(
        INVALID_ARGUMENT,
        receiver.call(TRACES, Map.of("grpc-encoding", "gzip"), framed(1, good().toByteArray())));
    assertThat(receiver.grpcCounters.snapshot().rejected()).containsEntry("decode", 5L);
  }

  @Test
  void messages_above_the_limit_exhaust_without_an_invitation_to_retry() {
    var gzip = Map.of("grpc-encoding", "gzip");
    var large = receiver.call(TRACES, new byte[(1 << 19) + 1]);
    var announced = receiver.call(TRACES, Map.of(), new byte[] {0, 127, 0, 0, 0});
    var bomb = receiver.call(TRACES, gzip, framed(1, Gzip.deflated(new byte[100 << 20])));

    for (var answer : new Receiver.Answer[] {large, announced, bomb}) {
      assertStatus(RESOURCE_EXHAUSTED, answer);
      assertThat(answer.trailers()).doesNotContainKey("grpc-status-details-bin");
    }
    assertThat(receiver.grpcCounters.snapshot().rejected()).containsEntry("too_large", 3L);
  }

  @Test
  void unknown_methods_and_encodings_are_unimplemented() {
    assertStatus(
        UNIMPLEMENTED,
        receiver.call(
            "/opentelemetry.proto.collector.profiles.v1development.ProfilesService/Export",
            new byte[0]));
    var zstd =
        receiver.call(TRACES, Map.of("grpc-encoding", "zstd"), framed(1, good().toByteArray()));
    assertStatus(UNIMPLEMENTED, zstd);
    assertThat(zstd.headers()).containsEntry("grpc-accept-encoding", "gzip, identity");
    assertStatus(UNIMPLEMENTED, receiver.call(TRACES, Map.of(), framed(1, good().toByteArray())));
  }

  @Test
  void a_store_that_refuses_makes_the_service_unavailable_and_says_for_how_long() throws Exception {
    receiver.writer.refuse(new StoreException.Full("é: 100%", Duration.ofSeconds(3)));

    var answer = receiver.call(TRACES, good().toByteArray());
    receiver.writer.takeAgain();

    assertStatus(UNAVAILABLE, answer);
    assertThat(answer.trailers()).containsEntry("grpc-message", "%C3%A9: 100%25");
    var details = Base64.getDecoder().decode(answer.trailers().get("grpc-status-details-bin"));
    var any = Receiver.message(details, 3).toByteArray();
    assertThat(Receiver.message(any, 1).toStringUtf8())
        .isEqualTo("type.googleapis.com/google.rpc.RetryInfo");
    var retryInfo = Receiver.message(any, 2).toByteArray();
    assertThat(Receiver.message(retryInfo, 1)).isEqualTo(ByteString.fromHex("0803"));
    assertThat(receiver.grpcCounters.snapshot().refused()).containsEntry("store_full", 1L);
  }

  @Test
  void text_that_is_not_utf8_is_refused_the_same_way_as_over_http() {
    var bad = span().toByteString().concat(ByteString.fromHex("2a02c328"));
    var request =
        ByteString.fromHex("0a" + hex(bad.size() + 6) + "12" + hex(bad.size() + 4) + "12")
            .concat(ByteString.fromHex(hex(bad.size())))
            .concat(bad)
            .toByteArray();

    var grpc = receiver.call(TRACES, request);
    var http = receiver.protobuf(request);

    assertStatus(INVALID_ARGUMENT, grpc);
    assertThat(http.status()).isEqualTo(400);
  }

  @Test
  void a_stranger_is_turned_away_and_what_is_not_grpc_too() {
    var stranger =
        receiver.call(TRACES, Map.of("origin", "https://evil.example"), framed(0, new byte[0]));
    var form = receiver.call(TRACES, Map.of("content-type", "text/plain"), new byte[0]);

    assertThat(stranger.status()).isEqualTo(403);
    assertThat(form.status()).isEqualTo(415);
  }

  private static String hex(int length) {
    return "%02x".formatted(length);
  }

  private static void assertStatus(String code, Receiver.Answer answer) {
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.trailers()).containsEntry("grpc-status", code);
  }
}
