package dev.bellwether.otlp;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.bellwether.http.Gzip;
import dev.bellwether.http.Handler;
import dev.bellwether.http.Problem;
import dev.bellwether.http.Request;
import dev.bellwether.http.Response;
import dev.bellwether.http.Routes;
import dev.bellwether.store.TelemetryWriter;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/// OTLP over gRPC: the three `Export` calls, each one message in and one message out.
///
/// gRPC on HTTP/2 is little more than a prefix and two trailers, so it is written out here:
///
/// ```
/// POST /opentelemetry.proto.collector.trace.v1.TraceService/Export
/// 00 | 00 00 01 02 | 258 bytes       0 plain or 1 compressed, length, message
/// grpc-status: 0                     after the answer; grpc-message when it is not 0
/// ```
public final class OtlpGrpcHandler implements Handler {
  private static final int PREFIX_BYTES = 5;
  private static final int UNAVAILABLE = 14;

  private final OtlpLimits limits;
  private final OtlpCounters counters;
  private final Exports exports;

  public OtlpGrpcHandler(TelemetryWriter writer, OtlpLimits limits, OtlpCounters counters) {
    this.limits = limits;
    this.counters = counters;
    this.exports = new Exports(writer, limits, counters);
  }

  /// How long a body this handler takes: the longest message and its prefix.
  public static int bodyBytesMax(OtlpLimits limits) {
    return limits.grpcBytesMax() + PREFIX_BYTES;
  }

  @Override
  public Response handle(Request request) {
    if (!isGrpc(request)) {
      throw Problem.of(
          415,
          "content-type: '%s' (expected: application/grpc)".formatted(request.mediaType()),
          Map.of());
    }
    if (!request.method().equals("POST")) {
      throw Routes.notAllowed(request, "POST");
    }
    var signal =
        Signal.ofGrpcPath(request.path())
            .orElseThrow(() -> Problem.notFound("unknown method " + request.path()));
    var outcome = exports.export(signal, () -> new ProtobufFields(message(request)));
    return switch (outcome) {
      case Exports.Outcome.Stored stored ->
          answer(prefixed(Answers.success(stored)), Map.of("grpc-status", "0"));
      case Exports.Outcome.Refused refused -> refused(refused);
    };
  }

  /// A gRPC status, but an HTTP one for strangers: a caller that is turned away because of who it
  /// is must not take the answer for a success.
  @Override
  public Response refuse(Request head, Problem problem) {
    var refusal = Refusal.of(problem);
    refusal.count(counters);
    boolean stranger =
        refusal == Refusal.HOST || refusal == Refusal.CROSS_ORIGIN || refusal == Refusal.TOKEN;
    if (stranger || !isGrpc(head)) {
      return problem.response(head);
    }
    return answer(new byte[0], trailers(refusal.code, problem.detail()));
  }

  /// The one message of the call, inflated.
  private byte[] message(Request request) {
    var body = request.body();
    if (body.length < PREFIX_BYTES) {
      throw Problem.badRequest(
          "grpc: body of %d bytes (expected: 5 or more)".formatted(body.length));
    }
    int compressed = body[0];
    int length = ByteBuffer.wrap(body).getInt(1);
    if (length < 0 || length > limits.grpcBytesMax()) {
      throw Problem.of(
          413,
          "message: %s bytes (expected: up to %d)"
              .formatted(Integer.toUnsignedString(length), limits.grpcBytesMax()),
          Map.of());
    }
    if (length != body.length - PREFIX_BYTES) {
      throw Problem.badRequest(
          "grpc: message of %d bytes in a body of %d (expected: one message)"
              .formatted(length, body.length));
    }
    var message = Arrays.copyOfRange(body, PREFIX_BYTES, body.length);
    return switch (compressed) {
      case 0 -> message;
      case 1 -> inflated(request, message);
      default -> throw Problem.badRequest("grpc: compressed flag %d".formatted(compressed));
    };
  }

  private byte[] inflated(Request request, byte[] message) {
    var encoding = request.header("grpc-encoding").orElse("none");
    if (!encoding.equals("gzip")) {
      throw Problem.of(
          415, "grpc-encoding: %s (expected: gzip or identity)".formatted(encoding), Map.of());
    }
    return Gzip.inflated(message, limits.grpcBytesMax());
  }

  private static Response refused(Exports.Outcome.Refused refused) {
    var details = Answers.statusWithRetry(UNAVAILABLE, refused.message(), refused.retrySeconds());
    var trailers = new HashMap<>(trailers(UNAVAILABLE, refused.message()));
    trailers.put(
        "grpc-status-details-bin", Base64.getEncoder().withoutPadding().encodeToString(details));
    return answer(new byte[0], trailers);
  }

  private static Response answer(byte[] body, Map<String, String> trailers) {
    var headers =
        Map.of("content-type", "application/grpc", "grpc-accept-encoding", "gzip, identity");
    return new Response(200, headers, body, trailers);
  }

  private static Map<String, String> trailers(int code, String message) {
    return Map.of("grpc-status", Integer.toString(code), "grpc-message", percentEncoded(message));
  }

  private static byte[] prefixed(byte[] message) {
    return ByteBuffer.allocate(PREFIX_BYTES + message.length)
        .put((byte) 0)
        .putInt(message.length)
        .put(message)
        .array();
  }

  /// Header values are ASCII: everything else, and the percent sign, goes as `%XX`.
  private static String percentEncoded(String text) {
    var encoded = new StringBuilder(text.length());
    for (byte next : text.getBytes(UTF_8)) {
      if (next >= ' ' && next <= '~' && next != '%') {
        encoded.append((char) next);
      } else {
        encoded.append("%%%02X".formatted(next & 0xFF));
      }
    }
    return encoded.toString();
  }

  private static boolean isGrpc(Request request) {
    var type = request.mediaType();
    return type.equals("application/grpc") || type.equals("application/grpc+proto");
  }
}
