package dev.bellwether.benchmarks;

import dev.bellwether.history.observatory.ObservatoryProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// How long an observatory takes to start when it has kept a lot: `benchmarks/start [GIGABYTES]`.
/// One thread; figures to standard output.
public final class Start {
  private static final int ROUNDS = 5;
  private static final int CONNECTIONS = 4;

  /// Thirty segments, which are then copied: see [DataFolder].
  private static final long ORIGINALS_SPANS = 2_000_000;

  /// As long as 10 GB last at four trades a second, so that the views have a realistic length.
  private static final Duration SPREAD = Duration.ofDays(20);

  /// What comes in after a start.
  private static final long FRESH_SPANS = 100_000;

  private static final Duration FRESH_SPREAD = Duration.ofMinutes(5);

  /// As `bellwether up` starts it, but for the heap, which is 384 MiB there.
  private static final List<String> JAVA_OPTIONS =
      List.of(
          "-Xmx512m",
          "-XX:TieredStopAtLevel=1",
          "-XX:+UseSerialGC",
          "--enable-native-access=ALL-UNNAMED");

  private final Path server;
  private final Path folder;
  private final Map<String, String> settings;
  private final Figures figures = new Figures();

  private Start(Path server, Path folder, long gigabytes) {
    this.server = server;
    this.folder = folder;
    // Nothing may be deleted for its size.
    this.settings =
        Map.of("OBSERVATORY_RETENTION_MEBIBYTES", Long.toString(1_024 * (gigabytes + 2)));
  }

  /// Measures and prints.
  ///
  /// @param arguments gigabytes, 10 where nothing is said
  public static void main(String[] arguments) throws IOException, InterruptedException {
    long gigabytes = arguments.length == 0 ? 10 : Long.parseLong(arguments[0]);
    var root = Path.of(System.getProperty("repository", "."));
    var folder = Files.createTempDirectory("bellwether-start");
    try {
      var start = new Start(root.resolve("observatory/server"), folder, gigabytes);
      start.fill(gigabytes * 1_000_000_000);
      start.measure();
      start.figures.print();
    } finally {
      DataFolder.delete(folder);
    }
  }

  private void fill(long bytes) throws IOException, InterruptedException {
    figures.putMachine(String.join(" ", JAVA_OPTIONS));
    var start = Instant.now().minus(SPREAD).truncatedTo(ChronoUnit.SECONDS);
    try (var observatory = ObservatoryProcess.start(server, folder, JAVA_OPTIONS, settings)) {
      long spans = send(observatory, new Workload(1, ORIGINALS_SPANS, start, SPREAD));
      observatory.awaitSpans(spans);
      observatory.awaitIdle();
    }
    var originals = Files.move(folder.resolve("data"), folder.resolve("originals"));
    long segments = DataFolder.fill(originals, folder.resolve("data"), bytes);
    DataFolder.delete(originals);
    figures.put("segments", segments);
  }

  private void measure() throws IOException, InterruptedException {
    if (forgotten()) {
      figures.put("start, read from the disk, seconds", firstAnswer());
    }
    var seconds = new ArrayList<Double>();
    for (int round = 0; round < ROUNDS; round++) {
      seconds.add(firstAnswer());
    }
    seconds.sort(Comparator.naturalOrder());
    figures.put("start, in the page cache, p50 seconds", seconds.get(ROUNDS / 2));
    try (var observatory = ObservatoryProcess.start(server, folder, JAVA_OPTIONS, settings)) {
      observatory.client().ask("/api/health");
      figures.put("CPU-s until the first answer", Figures.seconds(observatory.cpu()));
      sendFresh(observatory);
      figures.put("gigabytes on the disk", observatory.diskBytes() / 1e9);
      observatory.awaitIdle();
      figures.put("CPU-s until idle", Figures.seconds(observatory.cpu()));
      var store = observatory.client().ask("/api/health").path("store");
      figures.put("spans kept", store.path("spans").asLong());
      figures.put("memory, highest (MiB)", observatory.residentMebibytes("VmHWM"));
      figures.put("heap after a collection (MiB)", observatory.heapMebibytes());
      new Questions(observatory, Instant.now().minus(FRESH_SPREAD), FRESH_SPREAD, figures).askAll();
    }
  }

  /// From the start of the process to its first answer, in seconds.
  private double firstAnswer() throws IOException, InterruptedException {
    long begin = System.nanoTime();
    try (var observatory = ObservatoryProcess.start(server, folder, JAVA_OPTIONS, settings)) {
      observatory.client().ask("/api/health");
      return Figures.secondsSince(begin);
    }
  }

  /// What comes in at once meets a store that does not know yet which segment has which trace.
  private void sendFresh(ObservatoryProcess observatory) throws IOException, InterruptedException {
    var start = Instant.now().minus(FRESH_SPREAD);
    long begin = System.nanoTime();
    long spans = send(observatory, new Workload(2, FRESH_SPANS, start, FRESH_SPREAD));
    figures.put("spans a second, right after the start", spans / Figures.secondsSince(begin));
  }

  private long send(ObservatoryProcess observatory, Workload workload)
      throws IOException, InterruptedException {
    var file = folder.resolve("workload");
    var written = WorkloadFile.write(file, workload);
    try (var requests = WorkloadFile.open(file)) {
      new Sender(observatory.traces(), CONNECTIONS).send(requests);
    }
    Files.delete(file);
    return written.spans();
  }

  /// Makes the system forget what it holds of the files, as if it had been started anew.
  private boolean forgotten() throws IOException, InterruptedException {
    var sync = new ProcessBuilder("sync", "-f", folder.toString()).inheritIO().start();
    var forget =
        new ProcessBuilder(
                "find",
                folder.resolve("data").toString(),
                "-type",
                "f",
                "-exec",
                "dd",
                "if={}",
                "iflag=nocache",
                "count=0",
                "status=none",
                ";")
            .inheritIO();
    return sync.waitFor() == 0 && forget.start().waitFor() == 0;
  }
}
