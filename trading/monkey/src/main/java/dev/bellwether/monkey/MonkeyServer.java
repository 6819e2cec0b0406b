package dev.bellwether.monkey;

import static java.lang.System.Logger.Level.ERROR;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
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

  private final ObjectMapper json =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();
  private final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;
  private final Cast cast;
  private final Throughput throughput;
  private final Simulation simulation;
  private final TraderClient trader;
  private final Supplier<State> state;

  private MonkeyServer(
      HttpServer server,
      Cast cast,
      Throughput throughput,
      Simulation simulation,
      TraderClient trader,
      Supplier<State> state) {
    this.server = server;
    this.cast = cast;
    this.throughput = throughput;
    this.simulation = simulation;
    this.trader = trader;
    this.state = state;
  }

  /// Listens when this returns.
  ///
  /// @param port 0 is any free one
  static MonkeyServer start(
      int port,
      Cast cast,
      Throughput throughput,
      Simulation simulation,
      TraderClient trader,
      Supplier<State> state)
      throws IOException {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    var monkey =
        new MonkeyServer(
            HttpServer.create(address, 0), cast, throughput, simulation, trader, state);
    monkey.route("/health", exchange -> answer(exchange, 200, "text/plain", "KERNEL OK"));
    monkey.route("/state", monkey::state);
    monkey.route("/tput", monkey::throughput);
    monkey.route("/reset", monkey::reset);
    monkey.route("/simulation", monkey::simulation);
    monkey.route(
        "/",
        exchange -> {
          throw nowhere(exchange);
        });
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

  /// `/tput/{kind}/{value}/{speed}`
  private void throughput(HttpExchange exchange) throws IOException {
    List<String> segments = segments(exchange);
    if (segments.size() != 4) {
      throw nowhere(exchange);
    }
    String value = segments.get(2);
    Speed speed =
        Speed.labelled(segments.get(3))
            .orElseThrow(() -> new Problem(400, refusal("speed", segments.get(3), "normal, high")));
    switch (segments.get(1)) {
      case "region" -> change(exchange, throughput.regions(), region(value), speed);
      case "customer" -> change(exchange, throughput.customers(), customer(value), speed);
      case "symbol" -> change(exchange, throughput.symbols(), symbol(value), speed);
      default ->
          throw new Problem(404, refusal("kind", segments.get(1), "region, customer, symbol"));
    }
    answerState(exchange);
  }

  private void reset(HttpExchange exchange) throws IOException, InterruptedException {
    switch (String.join("/", segments(exchange))) {
      case "reset/market" -> {
        require(exchange, "POST");
        resetMarket();
      }
      case "reset/tput" -> {
        require(exchange, "POST");
        throughput.reset();
      }
      default -> throw nowhere(exchange);
    }
    answerState(exchange);
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

  private static <T extends Comparable<T>> void change(
      HttpExchange exchange, Surges<T> surges, T value, Speed speed) {
    switch (require(exchange, "POST", "DELETE")) {
      case "POST" -> surges.start(value, speed);
      default -> surges.stop(value);
    }
  }

  private static Region region(String name) {
    return Arrays.stream(Region.values())
        .filter(region -> region.name().equals(name))
        .findFirst()
        .orElseThrow(() -> unknown("region", name, Arrays.toString(Region.values())));
  }

  private String customer(String id) {
    return cast.customer(id)
        .map(Customer::customerId)
        .orElseThrow(() ->
            unknown(
                "customer",
                id,
                cast.customers().stream().map(Customer::customerId).toList().toString()));
  }

  private static String symbol(String name) {
    if (!Cast.SYMBOLS.contains(name)) {
      throw unknown("symbol", name, Cast.SYMBOLS.toString());
    }
    return name;
  }

  private static Problem unknown(String kind, String value, String known) {
    return new Problem(404, refusal(kind, value, known.substring(1, known.length() - 1)));
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
