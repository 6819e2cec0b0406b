package dev.bellwether.launcher;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/// A JVM that runs the main class of one of our modules.
///
/// @param module its folder below the repository's root, for example `trading/trader`
/// @param options for the JVM: heap, agent
/// @param health answers 200 when the process can do its work
record JavaProgram(
    Path root,
    String module,
    String mainClass,
    List<String> options,
    Map<String, String> environment,
    URI health)
    implements Program {

  /// Long enough for a JVM that shares two cores with seven others while all of them start.
  private static final int PROBE_MILLIS_MAX = 2000;

  /// They live for minutes or hours beside nine others: one compiler tier and one collector thread
  /// start fastest and stay smallest. Out of memory, a process ends visibly instead of limping.
  private static final List<String> SMALL =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError");

  JavaProgram {
    options = List.copyOf(options);
    environment = Map.copyOf(environment);
  }

  @Override
  public void prepare(Consumer<String> progress) {
    if (!Files.exists(classPathFile())) {
      throw new LauncherException(
          "%s is missing: build it with ./bellwether up".formatted(classPathFile()));
    }
  }

  @Override
  public List<String> command() {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(SMALL);
    command.addAll(options);
    command.addAll(List.of("-cp", classPath(), mainClass));
    return command;
  }

  private String classPath() {
    var jar =
        root.resolve(module)
            .resolve("target/bellwether-%s-%s.jar".formatted(artifact(), Build.version()));
    try {
      return jar + ":" + Files.readString(classPathFile()).strip();
    } catch (IOException e) {
      throw new LauncherException(classPathFile() + " cannot be read", e);
    }
  }

  private Path classPathFile() {
    return root.resolve(module).resolve("target/classpath");
  }

  private String artifact() {
    return Path.of(module).getFileName().toString();
  }

  @Override
  public String firstSignal() {
    return "TERM";
  }

  @Override
  public String lastSignal() {
    return "KILL";
  }

  @Override
  public boolean isHealthy() {
    try {
      var connection = (HttpURLConnection) health.toURL().openConnection();
      connection.setConnectTimeout(PROBE_MILLIS_MAX);
      connection.setReadTimeout(PROBE_MILLIS_MAX);
      connection.setRequestProperty("traceparent", unsampled());
      try {
        return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
      } finally {
        connection.disconnect();
      }
    } catch (IOException _) {
      return false;
    }
  }

  /// The last byte says "do not record": our questions stay out of the telemetry and off the map.
  private static String unsampled() {
    var random = ThreadLocalRandom.current();
    return "00-%016x%016x-%016x-00"
        .formatted(random.nextLong() | 1, random.nextLong(), random.nextLong() | 1);
  }
}
