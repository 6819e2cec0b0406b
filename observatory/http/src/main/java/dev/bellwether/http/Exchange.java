package dev.bellwether.http;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// One request on its way through a listener: judged and collected on the event loop, answered on a
/// virtual thread, written on the event loop again.
///
/// ```
/// began ── refused ─────────────────────────┐
///   └─ collecting ── refused ───────────────┤
///          └─ whole ── (virtual thread) ────┴── answered
/// ```
///
/// Everything but [#answer] happens on the event loop of the connection.
final class Exchange {
  private static final System.Logger log = System.getLogger(Exchange.class.getName());

  /// A caller that still sends what we refused gets this long to read why, before the connection is
  /// closed: a reset would make it lose the answer.
  private static final long LINGER_MILLIS = 1000;

  private static final int FIRST_BODY_BYTES = 16 << 10;
  private static final Pattern WITHIN_LONG = Pattern.compile("[0-9]{1,18}");

  private final Listening listening;
  private final ListenerLimits limits;
  private final Vertx vertx;
  private final Context context;
  private final HttpServerRequest request;
  private final Request head;

  private byte[] body = {};
  private int bodyBytes;
  private long takenBytes;
  private long bodyTimer;
  private boolean settled;
  private boolean ended;

  private Exchange(Listening listening, HttpServerRequest request) {
    this.listening = listening;
    this.limits = listening.options().limits();
    this.vertx = listening.vertx();
    this.context = vertx.getOrCreateContext();
    this.request = request;
    this.head = Heads.head(request);
  }

  static void begin(Listening listening, HttpServerRequest request) {
    if (!listening.connections().isClosing(request.connection())) {
      new Exchange(listening, request).begin();
    }
  }

  private void begin() {
    listening.connections().began(request.connection());
    request.response().endHandler(_ -> ended());
    request.response().closeHandler(_ -> ended());
    boolean room = listening.budget().takeRequest();
    var refusal = room ? refusal() : Optional.of(Problem.unavailable("too many requests", 1));
    if (refusal.isPresent()) {
      refuse(refusal.get());
      return;
    }
    request.handler(this::collect);
    request.endHandler(_ -> whole());
    request.exceptionHandler(_ -> gone());
    bodyTimer = vertx.setTimer(limits.bodyDeadline().toMillis(), _ -> late());
    if (head.header("expect").isPresent()) {
      request.response().writeContinue();
    }
  }

  private Optional<Problem> refusal() {
    var hosts = request.headers().getAll("host");
    if (hosts.size() > 1) {
      return Optional.of(Problem.badRequest("host: sent %d times".formatted(hosts.size())));
    }
    if (!head.path().startsWith("/") || !request.uri().startsWith("/")) {
      return Optional.of(
          Problem.of(421, "target: %s (expected: a path)".formatted(uri()), Map.of()));
    }
    if (request.headers().entries().size() > limits.headersMax()) {
      return Optional.of(
          Problem.of(431, "headers: more than %d".formatted(limits.headersMax()), Map.of()));
    }
    return listening
        .guard()
        .refusal(head, Heads.host(request, head))
        .or(() -> expectation())
        .or(() -> announcedLength());
  }

  private Optional<Problem> expectation() {
    return head.header("expect")
        .filter(expected -> !expected.equalsIgnoreCase("100-continue"))
        .map(expected ->
            Problem.of(417, "expect: %s (expected: 100-continue)".formatted(expected), Map.of()));
  }

  private Optional<Problem> announcedLength() {
    return head.header("content-length")
        .filter(length -> !WITHIN_LONG.matcher(length).matches() || tooLong(length))
        .map(_ -> Problem.tooLarge("body", limits.bodyBytesMax()));
  }

  private boolean tooLong(String length) {
    return Long.parseLong(length) > limits.bodyBytesMax();
  }

