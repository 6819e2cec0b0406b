package dev.bellwether.monkey;

import static java.lang.System.Logger.Level.ERROR;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.bellwether.faults.FaultKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/// The control plane: `POST` starts something, `DELETE` stops it, `GET /state` shows it all. Every
/// change is answered with the state after it.
final class MonkeyServer implements AutoCloseable {
  private interface Route {
    void handle(HttpExchange exchange) throws IOException, InterruptedException;
  }

  private static final System.Logger log = System.getLogger("dev.bellwether.monkey");

  /// Nothing here has a body worth reading; this is the limit of all services.
  private static final int BODY_BYTES_MAX = 64 * 1024;

  private static final int STOP_SECONDS = 1;

  private static final FaultKind[] ERRORS = {
    FaultKind.SLOW_MARKET_DATA,
    FaultKind.MODEL_EXCEPTION,
    FaultKind.DATABASE_ERROR,
    FaultKind.GARBAGE_COLLECTION,
    FaultKind.SLOW_QUERY,
    FaultKind.EXTERNAL_SLOW,
    FaultKind.EXTERNAL_REFUSES,
    FaultKind.EXTERNAL_AWAY,
    FaultKind.MALFORMED_REQUEST
  };

  private final ObjectMapper json =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();
  private final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;
  private final FaultRoutes routes;
  private final Incidents incidents;
  private final Simulation simulation;
  private final TraderClient trader;
  private final Supplier<State> state;

  private MonkeyServer(
      HttpServer server,
      FaultRoutes routes,
      Incidents incidents,
      Simulation simulation,
      TraderClient trader,
      Supplier<State> state) {
    this.server = server;
    this.routes = routes;
    this.incidents = incidents;
    this.simulation = simulation;
    this.trader = trader;
    this.state = state;
  }

  /// Listens when this returns.
  ///
  /// @param port 0 is any free one
  static MonkeyServer start(
      int port,
      FaultRoutes routes,
      Incidents incidents,
      Simulation simulation,
      TraderClient trader,
      Supplier<State> state)
      throws IOException {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    var monkey =
        new MonkeyServer(
            HttpServer.create(address, 0), routes, incidents, simulation, trader, state);
    monkey.route("/health", exchange -> answer(exchange, 200, "text/plain", "KERNEL OK"));
    monkey.route("/state", monkey::state);
    monkey.route("/reset", monkey::reset);
    monkey.route("/simulation", monkey::simulation);
    monkey.route("/", monkey::fault);
    monkey.server.setExecutor(monkey.requests);
    monkey.server.start();
    return monkey;
  }

  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(STOP_SECONDS);
    requests.close();
  }

  private void state(HttpExchange exchange) throws IOException {
    if (segments(exchange).size() != 1) {
      throw nowhere(exchange);
    }
    require(exchange, "GET");
    answerState(exchange);
  }

  /// A path of [FaultRoutes], or none at all.
  private void fault(HttpExchange exchange) throws IOException {
    boolean ending = exchange.getRequestMethod().equals("DELETE");
    FaultRoutes.Match match =
        routes.find(segments(exchange), ending).orElseThrow(() -> nowhere(exchange));
    String query = exchange.getRequestURI().getRawQuery();
    switch (require(exchange, "POST", "DELETE")) {
      case "POST" -> {
        FaultRoutes.Order order = routes.order(match, query, Instant.now());
        incidents.start(order.plan(), order.service(), order.decoys());
      }
      default -> incidents.stop(routes.meant(match, query));
    }
    answerState(exchange);
  }

  private void reset(HttpExchange exchange) throws IOException, InterruptedException {
    switch (String.join("/", segments(exchange))) {
      case "reset/market" -> {
        require(exchange, "POST");
        end(FaultKind.MARKET_SKEW);
        resetMarket();
      }
      case "reset/tput" -> {
        require(exchange, "POST");
        end(FaultKind.THROUGHPUT_SURGE);
      }
      case "reset/test" -> {
        require(exchange, "POST");
        end(FaultKind.CANARY_ROUTING, FaultKind.EXPENSIVE_HASH);
      }
      case "reset/error" -> {
        require(exchange, "POST");
        end(ERRORS);
      }
      default -> throw nowhere(exchange);
    }
    answerState(exchange);
  }

  private void end(FaultKind... kinds) {
    incidents.stop(plan -> List.of(kinds).contains(plan.kind()));
  }

  private void resetMarket() throws InterruptedException {
    try {
      trader.resetMarket();
    } catch (IOException e) {
      throw new Problem(503, "market not reset: " + e.getMessage());
    }
  }

  private void simulation(HttpExchange exchange) throws IOException {
    switch (String.join("/", segments(exchange))) {
      case "simulation/start" -> {
        require(exchange, "POST");
        simulation.start();
      }
      case "simulation/stop" -> {
        require(exchange, "POST");
        simulation.stop();
      }
      default -> throw nowhere(exchange);
    }
    answerState(exchange);
  }

  private static Problem nowhere(HttpExchange exchange) {
    return new Problem(404, "%s: nothing is here".formatted(exchange.getRequestURI().getPath()));
  }

  private static String refusal(String name, String value, String expected) {
    return "%s: %s (expected: %s)".formatted(name, value, expected);
  }

  private static String require(HttpExchange exchange, String... methods) {
    String method = exchange.getRequestMethod();
    if (!List.of(methods).contains(method)) {
      String allowed = String.join(", ", methods);
      exchange.getResponseHeaders().set("Allow", allowed);
      throw new Problem(405, refusal("method", method, allowed));
    }
    return method;
  }

  private static List<String> segments(HttpExchange exchange) {
    return List.of(exchange.getRequestURI().getPath().substring(1).split("/", -1));
  }

  private void route(String path, Route route) {
    server.createContext(path, exchange -> handle(exchange, route));
  }

  private void handle(HttpExchange exchange, Route route) throws IOException {
    try (exchange) {
      try {
        limitBody(exchange);
        route.handle(exchange);
      } catch (Problem problem) {
        answerProblem(exchange, problem);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      } catch (RuntimeException e) {
        log.log(ERROR, exchange.getRequestURI().getPath(), e);
        answerProblem(exchange, new Problem(500, "the monkey failed, its log says why"));
      }
    }
  }

  private static void limitBody(HttpExchange exchange) throws IOException {
    if (exchange.getRequestBody().readNBytes(BODY_BYTES_MAX + 1).length > BODY_BYTES_MAX) {
      throw new Problem(413, "body: longer than %d bytes".formatted(BODY_BYTES_MAX));
    }
  }

  private void answerState(HttpExchange exchange) throws IOException {
    answer(exchange, 200, "application/json", json.writeValueAsString(state.get()));
  }

  private void answerProblem(HttpExchange exchange, Problem problem) throws IOException {
    answer(
        exchange,
        problem.status(),
        "application/problem+json",
        json.writeValueAsString(problem.document()));
  }

  private static void answer(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
