package dev.bellwether.trader;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The HTTP side: reads a request, hands it to the desk, writes the answer or the problem.
final class TraderServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(TraderServer.class);

  /// A request is about 200 bytes; this is the limit of all services.
  private static final int BODY_BYTES_MAX = 64 * 1024;

  /// Each waits for the recorder and holds about 50 KiB. More would only wait longer.
  private static final int TRADES_IN_FLIGHT_MAX = 256;

  /// Above the 30 s after which a JDK client drops a connection: it never meets one we just closed.
  private static final long IDLE_MILLIS = 60_000;

  /// What SIGTERM leaves us is 5 s.
  private static final long STOP_MILLIS = 4_000;

  private final Semaphore slots = new Semaphore(TRADES_IN_FLIGHT_MAX);
  private final TradeModel model;
  private final Market market;
  private final TradeDesk desk;
  private final Javalin javalin;

  private TraderServer(int port, TradeModel model, Market market, TradeDesk desk) {
    this.model = model;
    this.market = market;
    this.desk = desk;
    this.javalin = Javalin.create(config -> configure(config, port));
  }

  /// Listens when this returns.
  ///
  /// @param port 0 is any free one
  static TraderServer start(int port, TradeModel model, Market market, TradeDesk desk) {
    var server = new TraderServer(port, model, market, desk);
    server.javalin.start();
    return server;
  }

  int port() {
    return javalin.port();
  }

  /// Stops accepting and waits for what is in flight.
  @Override
  public void close() {
    javalin.stop();
  }

  private void configure(JavalinConfig config, int port) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.concurrency.useVirtualThreads = true;
    config.http.compressionStrategy = CompressionStrategy.NONE;
    config.http.prefer405over404 = true;
    config.jetty.addConnector((server, http) -> connector(server, http, port));
    config.jetty.modifyServer(server -> {
      server.insertHandler(new GracefulHandler());
      server.setStopTimeout(STOP_MILLIS);
    });

    config.routes.get("/health", context -> context.result("KERNEL OK"));
    config.routes.post("/reset", this::reset);
    config.routes.post("/trade/request", this::request);
    config.routes.post("/trade/force", this::force);

    config.routes.exception(Problem.class, (problem, context) -> answer(context, problem));
    config.routes.exception(
        HttpResponseException.class,
        (e, context) ->
            answer(
                context,
                new Problem(
                    e.getStatus(), "%s %s".formatted(context.method(), context.path()), null)));
    config.routes.exception(
        Exception.class,
        (e, context) -> {
          log.error("{} {}", context.method(), context.path(), e);
          answer(context, new Problem(500, "the trader failed, its log says why", null));
        });
  }

  private void reset(Context context) {
    market.reset();
    log.info("market reset");
    context.result("market reset");
  }

  private void request(Context context) throws IOException {
    TradeRequest request = read(body(context));
    inSlot(() -> answer(context, request, desk.request(request)));
  }

  private void force(Context context) throws IOException {
    JsonFields body = body(context);
    TradeRequest request = read(body);
    Decision decision = TradeJson.decision(body);
    inSlot(() -> answer(context, request, desk.force(request, decision)));
  }

  private TradeRequest read(JsonFields body) {
    try {
      return TradeJson.request(body, model);
    } catch (Problem refusal) {
      TradeContext.mark(TradeJson.readable(body));
      throw refusal;
    }
  }

  private void inSlot(Runnable trade) {
    if (!slots.tryAcquire()) {
      throw new Problem(
          503, "%d trades are in flight, retry later".formatted(TRADES_IN_FLIGHT_MAX), null);
    }
    try {
      trade.run();
    } finally {
      slots.release();
    }
  }

  private static JsonFields body(Context context) throws IOException {
    byte[] body = context.bodyInputStream().readNBytes(BODY_BYTES_MAX + 1);
    if (body.length > BODY_BYTES_MAX) {
      throw new Problem(413, "body: longer than %d bytes".formatted(BODY_BYTES_MAX), null);
    }
    return JsonFields.parse(body);
  }

  private static void answer(Context context, TradeRequest request, Decision decision) {
    context.contentType("application/json").result(TradeJson.answer(request, decision));
  }

  private static void answer(Context context, Problem problem) {
    if (problem.status() == 503 || problem.status() == 429) {
      context.header("Retry-After", "1");
    }
    context
        .status(problem.status())
        .contentType("application/problem+json")
        .result(TradeJson.problem(problem));
  }

  /// One acceptor-less selector is plenty for a hundred connections.
  private static ServerConnector connector(Server server, HttpConfiguration http, int port) {
    http.setSendServerVersion(false);
    var connector = new ServerConnector(server, 0, 1, new HttpConnectionFactory(http));
    connector.setHost("127.0.0.1");
    connector.setPort(port);
    connector.setIdleTimeout(IDLE_MILLIS);
    return connector;
  }
}