  private void collect(Buffer chunk) {
    if (settled) {
      return;
    }
    int needed = bodyBytes + chunk.length();
    if (needed > limits.bodyBytesMax()) {
      refuse(Problem.tooLarge("body", limits.bodyBytesMax()));
      return;
    }
    if (needed > body.length && !grow(needed)) {
      refuse(Problem.unavailable("too many bodies at once", 1));
      return;
    }
    chunk.getBytes(body, bodyBytes);
    bodyBytes = needed;
  }

  private boolean grow(int needed) {
    int doubled =
        Math.max(needed, Math.max(FIRST_BODY_BYTES, (int) Math.min(body.length * 2L, 1 << 30)));
    int length = Math.min(doubled, limits.bodyBytesMax());
    takenBytes += length - body.length;
    if (!listening.budget().takeBytes(length - body.length)) {
      return false;
    }
    body = Arrays.copyOf(body, length);
    return true;
  }

  private void late() {
    refuse(
        Problem.of(
            408,
            "body: not here after %d s".formatted(limits.bodyDeadline().toSeconds()),
            Map.of()));
  }

  /// The caller went away, or broke the protocol, before the request was whole.
  private void gone() {
    if (settle()) {
      listening.budget().release(takenBytes);
    }
  }

  private void whole() {
    if (settle()) {
      var complete = body.length == bodyBytes ? body : Arrays.copyOf(body, bodyBytes);
      body = new byte[0];
      listening.threads().newThread(() -> answer(head.withBody(complete))).start();
    }
  }

  private void refuse(Problem problem) {
    if (!settle()) {
      return;
    }
    listening.budget().release(takenBytes);
    body = new byte[0];
    var refusal = listening.handler().refuse(head, problem);
    if (request.isEnded()) {
      write(refusal);
    } else {
      writeAndClose(refusal);
    }
  }

  /// Answers although the caller is still sending; nothing of the rest is taken for a request.
  private void writeAndClose(Response refusal) {
    request.handler(_ -> {});
    var response = request.response();
    if (http2()) {
      write(refusal);
      response.reset(0);
      return;
    }
    var connection = request.connection();
    listening.connections().closeSoon(connection);
    request.endHandler(_ -> connection.close());
    vertx.setTimer(LINGER_MILLIS, _ -> connection.close());
    write(refusal.withHeader("connection", "close"));
  }

  /// On the request's virtual thread: asks the handler, and answers whatever happens.
  private void answer(Request arrived) {
    try {
      var whole = arrived.withQuery(Heads.query(request));
      var response = AnswerWriter.prepared(whole, listening.handler().handle(whole));
      var events = response.events();
      if (events == null || whole.method().equals("HEAD")) {
        context.runOnContext(_ -> write(response));
      } else {
        new EventConnection(listening, context, request, this::ended).run(response, events);
      }
    } catch (Problem problem) {
      var refusal = listening.handler().refuse(arrived, problem);
      context.runOnContext(_ -> write(refusal));
    } catch (Throwable bug) {
      log.log(Level.ERROR, arrived.method() + " " + arrived.path() + " failed", bug);
      var problem = Problem.of(500, "the server failed; its log says why", Map.of());
      var refusal = listening.handler().refuse(arrived, problem);
      context.runOnContext(_ -> write(refusal));
    } finally {
      listening.budget().release(takenBytes);
    }
  }

  private void write(Response response) {
    if (!request.response().closed()) {
      AnswerWriter.write(request, response, listening.options());
    }
  }

  private void ended() {
    if (!ended) {
      ended = true;
      listening.connections().ended(request.connection());
    }
  }

  private String uri() {
    return request.uri().length() > 200 ? request.uri().substring(0, 200) : request.uri();
  }

  private boolean http2() {
    return request.version() == HttpVersion.HTTP_2;
  }

  /// True for the first caller only: a request is refused, lost or handed on, once.
  private boolean settle() {
    if (settled) {
      return false;
    }
    settled = true;
    vertx.cancelTimer(bodyTimer);
    return true;
  }
}
