package dev.bellwether.lab;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Runs programs in a work copy: the environment of terminals and scripts, and scripts themselves.
final class Shell {
  /// Shorter than the listener's idle time, after which a request without an answer is cut.
  static final Duration SCRIPT_MAX = Duration.ofSeconds(60);

  /// A check says what is wrong in a few lines; the end of a build's output is what counts.
  private static final int OUTPUT_BYTES_MAX = 64 << 10;

  private final Configuration configuration;

  Shell(Configuration configuration) {
    this.configuration = configuration;
  }

  /// `bellwether`, `telemetry` and `answer` are on the path; `OBSERVATORY` is the address to ask
  /// for telemetry.
  Map<String, String> environment(Path workCopy, String hostname) {
    var environment = new HashMap<String, String>();
    for (var name :
        List.of("HOME", "LANG", "LC_ALL", "PATH", "TMPDIR", "TZ", "USER", "JAVA_HOME")) {
      var value = System.getenv(name);
      if (value != null) {
        environment.put(name, value);
      }
    }
    environment.putIfAbsent("LANG", "C.UTF-8");
    environment.putIfAbsent("JAVA_HOME", System.getProperty("java.home"));
    var ours = "%s:%s:".formatted(configuration.root(), configuration.root().resolve("lab/bin"));
    environment.merge("PATH", ours, (path, first) -> first + path);
    environment.put("TERM", "xterm-256color");
    environment.put("COLORTERM", "truecolor");
    environment.put("OBSERVATORY", configuration.observatory().toString());
    environment.put("BELLWETHER_DATA", configuration.launcherData().toString());
    environment.put("LAB_CLASS_PATH", System.getProperty("java.class.path"));
    environment.put("LAB_ROOT", configuration.root().toString());
    environment.put("LAB_HOST", hostname);
    environment.put("LAB_WORK", workCopy.toString());
    return environment;
  }

  /// @param output both streams, the beginning cut off where it is too long
  record Outcome(int exitCode, String output) {}

  /// Runs a script with bash until it ends or its time is over. Scripts may know what a terminal is
  /// not told: who makes the faults, where the truth about them is, and the learner's seed.
  Outcome run(Path script, Path workCopy, String hostname, long seed) {
    var more =
        Map.of(
            "LAB_MONKEY", configuration.monkey().toString(),
            "LAB_LEDGER", configuration.ledger().toString(),
            "LAB_SEED", Long.toString(seed));
    return run(List.of("bash", script.toString()), workCopy, hostname, more);
  }

  /// Recompiles and restarts one service with the code of the work copy.
  Outcome rebuild(String service, Path workCopy) {
    var command =
        List.of(configuration.root().resolve("bellwether").toString(), "rebuild", service);
    return run(command, workCopy, "host-1", Map.of());
  }

  private Outcome run(
      List<String> command, Path workCopy, String hostname, Map<String, String> more) {
    var builder =
        new ProcessBuilder(command).directory(workCopy.toFile()).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment(workCopy, hostname));
    builder.environment().putAll(more);
    try {
      var process = builder.start();
      process.getOutputStream().close();
      var output = new Tail();
      var reader = Thread.ofVirtual().start(() -> output.readFrom(process.getInputStream()));
      boolean ended = process.waitFor(SCRIPT_MAX.toSeconds(), TimeUnit.SECONDS);
      if (!ended) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
      // What runs on in the background may keep the pipe open; its output is not waited for.
      reader.join(Duration.ofSeconds(1));
      return ended
          ? new Outcome(process.exitValue(), output.text())
          : new Outcome(
              124, output.text() + "\nended after %d s".formatted(SCRIPT_MAX.toSeconds()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts a request", e);
    }
  }

  /// The last bytes of a stream.
  private static final class Tail {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    void readFrom(InputStream stream) {
      var chunk = new byte[8192];
      try (stream) {
        for (int count = stream.read(chunk); count >= 0; count = stream.read(chunk)) {
          add(chunk, count);
        }
      } catch (IOException _) {
        // The process was ended.
      }
    }

    private synchronized void add(byte[] chunk, int count) {
      bytes.write(chunk, 0, count);
      if (bytes.size() > 2 * OUTPUT_BYTES_MAX) {
        var all = bytes.toByteArray();
        bytes.reset();
        bytes.write(all, all.length - OUTPUT_BYTES_MAX, OUTPUT_BYTES_MAX);
      }
    }

    synchronized String text() {
      var all = bytes.toByteArray();
      int from = Math.max(0, all.length - OUTPUT_BYTES_MAX);
      return new String(all, from, all.length - from, StandardCharsets.UTF_8).strip();
    }
  }
}
