package dev.bellwether.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An observatory in a process of its own, which can be killed, on free ports.
final class ObservatoryProcess implements AutoCloseable {
  private static final Duration START_MAX = Duration.ofSeconds(60);
  private static final Pattern READY = Pattern.compile("observatory is ready: (http://\\S+)");
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpClient http = HttpClient.newHttpClient();
  private final Path folder;
  private final Map<String, String> environment;

  /// Exporters ask for the receiver from threads of their own.
  private volatile Running running;

  private ObservatoryProcess(Path folder, Map<String, String> environment) throws IOException {
    this.folder = folder;
    this.environment = environment;
    this.running = run(http, folder, environment);
  }

  /// @param folder of its data and its log
  static ObservatoryProcess start(Path folder, Map<String, String> environment) throws IOException {
    return new ObservatoryProcess(folder, environment);
  }

  /// Where OTLP/HTTP takes traces.
  URI receiver() {
    return running.receiver;
  }

  JsonNode get(String path) {
    return get(http, running.pages.resolve(path));
  }

  /// As `kill -9`.
  void kill() {
    running.process.destroyForcibly().onExit().join();
  }

  /// On the same folder, after it was killed; on other ports.
  void restart() throws IOException {
    running = run(http, folder, environment);
  }

  @Override
  public void close() {
    running.process.destroy();
    running.process.onExit().join();
  }

  private static Running run(HttpClient http, Path folder, Map<String, String> environment)
      throws IOException {
    var log = Files.createTempFile(Files.createDirectories(folder), "observatory", ".log");
    var process = launch(folder, environment, log);
    var pages =
        URI.create(
            Awaitility.await("a start in " + log)
                .atMost(START_MAX)
                .until(() -> ready(process, log), found -> !found.isEmpty()));
    var receivers = get(http, pages.resolve("/api/health")).path("receivers");
    var address = receivers.at("/1/address").asString().replaceFirst(",.*", "");
    return new Running(process, pages, URI.create("http://" + address + "/v1/traces"));
  }

  private static Process launch(Path folder, Map<String, String> environment, Path log)
      throws IOException {
    var builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx384m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Observatory.class.getName())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    for (var name : List.of("PORT", "OTLP_GRPC_PORT", "OTLP_HTTP_PORT")) {
      builder.environment().put("OBSERVATORY_" + name, "0");
    }
    builder.environment().put("OBSERVATORY_DATA", folder.resolve("data").toString());
    return builder.start();
  }

  private static String ready(Process process, Path log) throws IOException {
    var text = Files.readString(log);
    assertThat(process.isAlive()).as("the observatory ended: %s", text).isTrue();
    var found = READY.matcher(text);
    return found.find() ? found.group(1) : "";
  }

  private static JsonNode get(HttpClient http, URI address) {
    try {
      var request = HttpRequest.newBuilder(address).build();
      return JSON.readTree(http.send(request, BodyHandlers.ofString()).body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts the test", e);
    }
  }

  private record Running(Process process, URI pages, URI receiver) {}
}
