package dev.bellwether.otlp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import dev.bellwether.http.Gzip;
import dev.bellwether.http.HttpListener;
import dev.bellwether.http.ListenerLimits;
import dev.bellwether.http.ListenerOptions;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Both receivers on real sockets before a writer that keeps everything, and a client for each.
final class Receiver implements AutoCloseable {
  static final String TRACES = "/opentelemetry.proto.collector.trace.v1.TraceService/Export";

  /// Small enough to be passed by a test, large enough for all good requests.
  private static final OtlpLimits LIMITS = small();

  final KeepingWriter writer = new KeepingWriter();
  final OtlpCounters httpCounters = new OtlpCounters();
  final OtlpCounters grpcCounters = new OtlpCounters();
  final HttpListener http;
  final HttpListener grpc;

  /// One event loop: used from a test's thread, Vert.x' client now and then loses an answer whose
  /// connection lives on another loop than its request.
  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));

  private final HttpClient http1 = vertx.createHttpClient();
  private final HttpClient http2 =
      vertx.createHttpClient(
          new HttpClientOptions()
              .setProtocolVersion(HttpVersion.HTTP_2)
              .setHttp2ClearTextUpgrade(false));

  Receiver() {
    http =
        HttpListener.start(
            options("otlp-http", LIMITS.httpBytesMax()),
            new OtlpHttpHandler(writer, LIMITS, httpCounters));
    grpc =
        HttpListener.start(
            options("otlp-grpc", OtlpGrpcHandler.bodyBytesMax(LIMITS)),
            new OtlpGrpcHandler(writer, LIMITS, grpcCounters));
  }

  /// Sends over HTTP/1.1.
  Answer post(String path, Map<String, String> headers, byte[] body) {
    return send(http1, HttpMethod.POST, http, path, headers, body);
  }

  Answer send(String method, String path, Map<String, String> headers) {
    return send(http1, HttpMethod.valueOf(method), http, path, headers, new byte[0]);
  }

  Answer protobuf(byte[] body) {
    return post("/v1/traces", Map.of("content-type", "application/x-protobuf"), body);
  }

  Answer json(String path, String body) {
    return post(path, Map.of("content-type", "application/json"), body.getBytes(UTF_8));
  }

  /// Calls over HTTP/2 what is behind `path` with one plain message.
  Answer call(String path, byte[] message) {
    return call(path, Map.of(), framed(0, message));
  }

  Answer call(String path, Map<String, String> headers, byte[] body) {
    var all = new HashMap<>(Map.of("content-type", "application/grpc", "te", "trailers"));
    all.putAll(headers);
    return send(http2, HttpMethod.POST, grpc, path, all, body);
  }

  static byte[] framed(int compressed, byte[] message) {
    return ByteBuffer.allocate(5 + message.length)
        .put((byte) compressed)
        .putInt(message.length)
        .put(message)
        .array();
  }

  /// Sends a good span each way and sees it arrive.
  void canary() {
    int before = writer.spans.size();
    var good = good().toByteArray();
    var encoded = Map.of("content-type", "application/x-protobuf", "content-encoding", "gzip");

    assertThat(post("/v1/traces", encoded, Gzip.deflated(good)).status()).isEqualTo(200);
    assertThat(call(TRACES, good).trailers()).containsEntry("grpc-status", "0");

    assertThat(writer.spans).hasSize(before + 2);
  }

  /// One span of one service.
  static ExportTraceServiceRequest good() {
    return of(span());
  }

  static Span span() {
    return Span.newBuilder()
        .setTraceId(ByteString.fromHex("5b8efff798038103d269b633813fc60c"))
        .setSpanId(ByteString.fromHex("eee19b7ec3c1b174"))
        .setName("POST /trade/request")
        .setStartTimeUnixNano(1_700_000_000_000_000_000L)
        .setEndTimeUnixNano(1_700_000_000_001_000_000L)
        .build();
  }

  static ExportTraceServiceRequest of(Span... spans) {
    var scope = ScopeSpans.newBuilder().addAllSpans(List.of(spans));
    return ExportTraceServiceRequest.newBuilder()
        .addResourceSpans(
            ResourceSpans.newBuilder()
                .setResource(
                    Resource.newBuilder().addAttributes(attribute("service.name", "trader")))
                .addScopeSpans(scope))
        .build();
  }

  static KeyValue attribute(String key, String value) {
    return KeyValue.newBuilder()
        .setKey(key)
        .setValue(AnyValue.newBuilder().setStringValue(value))
        .build();
  }

  /// The bytes of one field, for messages that no generated class is at hand for.
  static ByteString message(byte[] message, int field) throws InvalidProtocolBufferException {
    return UnknownFieldSet.parseFrom(message).getField(field).getLengthDelimitedList().getFirst();
  }

  @Override
  public void close() {
    http.close();
    grpc.close();
    vertx.close().await();
  }

  private static ListenerOptions options(String name, int bodyBytesMax) {
    return ListenerOptions.of(name, 0)
        .withLimits(ListenerLimits.DEFAULT.withBodyBytesMax(bodyBytesMax));
  }

  private static OtlpLimits small() {
    var normal = OtlpLimits.DEFAULT;
    return new OtlpLimits(
        1 << 20, 1 << 19, normal.attributesMax(), normal.decodingMax(), normal.decodingWait());
  }

  /// On the client's event loop from the first step to the last: a step that this thread takes may
  /// come too late for what has arrived meanwhile, and would wait for it for ever.
  private Answer send(
      HttpClient client,
      HttpMethod method,
      HttpListener to,
      String path,
      Map<String, String> headers,
      byte[] body) {
    Promise<Answer> answer = Promise.promise();
    vertx.runOnContext(_ ->
        client
            .request(method, to.port(), "127.0.0.1", path)
            .compose(request -> {
              headers.forEach(request::putHeader);
              return request.send(Buffer.buffer(body));
            })
            .compose(response -> response.body().map(bytes -> Answer.of(response, bytes)))
            .onComplete(answer));
    return answer.future().await();
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Answer(
      int status, Map<String, String> headers, byte[] body, Map<String, String> trailers) {
    static Answer of(HttpClientResponse response, Buffer body) {
      var headers = new HashMap<String, String>();
      response.headers().forEach(headers::put);
      var trailers = new HashMap<String, String>();
      response.trailers().forEach(trailers::put);
      return new Answer(response.statusCode(), headers, body.getBytes(), trailers);
    }

    String text() {
      return new String(body, UTF_8);
    }
  }
}
