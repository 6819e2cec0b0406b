package dev.bellwether.notifier;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import dev.bellwether.notifier.Clearinghouse.Outcome;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import tools.jackson.core.io.JsonStringEncoder;

/// The process: one HTTP server on the loopback address, one virtual thread per request.
///
/// | the clearinghouse | `POST /notify` answers | and the recorder |
/// |---|---|---|
/// | accepted | 200 | is done |
/// | will never accept | 422 | parks the event |
/// | asks to wait | 503 with its `Retry-After` | waits |
/// | failed, or nobody knows | 502, 503 | tries again |
public final class Notifier implements AutoCloseable {

  private static final System.Logger log = System.getLogger(Notifier.class.getName());

  /// The limit on a body that all services of the trading system keep.
  private static final int BODY_BYTES_MAX = 64 * 1024;

  /// Less than the five seconds after which the launcher stops asking politely.
  private static final Duration DRAIN_MAX = Duration.ofSeconds(4);

  private static final HeaderName WEBHOOK_ID = HeaderNames.create("webhook-id");

  private final Clearinghouse clearinghouse;
  private final WebServer server;

  private Notifier(NotifierConfig config, InstantSource clock) {
    clearinghouse =
        new Clearinghouse(
            config.clearinghouseUrl(), WebhookSigner.reading(config.secretFile()), clock);
    server =
        WebServer.builder()
            .host("127.0.0.1")
            .port(config.port())
            // Off by default; every answer would wait for the client's delayed acknowledgement.
            .connectionOptions(options -> options.tcpNoDelay(true))
            .shutdownGracePeriod(DRAIN_MAX)
            .routing(this::route)
            .build();
  }

  /// Runs until it is told to stop; exits with 2 when the settings make no sense.
  public static void main(String[] arguments) {
    LogLine.install();
    try {
      var config = NotifierConfig.from(System.getenv());
      log.log(INFO, config.toString());
      log.log(INFO, "ready on port %d".formatted(start(config, InstantSource.system()).port()));
    } catch (IllegalArgumentException e) {
      log.log(ERROR, e.getMessage());
      System.exit(2);
    }
  }

  static Notifier start(NotifierConfig config, InstantSource clock) {
    var notifier = new Notifier(config, clock);
    notifier.server.start();
    return notifier;
  }

  int port() {
    return server.port();
  }

  @Override
  public void close() {
    server.stop();
    clearinghouse.close();
  }

  private void route(HttpRouting.Builder routes) {
    routes
        .get("/health", (_, response) -> response.send("KERNEL OK"))
        .post("/notify", this::receive)
        .any((request, response) -> refuse(response, 404, "no such path: " + request.path()));
  }

  private void receive(ServerRequest request, ServerResponse response) throws Exception {
    var body = readBody(request);
    if (body.length > BODY_BYTES_MAX) {
      // The rest of the body must not be taken for the next request.
      response.header(HeaderNames.CONNECTION, "close");
      refuse(response, 413, "body: expected at most %d bytes".formatted(BODY_BYTES_MAX));
      return;
    }
    try {
      var id = request.headers().first(WEBHOOK_ID).orElse("");
      notify(TradeMessage.parse(id, body), body, response);
    } catch (IllegalArgumentException e) {
      refuse(response, 400, String.valueOf(e.getMessage()));
    }
  }

  private static byte[] readBody(ServerRequest request) throws IOException {
    if (!request.content().hasEntity()) {
      return new byte[0];
    }
    try (var content = request.content().inputStream()) {
      return content.readNBytes(BODY_BYTES_MAX + 1);
    }
  }

  private void notify(TradeMessage message, byte[] body, ServerResponse response)
      throws InterruptedException {
    var outcome = clearinghouse.notify(message, body);
    if (outcome instanceof Outcome.Accepted) {
      log.log(INFO, "notified the clearinghouse of trade " + message.tradeId());
    } else {
      log.log(
          WARNING,
          "could not notify the clearinghouse of trade %s: %s"
              .formatted(message.tradeId(), outcome));
    }
    switch (outcome) {
      case Outcome.Accepted _ -> response.send("{}");
      case Outcome.Refused(var status) ->
          refuse(response, 422, "the clearinghouse refused the message: " + status);
      case Outcome.Postponed(var status, var retryAfter) when !retryAfter.isEmpty() -> {
        response.header(HeaderNames.RETRY_AFTER, retryAfter);
        refuse(response, 503, "the clearinghouse asks to wait: " + status);
      }
      case Outcome.Postponed(var status, _) ->
          refuse(response, 502, "the clearinghouse failed: " + status);
      case Outcome.Unknown(var reason) ->
          refuse(response, 503, "the clearinghouse did not answer: " + reason);
    }
  }

  /// Answers with a problem document, RFC 9457.
  private static void refuse(ServerResponse response, int status, String detail) {
    var answer = Status.create(status);
    response.status(answer);
    response.header(HeaderNames.CONTENT_TYPE, "application/problem+json");
    response.send(
        """
        {"type":"about:blank","title":"%s","status":%d,"detail":"%s"}\
        """
            .formatted(
                answer.reasonPhrase(),
                status,
                new String(JsonStringEncoder.getInstance().quoteAsCharArray(detail))));
  }
}
