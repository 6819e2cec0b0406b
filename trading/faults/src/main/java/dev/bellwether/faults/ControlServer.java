package dev.bellwether.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The control endpoint of a service. The package's description has its requests.
///
/// It is out of band: a port of its own, the JDK's server, which is instrumented in no service, and
/// not a word to any log.
public final class ControlServer implements AutoCloseable {
  /// A plan is about 300 bytes; this is the limit of all services.
  private static final int BODY_BYTES_MAX = 64 * 1024;

  /// What it says is small enough to be said at once.
  private record Answer(int status, JsonNode body) {}

  private final Faults faults;
  private final ControlFile address;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private ControlServer(Faults faults, ControlFile address, HttpServer server) {
    this.faults = faults;
    this.address = address;
    this.server = server;
  }

  /// Listens on a free port, which is written to the file, when this returns.
  ///
  /// @param file absent for a service that cannot be disturbed
  public static @Nullable ControlServer start(Faults faults, @Nullable Path file)
      throws IOException {
    if (file == null) {
      return null;
    }
    var http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    var address = ControlFile.write(file, http.getAddress().getPort());
    var server = new ControlServer(faults, address, http);
    http.createContext("/", server::handle);
    http.setExecutor(server.threads);
    http.start();
    return server;
  }

  @Override
  public void close() {
    address.delete();
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Answer answer = answer(exchange);
      byte[] body = PlanJson.JSON.writeValueAsBytes(answer.body);
      exchange
          .getResponseHeaders()
          .set(
              "Content-Type",
              answer.status == 200 ? "application/json" : "application/problem+json");
      exchange.sendResponseHeaders(answer.status, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private Answer answer(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(BODY_BYTES_MAX + 1);
    if (body.length > BODY_BYTES_MAX) {
      return problem(413, "Content Too Large", "body: longer than %d bytes".formatted(body.length));
    }
    if (!isAllowed(exchange)) {
      return problem(401, "Unauthorized", "Authorization: expected the token of the control file");
    }
    try {
      return route(exchange, body);
    } catch (IllegalArgumentException e) {
      return problem(400, "Bad Request", String.valueOf(e.getMessage()));
    }
  }

  private Answer route(HttpExchange exchange, byte[] body) {
    String path = exchange.getRequestURI().getPath();
    String method = exchange.getRequestMethod();
    if (path.equals("/plans") && method.equals("GET")) {
      return plans();
    }
    List<String> segments = List.of(path.split("/", -1));
    if (segments.size() != 3 || !segments.get(1).equals("plans")) {
      return problem(404, "Not Found", path + ": nothing is here (expected: /plans/{id})");
    }
    String id = segments.get(2);
    long after = after(exchange.getRequestURI().getQuery());
    return switch (method) {
      case "PUT" -> put(id, body);
      case "GET" -> faults.report(id, after).map(this::found).orElseGet(() -> unknown(id));
      case "DELETE" -> faults.remove(id, after).map(this::found).orElseGet(() -> unknown(id));
      default ->
          problem(
              405,
              "Method Not Allowed",
              "method: %s (expected: PUT, GET or DELETE)".formatted(method));
    };
  }

  private Answer plans() {
    var body = PlanJson.JSON.createObjectNode();
    var plans = body.putArray("plans");
    faults.plans().forEach(plan -> plans.add(PlanJson.json(plan)));
    return new Answer(200, body);
  }

  private Answer put(String id, byte[] body) {
    FaultPlan plan = PlanJson.plan(PlanJson.parse(body).put("id", id));
    faults.put(plan);
    return new Answer(200, PlanJson.json(plan));
  }

  private Answer found(Report report) {
    return new Answer(200, PlanJson.json(report));
  }

  private static Answer unknown(String id) {
    return problem(404, "Not Found", "plan %s: there is none".formatted(id));
  }

  private static long after(@Nullable String query) {
    if (query == null) {
      return 0;
    }
    if (!query.matches("after=[0-9]{1,18}")) {
      throw new IllegalArgumentException(
          "query: %s (expected: after=, the number of a victim)".formatted(query));
    }
    return Long.parseLong(query.substring("after=".length()));
  }

  private boolean isAllowed(HttpExchange exchange) {
    String given =
        Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst("Authorization"), "");
    return MessageDigest.isEqual(
        given.getBytes(UTF_8), ("Bearer " + address.token()).getBytes(UTF_8));
  }

  private static Answer problem(int status, String title, String detail) {
    return new Answer(
        status,
        PlanJson.JSON
            .createObjectNode()
            .put("type", "about:blank")
            .put("title", title)
            .put("status", status)
            .put("detail", detail));
  }
}
