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
  private final Path log;
  private final Process process;
  private final URI pages;
  private final URI receiver;

  private ObservatoryProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
    this.pages =
        URI.create(
            Awaitility.await("a start in " + log)
                .atMost(START_MAX)
                .until(this::ready, found -> !found.isEmpty()));
    this.receiver =
        URI.create(
            "http://"
                + get("/api/health").at("/receivers/1/address").asString().replaceFirst(",.*", "")
                + "/v1/traces");
  }

  /// @param folder of its data and its log
  static ObservatoryProcess start(Path folder, Map<String, String> environment) throws IOException {
    var log = Files.createTempFile(Files.createDirectories(folder), "observatory", ".log");
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
    return new ObservatoryProcess(builder.start(), log);
  }

  private String ready() throws IOException {
    var text = Files.readString(log);
    assertThat(process.isAlive()).as("the observatory ended: %s", text).isTrue();
    var found = READY.matcher(text);
    return found.find() ? found.group(1) : "";
  }

  /// Where OTLP/HTTP takes traces.
  URI receiver() {
    return receiver;
  }

  JsonNode get(String path) {
    try {
      var request = HttpRequest.newBuilder(pages.resolve(path)).build();
      return JSON.readTree(http.send(request, BodyHandlers.ofString()).body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts the test", e);
    }
  }

  /// As `kill -9`.
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
