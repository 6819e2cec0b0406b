package dev.bellwether.store.segments;

import dev.bellwether.model.Span;
import dev.bellwether.store.tests.SampleTrade;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A process that stores trades as fast as it can, with four threads, and says the number of each
/// when it is stored, one line each. Every trade is sent in three parts, the last of which repeats
/// some spans of the others. It ends when it is killed.
final class WritingProcess {
  static final SegmentStoreOptions OPTIONS =
      SegmentStoreOptions.DEFAULT.withSegments(
          new SegmentStoreOptions.Segments(300, 100, 100, 64 << 20, Duration.ofHours(1), 100));

  private static final int THREADS = 4;
  private static final int TRADES_MAX = 1_000_000;

  private WritingProcess() {}

  public static void main(String[] arguments) {
    var store =
        SegmentStore.open(
            Path.of(arguments[0]), OPTIONS.withRetention(Long.parseLong(arguments[2]), FOREVER));
    var first = Long.parseLong(arguments[1]);
    for (var i = 0; i < THREADS; i++) {
      var offset = i;
      Thread.ofPlatform().start(() -> storeAll(store, first + offset));
    }
  }

  private static final Duration FOREVER = Duration.ofDays(365_000);

  private static void storeAll(SegmentStore store, long first) {
    for (var i = 0L; i < TRADES_MAX; i++) {
      var number = first + THREADS * i;
      parts(number).forEach(store.writer()::appendSpans);
      store.writer().appendLogs(SampleTrade.of(number).logs());
      System.out.println(number);
    }
  }

  static List<List<Span>> parts(long trade) {
    var spans = SampleTrade.of(trade).spans();
    return List.of(spans.subList(0, 5), spans.subList(5, 9), spans.subList(3, 12));
  }

  /// @param first number of its first trade
  /// @param bytesMax what the store may keep
  static Process start(Path folder, long first, long bytesMax) throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new ProcessBuilder(
            java,
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx128m",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            WritingProcess.class.getName(),
            folder.toString(),
            Long.toString(first),
            Long.toString(bytesMax))
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /// Kills the process after so many acknowledgements; returns the numbers of all that it made.
  static List<Long> killAfter(int acknowledgements, Process process)
      throws IOException, InterruptedException {
    var output = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8);
    try (var lines = new BufferedReader(output)) {
      var seen = new ArrayList<Long>();
      while (seen.size() < acknowledgements) {
        var line = lines.readLine();
        if (line == null) {
          throw new IllegalStateException("the process ended by itself");
        }
        seen.add(Long.valueOf(line));
      }
      process.toHandle().destroyForcibly();
      // What was said before the end counts too, but for a line that was cut off.
      var rest = lines.readAllAsString();
      rest.substring(0, rest.lastIndexOf('\n') + 1).lines().map(Long::valueOf).forEach(seen::add);
      process.waitFor(10, TimeUnit.SECONDS);
      return seen;
    }
  }
}
