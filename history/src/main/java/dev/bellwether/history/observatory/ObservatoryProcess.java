package dev.bellwether.history.observatory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// An observatory in a process of its own, on free ports. Settings in the environment,
/// `OBSERVATORY_…`, reach it unchanged.
public final class ObservatoryProcess implements AutoCloseable {
  private static final Duration SEARCHABLE_MAX = Duration.ofMinutes(2);
  private static final Duration IDLE_MAX = Duration.ofMinutes(2);
  private static final Duration START_MAX = Duration.ofSeconds(60);
  private static final Duration STOP_MAX = Duration.ofSeconds(30);
  private static final Pattern READY = Pattern.compile("observatory is ready: (http://\\S+)");

  /// One line for the heap, or for each of its generations, according to the collector.
  private static final Pattern HEAP = Pattern.compile(" total .* used (\\d+)K");

  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin");

  private final Process process;
  private final Path folder;
  private final ObservatoryClient client;

  private ObservatoryProcess(Process process, Path folder)
      throws IOException, InterruptedException {
    this.process = process;
    this.folder = folder;
    this.client = new ObservatoryClient(awaitReady());
  }

  /// As below, with the settings of the environment only.
  public static ObservatoryProcess start(Path server, Path folder, List<String> javaOptions)
      throws IOException, InterruptedException {
    return start(server, folder, javaOptions, Map.of());
  }

  /// Starts one, and waits until it answers.
  ///
  /// @param server the module's folder; its `target/classpath` says what it needs
  /// @param folder for data and log; what an earlier one has left there is found again
  /// @param settings more of them, `OBSERVATORY_…`
  public static ObservatoryProcess start(
      Path server, Path folder, List<String> javaOptions, Map<String, String> settings)
      throws IOException, InterruptedException {
    var target = server.resolve("target");
    var command = new ArrayList<String>();
    command.add(JAVA.resolve("java").toString());
    command.addAll(javaOptions);
    command.add("-cp");
    command.add(
        target.resolve("classes") + ":" + Files.readString(target.resolve("classpath")).strip());
    command.add("dev.bellwether.server.Observatory");
    var builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile());
    var environment = builder.environment();
    environment.putAll(settings);
    environment.put("OBSERVATORY_PORT", "0");
    environment.put("OBSERVATORY_OTLP_GRPC_PORT", "0");
    environment.put("OBSERVATORY_OTLP_HTTP_PORT", "0");
    environment.put("OBSERVATORY_DATA", folder.resolve("data").toString());
    var process = builder.start();
    try {
      return new ObservatoryProcess(process, folder);
    } catch (IOException | InterruptedException | RuntimeException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  /// Where OTLP/HTTP takes spans.
  public URI traces() throws IOException, InterruptedException {
    for (var receiver : client.ask("/api/health").path("receivers")) {
      if (receiver.path("protocol").asString().equals("http")) {
        var address = receiver.path("address").asString().split(",", 2)[0];
        return URI.create("http://" + address + "/v1/traces");
      }
    }
    throw new IllegalStateException("/api/health names no receiver for http");
  }

  /// The way to its API.
  public ObservatoryClient client() {
    return client;
  }

  /// Until so many spans can be found, or were.
  public void awaitSpans(long spans) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + SEARCHABLE_MAX.toNanos();
    long counted = 0;
    while (System.nanoTime() < deadline) {
      var store = client.ask("/api/health").path("store");
      counted = store.path("spans").asLong() + store.path("spansEvicted").asLong();
      if (counted >= spans) {
        return;
      }
      Thread.sleep(20);
    }
    throw new IllegalStateException("%d of %d spans can be found".formatted(counted, spans));
  }

  /// Until a second costs less than 50 ms: what a store does afterwards counts as well.
  public void awaitIdle() throws InterruptedException {
    long deadline = System.nanoTime() + IDLE_MAX.toNanos();
    var last = cpu();
    while (System.nanoTime() < deadline) {
      Thread.sleep(1_000);
      var now = cpu();
      if (now.minus(last).toMillis() < 50) {
        return;
      }
      last = now;
    }
  }

  /// User and system time of all its threads so far, to 10 ms.
  public Duration cpu() {
    return process.info().totalCpuDuration().orElseThrow();
  }

  /// Resident memory: now (`VmRSS`) or at its highest (`VmHWM`).
  public long residentMebibytes(String what) throws IOException {
    try (var lines = Files.lines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
      return lines
              .filter(line -> line.startsWith(what + ":"))
              .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
              .findFirst()
              .orElseThrow()
          / 1024;
    }
  }

  /// What the heap holds after a full collection.
  public long heapMebibytes() throws IOException {
    diagnose("GC.run");
    var parts = HEAP.matcher(diagnose("GC.heap_info")).results().toList();
    if (parts.isEmpty()) {
      throw new IllegalStateException("GC.heap_info says nothing of what is used");
    }
    return parts.stream().mapToLong(part -> Long.parseLong(part.group(1))).sum() / 1024;
  }

  public long diskBytes() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("data"))) {
      return files.filter(Files::isRegularFile).mapToLong(ObservatoryProcess::size).sum();
    }
  }

  @Override
  public void close() {
    client.close();
    process.destroy();
    try {
      if (!process.waitFor(STOP_MAX.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String diagnose(String command) throws IOException {
    var jcmd =
        new ProcessBuilder(JAVA.resolve("jcmd").toString(), Long.toString(process.pid()), command)
            .redirectErrorStream(true)
            .start();
    return new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private URI awaitReady() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + START_MAX.toNanos();
    while (process.isAlive() && System.nanoTime() < deadline) {
      var ready = READY.matcher(Files.readString(folder.resolve("log")));
      if (ready.find()) {
        return URI.create(ready.group(1));
      }
      Thread.sleep(50);
    }
    throw new IOException(
        "the observatory did not start within %d s:%n%s"
            .formatted(START_MAX.toSeconds(), Files.readString(folder.resolve("log"))));
  }
}
