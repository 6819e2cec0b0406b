package dev.bellwether.journal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A process that appends as fast as it can, with four threads, and says so after each append:
/// `position text`, one line each. It ends when it is killed.
final class AppendingProcess {
  private static final int THREADS = 4;
  private static final int ROUNDS_MAX = 1_000_000;

  private AppendingProcess() {}

  public static void main(String[] arguments) {
    var journal = Journal.open(Path.of(arguments[0]), KilledWriterIT.OPTIONS);
    for (var i = 0; i < THREADS; i++) {
      var name = "%s-%d".formatted(arguments[1], i);
      Thread.ofPlatform().start(() -> appendAll(journal, name));
    }
  }

  private static void appendAll(Journal journal, String name) {
    for (var i = 0; i < ROUNDS_MAX; i++) {
      var text = "%s-%d-%s".formatted(name, i, "x".repeat(i % 300));
      System.out.println(Texts.append(journal, text) + " " + text);
    }
  }

  static Process start(Path folder, String name) throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new ProcessBuilder(
            java,
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx128m",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            AppendingProcess.class.getName(),
            folder.toString(),
            name)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /// Kills the process after so many acknowledgements; returns all that it made.
  static List<String> killAfter(int acknowledgements, Process process)
      throws IOException, InterruptedException {
    var output = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8);
    try (var lines = new BufferedReader(output)) {
      var seen = new ArrayList<String>();
      while (seen.size() < acknowledgements) {
        var line = lines.readLine();
        if (line == null) {
          throw new IllegalStateException("the process ended by itself");
        }
        seen.add(line);
      }
      process.toHandle().destroyForcibly();
      // What was said before the end counts too, but for a line that was cut off.
      var rest = lines.readAllAsString();
      rest.substring(0, rest.lastIndexOf('\n') + 1).lines().forEach(seen::add);
      process.waitFor(10, TimeUnit.SECONDS);
      return seen;
    }
  }
}
