package dev.bellwether.launcher;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A launcher as `./bellwether` starts it: an own process, an own data folder, free ports.
final class LauncherProcess {
  /// Five agents start on two cores beside whatever else the machine does.
  static final Duration START_MAX = Duration.ofMinutes(3);

  private static final List<String> PORTS =
      List.of(
          "BELLWETHER_OBSERVATORY_PORT",
          "BELLWETHER_WORKBENCH_PORT",
          "BELLWETHER_OTLP_GRPC_PORT",
          "BELLWETHER_OTLP_HTTP_PORT",
          "BELLWETHER_TRADER_PORT",
          "BELLWETHER_ROUTER_PORT",
          "BELLWETHER_RECORDER_PORT",
          "BELLWETHER_RECORDER_CANARY_PORT",
          "BELLWETHER_NOTIFIER_PORT",
          "BELLWETHER_CLEARINGHOUSE_PORT",
          "BELLWETHER_MONKEY_PORT",
          "BELLWETHER_POSTGRESQL_PORT");

  private final Process process;
  private final Path data;
  private final Path output;

  private LauncherProcess(Process process, Path data, Path output) {
    this.process = process;
    this.data = data;
    this.output = output;
  }

  /// Settings of a system that touches no other one on this machine.
  static Map<String, String> settings(Path data) throws IOException {
    var settings = new HashMap<String, String>();
    settings.put("BELLWETHER_DATA", data.toString());
    settings.put("BELLWETHER_TRADES_PER_SECOND", "0");
    var sockets = new ArrayList<ServerSocket>();
    for (var name : PORTS) {
      var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      sockets.add(socket);
      settings.put(name, Integer.toString(socket.getLocalPort()));
    }
    for (var socket : sockets) {
      socket.close();
    }
    return settings;
  }

  static LauncherProcess start(Map<String, String> settings, String... arguments)
      throws IOException {
    var root = root();
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx64m",
                "-Dbellwether.root=" + root,
                "-cp",
                System.getProperty("java.class.path"),
                "dev.bellwether.launcher.Launcher"));
    command.addAll(List.of(arguments));
    var data = Path.of(settings.get("BELLWETHER_DATA"));
    Files.createDirectories(data);
    var output = Files.createTempFile(data, "output", ".txt");
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(output.toFile()).directory(data.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("BELLWETHER_"));
    builder.environment().putAll(settings);
    return new LauncherProcess(builder.start(), data, output);
  }

  static Path root() {
    for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      if (Files.exists(folder.resolve("bellwether"))) {
        return folder;
      }
    }
    throw new IllegalStateException("the tests run outside the repository");
  }

  LauncherProcess awaitUp() {
    await()
        .atMost(START_MAX)
        .failFast(() -> assertThat(process.isAlive()).as(output()).isTrue())
        .until(() -> output().contains("Bellwether is up"));
    return this;
  }

  /// Waits for the end and returns the exit code.
  int exitCode() throws InterruptedException {
    if (!process.waitFor(START_MAX.toSeconds(), SECONDS)) {
      throw new IllegalStateException("still running:\n" + output());
    }
    return process.exitValue();
  }

  String output() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String log(String name) throws IOException {
    return Files.readString(data.resolve("logs").resolve(name + ".log"));
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  /// The process of a part, without its watchdog.
  ProcessHandle part(String name) throws IOException {
    var pid = Files.readString(data.resolve("run").resolve(name + ".pid")).strip();
    return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
  }

  /// Everything that this launcher has started and that still runs.
  List<ProcessHandle> descendants() {
    return process.descendants().toList();
  }

  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-s", name, Long.toString(process.pid())).start().waitFor();
  }

  /// For the end of a test: asks, and does not take no for an answer.
  void end() throws InterruptedException {
    var all = Stream.concat(descendants().stream(), Stream.of(handle())).toList();
    process.destroy();
    if (!process.waitFor(15, SECONDS)) {
      all.forEach(ProcessHandle::destroyForcibly);
    }
  }
}
