package dev.bellwether.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// Two live runs of the processes that decide anything, `monkey` and `trader`, with one seed.
final class DeterminismIT {
  private static final int TRADES = 400;
  private static final Duration RUN_MAX = Duration.ofSeconds(90);
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final List<String> FAULTS =
      List.of(
          "/tput/symbol/ZYX/normal",
          "/skew_market_factor/symbol/ZYX/80?percent=50",
          "/latency/region/EU/20?percent=40",
          "/flags/HASHNEWALG?percent=20&amount=1",
          "/err/browser/chrome",
          "/canary/region/APAC?percent=50");

  /// @param trades what was to be recorded, by the trade's id
  /// @param victims ids by kind
  private record Run(Map<String, JsonNode> trades, Map<String, Set<String>> victims) {}

  @TempDir private Path folder;

  @Test
  void one_seed_gives_the_same_trades_prices_and_victims_in_two_live_runs() throws Exception {
    Run first = run("first", 42);
    Run second = run("second", 42);
    Run other = run("other", 43);

    assertThat(first.trades).hasSizeGreaterThan(TRADES / 2);
    assertThat(second.trades).isEqualTo(first.trades);
    assertThat(first.victims)
        .hasSize(FAULTS.size())
        .allSatisfy((kind, victims) -> assertThat(victims).as(kind).isNotEmpty());
    assertThat(second.victims).isEqualTo(first.victims);
    assertThat(other.trades).isNotEqualTo(first.trades);
    assertThat(other.victims).isNotEqualTo(first.victims);
  }

  private Run run(String name, int seed) throws Exception {
    var data = Files.createDirectory(folder.resolve(name));
    var trades = new ConcurrentSkipListMap<String, JsonNode>();
    var router = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      router.createContext("/", exchange -> record(exchange, trades));
      router.setExecutor(threads);
      router.start();
      int traderPort = freePort();
      int monkeyPort = freePort();
      var trader =
          program(
              "trader",
              traderPort,
              Map.of(
                  "TRADER_PORT", Integer.toString(traderPort),
                  "TRADER_ROUTER_URL", "http://127.0.0.1:" + router.getAddress().getPort(),
                  "TRADER_SEED", Integer.toString(seed),
                  "TRADER_CONTROL_FILE", data.resolve("control/trader").toString()));
      var monkey =
          program(
              "monkey",
              monkeyPort,
              Map.of(
                  "MONKEY_PORT", Integer.toString(monkeyPort),
                  "MONKEY_TRADER_URL", "http://127.0.0.1:" + traderPort,
                  "MONKEY_SEED", Integer.toString(seed),
                  "MONKEY_AUTOSTART", "false",
                  "MONKEY_TRADES_PER_SECOND", "200",
                  "MONKEY_TRADES_MAX", Integer.toString(TRADES),
                  "MONKEY_CONTROL_FOLDER", data.resolve("control").toString(),
                  "MONKEY_LEDGER_FILE", data.resolve("ledger").toString()));
      try (var _ = new Running(trader, data);
          var _ = new Running(monkey, data)) {
        trade(URI.create("http://127.0.0.1:" + monkeyPort));
      }
      return new Run(trades, new LedgerFile(data.resolve("ledger")).victims());
    } finally {
      router.stop(0);
    }
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
    send("POST", monkey.resolve("/reset/error"));
  }

  private static JsonNode send(String method, URI uri) throws IOException, InterruptedException {
    try (var http = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(uri).method(method, BodyPublishers.noBody()).build();
      var answer = http.send(request, BodyHandlers.ofString());
      assertThat(answer.statusCode()).as("%s: %s", uri, answer.body()).isEqualTo(200);
      return JSON.readTree(answer.body());
    }
  }

  private static void record(HttpExchange exchange, Map<String, JsonNode> trades)
      throws IOException {
    try (exchange) {
      var trade = JSON.readTree(exchange.getRequestBody().readAllBytes());
      trades.put(trade.path("trade_id").asString(), trade);
      exchange.sendResponseHeaders(200, -1);
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
