package dev.bellwether.otlp;

import dev.bellwether.http.Handler;
import dev.bellwether.http.Problem;
import dev.bellwether.http.Request;
import dev.bellwether.http.Response;
import dev.bellwether.http.Routes;
import dev.bellwether.store.TelemetryWriter;
import java.util.Map;

/// OTLP over HTTP: `POST /v1/traces`, `/v1/logs` and `/v1/metrics`, as protobuf or JSON, plain or
/// compressed with gzip. Answers and errors come in the encoding of the request.
public final class OtlpHttpHandler implements Handler {
  private static final String PROTOBUF = "application/x-protobuf";
  private static final String JSON = "application/json";

  private final OtlpLimits limits;
  private final OtlpCounters counters;
  private final Exports exports;

  public OtlpHttpHandler(TelemetryWriter writer, OtlpLimits limits, OtlpCounters counters) {
    this.limits = limits;
    this.counters = counters;
    this.exports = new Exports(writer, limits, counters);
  }

  @Override
  public Response handle(Request request) {
    var signal =
        Signal.ofHttpPath(request.path())
            .orElseThrow(() -> Problem.notFound("nothing is at " + request.path()));
    if (!request.method().equals("POST")) {
      throw Routes.notAllowed(request, "POST");
    }
    boolean json = isJson(request);
    if (!json && !request.mediaType().equals(PROTOBUF)) {
      throw Problem.of(
          415,
          "content-type: '%s' (expected: %s or %s)".formatted(request.mediaType(), PROTOBUF, JSON),
          Map.of());
    }
    var outcome = exports.export(signal, () -> fields(request, json));
    return switch (outcome) {
      case Exports.Outcome.Stored stored ->
          json
              ? Response.json(200, Answers.successJson(signal, stored))
              : Response.of(200, PROTOBUF, Answers.success(stored));
      case Exports.Outcome.Refused refused -> refused(request, refused);
    };
  }

  /// Also what the listener refused itself, before it came here.
  @Override
  public Response refuse(Request head, Problem problem) {
    Refusal.of(problem).count(counters);
    return status(head, problem);
  }

  private Fields fields(Request request, boolean json) {
    var body = request.inflated(limits.httpBytesMax());
    return json ? new JsonFields(body) : new ProtobufFields(body);
  }

  private static Response refused(Request request, Exports.Outcome.Refused refused) {
    var retryAfter = Map.of("retry-after", Long.toString(refused.retrySeconds()));
    return status(request, Problem.of(refused.full() ? 429 : 503, refused.message(), retryAfter));
  }

  /// A `google.rpc.Status`, as the specification asks for.
  private static Response status(Request head, Problem problem) {
    int code = Refusal.of(problem).code;
    var response =
        head.mediaType().equals(PROTOBUF)
            ? Response.of(problem.status(), PROTOBUF, Answers.status(code, problem.detail()))
            : Response.json(problem.status(), Answers.statusJson(code, problem.detail()));
    for (var header : problem.headers().entrySet()) {
      response = response.withHeader(header.getKey(), header.getValue());
    }
    return response;
  }

  private static boolean isJson(Request request) {
    return request.mediaType().equals(JSON);
  }
}
