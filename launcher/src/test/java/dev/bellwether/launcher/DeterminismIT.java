package dev.bellwether.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// Two live runs with one seed, end to end: `monkey` and `trader`, who decide everything, start
/// anew for each; what stands behind them runs on, with an empty table.
final class DeterminismIT {
  private static final int TRADES = 300;
  private static final Duration RUN_MAX = Duration.ofMinutes(2);
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final List<String> FAULTS =
      List.of(
          "/tput/symbol/ZYX/normal",
          "/skew_market_factor/symbol/ZYX/80?percent=50",
          "/latency/region/EU/20?percent=40",
          "/err/db/region/EMEA/50",
          "/flags/HASHNEWALG?percent=20&amount=1",
          "/err/browser/chrome",
          "/canary/region/APAC?percent=50");

  /// @param trades the rows of the database without the time that they came at
  /// @param victims ids by kind
  private record Run(List<String> trades, Map<String, Set<String>> victims) {}

  @TempDir private Path folder;
  private Map<String, String> settings;
  private LauncherProcess behind;

  @BeforeEach
  void start() throws IOException {
    settings = LauncherProcess.settings(folder);
    behind =
        LauncherProcess.start(settings, "up", "router", "recorder", "notifier", "clearinghouse")
            .awaitUp();
  }

  @AfterEach
  void end() throws InterruptedException {
    behind.end();
  }

  @Test
  void one_seed_gives_equal_ledgers_of_trades_and_of_victims_in_two_live_runs() throws Exception {
    Run other = run("other", 43);
    Run first = run("first", 42);
    Run second = run("second", 42);

    assertThat(first.trades).hasSizeBetween(TRADES / 2, TRADES - 1);
    assertThat(second.trades).isEqualTo(first.trades);
    assertThat(first.victims)
        .hasSize(FAULTS.size())
        .allSatisfy((kind, victims) -> assertThat(victims).as(kind).isNotEmpty());
    assertThat(second.victims).isEqualTo(first.victims);
    assertThat(other.trades).isNotEqualTo(first.trades);
    assertThat(other.victims).isNotEqualTo(first.victims);
  }

  private Run run(String name, int seed) throws Exception {
    var ledger = folder.resolve(name);
    var control = folder.resolve("control");
    int traderPort = freePort();
    int monkeyPort = freePort();
    var trader =
        program(
            "trader",
            traderPort,
            Map.of(
                "TRADER_PORT", Integer.toString(traderPort),
                "TRADER_ROUTER_URL", "http://127.0.0.1:" + settings.get("BELLWETHER_ROUTER_PORT"),
                "TRADER_SEED", Integer.toString(seed),
                "TRADER_CONTROL_FILE", control.resolve("trader").toString()));
    var monkey =
        program(
            "monkey",
            monkeyPort,
            Map.of(
                "MONKEY_PORT", Integer.toString(monkeyPort),
                "MONKEY_TRADER_URL", "http://127.0.0.1:" + traderPort,
                "MONKEY_SEED", Integer.toString(seed),
                "MONKEY_AUTOSTART", "false",
                "MONKEY_TRADES_PER_SECOND", "100",
                "MONKEY_TRADES_MAX", Integer.toString(TRADES),
                "MONKEY_CONTROL_FOLDER", control.toString(),
                "MONKEY_LEDGER_FILE", ledger.toString()));
    try (var _ = new Running(trader, folder);
        var _ = new Running(monkey, folder)) {
      trade(URI.create("http://127.0.0.1:" + monkeyPort));
    }
    return new Run(taken(), new LedgerFile(ledger).victims());
  }

  /// The rows of the database, which is empty then.
  private List<String> taken() throws SQLException {
    var trades = new ArrayList<String>();
    try (var connection =
            DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:%s/trades"
                    .formatted(settings.get("BELLWETHER_POSTGRESQL_PORT")),
                Postgresql.OWNER,
                Secrets.read(folder.resolve("secrets/postgresql-trades-password")));
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "SELECT (to_jsonb(trades) - 'recorded_at')::text FROM trades ORDER BY trade_id")) {
      while (rows.next()) {
        trades.add(rows.getString(1));
      }
      statement.execute("TRUNCATE trades, outbox");
    }
    return trades;
  }

  private static void trade(URI monkey) throws Exception {
    for (var fault : FAULTS) {
      send("POST", monkey.resolve(fault));
    }
    send("POST", monkey.resolve("/simulation/start"));
    await()
        .atMost(RUN_MAX)
        .until(() -> {
          var state = send("GET", monkey.resolve("/state"));
          return !state.path("running").asBoolean()
              && state.path("drawn").asInt() == TRADES
              && state.path("in_flight").isEmpty();
        });
    for (var group : List.of("error", "test", "tput")) {
      send("POST", monkey.resolve("/reset/" + group));
    }
  }

  private static JsonNode send(String method, URI uri) throws IOException, InterruptedException {
    try (var http = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(uri).method(method, BodyPublishers.noBody()).build();
      var answer = http.send(request, BodyHandlers.ofString());
      assertThat(answer.statusCode()).as("%s: %s", uri, answer.body()).isEqualTo(200);
      return JSON.readTree(answer.body());
    }
  }

  private static JavaProgram program(String name, int port, Map<String, String> environment) {
    return new JavaProgram(
        LauncherProcess.root(),
        "trading/" + name,
        "dev.bellwether.%s.%s"
            .formatted(name, name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1)),
        List.of("-Xmx128m"),
        environment,
        URI.create("http://127.0.0.1:%d/health".formatted(port)));
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /// A process that is healthy, until it is closed.
  private static final class Running implements AutoCloseable {
    private final Process process;

    Running(JavaProgram program, Path data) throws IOException {
      var builder = new ProcessBuilder(program.command()).redirectErrorStream(true);
      builder.redirectOutput(Files.createTempFile(data, "output", ".txt").toFile());
      builder.environment().putAll(program.environment());
      process = builder.start();
      await().atMost(RUN_MAX).until(program::isHealthy);
    }

    @Override
    public void close() {
      process.destroy();
      process.onExit().join();
    }
  }
}
