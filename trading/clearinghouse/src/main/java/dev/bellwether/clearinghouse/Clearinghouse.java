package dev.bellwether.clearinghouse;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.bellwether.faults.ControlServer;
import dev.bellwether.faults.Faults;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// The process: one HTTP server on the loopback address, one virtual thread per request.
///
/// | request | answer |
/// |---|---|
/// | `POST /webhooks/trades` | 200 once the receipt is written; 401 not genuine; 400 not a trade |
/// | `GET /receipts?trade_id=` | `{"receipts": […]}` of one trade, oldest first |
/// | `GET /receipts/count` | `{"count": 42}` |
/// | `GET /health` | `KERNEL OK` |
public final class Clearinghouse implements AutoCloseable {

  private static final System.Logger log = System.getLogger(Clearinghouse.class.getName());

  /// The limit on a body that all services of the trading system keep.
  private static final int BODY_BYTES_MAX = 64 * 1024;

  /// A trade has one event; a thousand arrivals of it are a finding, and enough to see it.
  private static final int RECEIPTS_MAX = 1000;

  /// Less than the five seconds after which the launcher stops asking politely.
  private static final int DRAIN_SECONDS_MAX = 4;

  private final HttpServer server;
  private final ExecutorService threads;
  private final WebhookVerifier verifier;
  private final Receipts receipts;
  private final InstantSource clock;
  private final Surroundings surroundings;
  private final @Nullable ControlServer control;

  private Clearinghouse(
      HttpServer server,
      WebhookVerifier verifier,
      Receipts receipts,
      InstantSource clock,
      @Nullable Path controlFile)
      throws IOException {
    this.server = server;
    this.threads = Executors.newVirtualThreadPerTaskExecutor();
    this.verifier = verifier;
    this.receipts = receipts;
    this.clock = clock;
    var faults = new Faults("clearinghouse", clock);
    this.surroundings = new Surroundings(faults);
    this.control = ControlServer.start(faults, controlFile);
  }

  /// Runs until it is told to stop; exits with 2 when the settings make no sense.
  public static void main(String[] arguments) {
    LogLine.install();
    // The server of the JDK reads these once, when its first class is loaded.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    System.setProperty("sun.net.httpserver.maxReqTime", "10");
    System.setProperty("jdk.httpserver.maxConnections", "512");
    try {
      var config = ClearinghouseConfig.from(System.getenv());
      log.log(INFO, config.toString());
      var clearinghouse = start(config, InstantSource.system());
      Runtime.getRuntime().addShutdownHook(new Thread(clearinghouse::close));
      log.log(INFO, "ready on port %d".formatted(clearinghouse.port()));
    } catch (IllegalArgumentException e) {
      log.log(ERROR, e.getMessage());
      System.exit(2);
    } catch (IOException e) {
      log.log(ERROR, "cannot start: " + e);
      System.exit(1);
    }
  }

  static Clearinghouse start(ClearinghouseConfig config, InstantSource clock) throws IOException {
    var verifier = WebhookVerifier.reading(config.secretFile(), clock);
    var receipts = Receipts.open(config.receiptsFile());
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), config.port());
    try {
      var server = HttpServer.create(address, 0);
      var clearinghouse =
          new Clearinghouse(server, verifier, receipts, clock, config.controlFile());
      clearinghouse.listen();
      return clearinghouse;
    } catch (IOException e) {
      receipts.close();
      throw e;
    }
  }

  int port() {
    return server.getAddress().getPort();
  }

  /// Stops accepting, finishes what is in flight, closes the file.
  @Override
  public void close() {
    if (control != null) {
      control.close();
    }
    server.stop(DRAIN_SECONDS_MAX);
    threads.shutdown();
    try {
      receipts.close();
    } catch (IOException e) {
      log.log(WARNING, "receipts file does not close", e);
    }
  }

  private void listen() {
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  private void handle(HttpExchange exchange) throws IOException {
    // Without an answer the connection is dropped.
    try (exchange) {
      var answer = answer(exchange);
      if (answer.isPresent()) {
        answer.get().send(exchange);
      }
    }
  }

  private Optional<Answer> answer(HttpExchange exchange) {
    try {
      if (exchange.getRequestURI().getPath().equals("/webhooks/trades")) {
        return receive(exchange);
      }
      return Optional.of(
          switch (exchange.getRequestURI().getPath()) {
            case "/receipts" -> receiptsOf(exchange.getRequestURI().getQuery());
            case "/receipts/count" -> Answer.json("{\"count\":%d}".formatted(receipts.count()));
            case "/health" -> Answer.text("KERNEL OK");
            default ->
                Answer.problem(404, "Not Found", "no such path: " + exchange.getRequestURI());
          });
    } catch (IllegalArgumentException e) {
      return Optional.of(Answer.problem(400, "Bad Request", String.valueOf(e.getMessage())));
    } catch (IOException | UncheckedIOException e) {
      log.log(ERROR, "cannot serve " + exchange.getRequestURI(), e);
      return Optional.of(
          Answer.problem(503, "Service Unavailable", "receipts cannot be kept right now"));
    }
  }

  private Optional<Answer> receive(HttpExchange exchange) throws IOException {
    if (!exchange.getRequestMethod().equals("POST")) {
      exchange.getResponseHeaders().set("Allow", "POST");
      return Optional.of(Answer.problem(405, "Method Not Allowed", "expected: POST"));
    }
    var body = exchange.getRequestBody().readNBytes(BODY_BYTES_MAX + 1);
    if (body.length > BODY_BYTES_MAX) {
      return Optional.of(
          Answer.problem(
              413,
              "Content Too Large",
              "body: expected at most %d bytes".formatted(BODY_BYTES_MAX)));
    }
    var eventId = header(exchange, "webhook-id");
    var objection =
        verifier.objection(
            eventId,
            header(exchange, "webhook-timestamp"),
            header(exchange, "webhook-signature"),
            body);
    if (objection.isPresent()) {
      log.log(WARNING, "refused a webhook: " + objection.get());
      return Optional.of(Answer.problem(401, "Unauthorized", objection.get()));
    }
    var message = TradeMessage.parse(body);
    if (!surroundings.isThere(message)) {
      return Optional.empty();
    }
    return Optional.of(
        surroundings
            .objection(message)
            .orElseGet(() -> {
              receipts.append(Receipt.of(eventId, message.tradeId(), body, clock.instant()));
              return Answer.json("{}");
            }));
  }

  private static String header(HttpExchange exchange, String name) {
    return Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst(name), "");
  }

  private Answer receiptsOf(@Nullable String query) {
    var prefix = "trade_id=";
    if (query == null || !query.startsWith(prefix)) {
      throw new IllegalArgumentException("trade_id: missing (expected: ?trade_id=<UUID>)");
    }
    var found =
        receipts.of(
            TradeMessage.tradeId("trade_id", query.substring(prefix.length())), RECEIPTS_MAX);
    var truncated = found.size() == RECEIPTS_MAX;
    return Answer.json(
        "{\"receipts\":[%s],\"truncated\":%s}".formatted(String.join(",", found), truncated));
  }
}
