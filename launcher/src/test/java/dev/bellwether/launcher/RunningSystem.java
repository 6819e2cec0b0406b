package dev.bellwether.launcher;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// The whole system, as `./bellwether up` starts it, once for all test classes of a run.
///
/// ```java
/// @ExtendWith(RunningSystem.Extension.class)
/// final class SomethingIT {
///   @Test
///   void something(RunningSystem system) { … }
/// }
/// ```
///
/// Free ports, an empty data folder (`launcher/target/running-system`, with the logs), a fixed
/// seed, a little load from monkey. Tests share it: they look, and add trades, but stop nothing.
/// Those that make something fail come last, by `@Order`, and end it.
public final class RunningSystem implements AutoCloseable {
  private final LauncherProcess launcher;
  private final Map<String, String> settings;
  private final Path data;
  private final HttpClient http = HttpClient.newHttpClient();
  private final ObjectMapper json = new ObjectMapper();

  private RunningSystem(LauncherProcess launcher, Map<String, String> settings, Path data) {
    this.launcher = launcher;
    this.settings = settings;
    this.data = data;
  }

  private static RunningSystem start() {
    try {
      var data = LauncherProcess.root().resolve("launcher/target/running-system");
      delete(data);
      var settings = LauncherProcess.settings(data);
      settings.put("BELLWETHER_SEED", "42");
      settings.put("BELLWETHER_TRADES_PER_SECOND", "3");
      var launcher = LauncherProcess.start(settings, "up");
      return new RunningSystem(launcher.awaitUp(), settings, data);
    } catch (IOException e) {
      throw new IllegalStateException("the system cannot be started", e);
    }
  }

  /// What the last run has left, its logs included.
  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /// Address of the pages: `http://localhost:…`
  public String url() {
    return "http://localhost:" + port("OBSERVATORY");
  }

  /// What a process listens on.
  ///
  /// @param process in capitals: `TRADER`
  public int port(String process) {
    return Integer.parseInt(settings.get("BELLWETHER_%s_PORT".formatted(process)));
  }

  public JsonNode get(String pathAndQuery) {
    return answer(HttpRequest.newBuilder(URI.create(url() + pathAndQuery)).build());
  }

  /// What failing requests have in common.
  public JsonNode explain(String parameters) {
    return answer(
        HttpRequest.newBuilder(URI.create(url() + "/api/explain?" + parameters))
            .POST(HttpRequest.BodyPublishers.noBody())
            .build());
  }

  /// Begins (`POST`) or ends (`DELETE`) what docs/faults.md lists. Whoever begins something ends
  /// it.
  public void fault(String method, String path) {
    answer(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(port("MONKEY"), path)))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build());
  }

  LedgerFile ledger() {
    return new LedgerFile(data.resolve("ledger/incidents.jsonl"));
  }

  /// Sends a trade to the trader, as part of a trace that somebody else observes: without one, the
  /// map that tests share would gain a client.
  ///
  /// @param path `/trade/request` or `/trade/force`
  /// @return the status of the answer
  public int trade(String path, String trade) {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(port("TRADER"), path)))
            .header("content-type", "application/json")
            .header("traceparent", "00-%s-00f067aa0ba902b7-01".formatted(traceId()))
            .POST(HttpRequest.BodyPublishers.ofString(trade))
            .build();
    return send(request).statusCode();
  }

  private static String traceId() {
    return UUID.randomUUID().toString().replace("-", "");
  }

  public static String encoded(String query) {
    return URLEncoder.encode(query, StandardCharsets.UTF_8);
  }

  private JsonNode answer(HttpRequest request) {
    var answer = send(request);
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(
          "%s %s: %d %s"
              .formatted(request.method(), request.uri(), answer.statusCode(), answer.body()));
    }
    return json.readTree(answer.body());
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(request.uri() + " does not answer", e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(request.uri() + " was interrupted", e);
    }
  }

  /// Of those who may read and add trades.
  public Path passwordFile() {
    return data.resolve("secrets/postgresql-trades-password");
  }

  public Connection database() throws SQLException {
    var password = Secrets.read(passwordFile());
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:%d/trades".formatted(port("POSTGRESQL")),
        "recorder",
        password);
  }

  /// One line of JSON per webhook that the clearinghouse has accepted.
  public List<JsonNode> receipts() throws IOException {
    return Files.readAllLines(data.resolve("data/receipts.jsonl")).stream()
        .map(json::readTree)
        .toList();
  }

  @Override
  public void close() {
    try {
      launcher.end();
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted while the system ends", e);
    }
  }

  /// Starts the system when the first test asks for it; JUnit closes it after the last one.
  public static final class Extension implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == RunningSystem.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(ExtensionContext.Namespace.GLOBAL)
          .computeIfAbsent(RunningSystem.class, _ -> start(), RunningSystem.class);
    }
  }
}
