package dev.bellwether.benchmarks;

import dev.bellwether.history.observatory.ObservatoryProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;

/// What it costs the observatory to take spans and to answer questions about them:
/// `benchmarks/ingest [SPANS] [--json]`. One thread; figures to standard output.
public final class Ingest {
  private static final long SEED = 42;
  private static final int CONNECTIONS = 4;

  /// The service map looks back an hour by default.
  private static final Duration SPREAD = Duration.ofMinutes(50);

  private final ObservatoryProcess observatory;
  private final Figures figures = new Figures();

  private Ingest(ObservatoryProcess observatory) {
    this.observatory = observatory;
  }

  /// Measures and prints.
  ///
  /// @param arguments how many spans, a million where nothing is said; `--json` for one line of
  ///   JSON after the table
  public static void main(String[] arguments) throws IOException, InterruptedException {
    long spans =
        Arrays.stream(arguments)
            .filter(argument -> !argument.startsWith("--"))
            .mapToLong(Long::parseLong)
            .findFirst()
            .orElse(1_000_000);
    var root = Path.of(System.getProperty("repository", "."));
    var folder = Files.createTempDirectory("bellwether-ingest");
    try {
      var figures = measure(root, folder, spans);
      figures.print();
      if (Arrays.asList(arguments).contains("--json")) {
        figures.printJson();
      }
    } finally {
      DataFolder.delete(folder);
    }
  }

  private static Figures measure(Path root, Path folder, long spans)
      throws IOException, InterruptedException {
    var start = Instant.now().minus(SPREAD).truncatedTo(ChronoUnit.SECONDS);
    var workload = new Workload(SEED, spans, start, SPREAD);
    var file = folder.resolve("workload");
    var written = WorkloadFile.write(file, workload);
    var options = System.getenv().getOrDefault("INGEST_JAVA_OPTIONS", "-Xmx512m -XX:+UseSerialGC");
    var server = root.resolve("observatory/server");
    var javaOptions = List.of(("--enable-native-access=ALL-UNNAMED " + options).split(" "));
    Figures figures;
    try (var observatory = ObservatoryProcess.start(server, folder, javaOptions)) {
      var ingest = new Ingest(observatory);
      ingest.describe(written, options);
      ingest.send(file, written);
      ingest.weigh();
      new Questions(observatory, workload.start(), SPREAD, ingest.figures).askAll();
      figures = ingest.figures;
    }
    long begin = System.nanoTime();
    try (var again = ObservatoryProcess.start(server, folder, javaOptions)) {
      figures.put("start with all of it, seconds", Figures.secondsSince(begin));
      figures.put(
          "spans kept after the restart",
          again.client().ask("/api/health").at("/store/spans").asLong());
    }
    return figures;
  }

  private void describe(WorkloadFile.Written written, String options) {
    figures.putMachine(options);
    figures.put("spans sent", written.spans());
    figures.put("requests", written.requests());
    figures.put("protobuf, bytes a span", (double) written.plainBytes() / written.spans());
    figures.put("gzip, bytes a span", (double) written.gzipBytes() / written.spans());
  }

  private void send(Path file, WorkloadFile.Written written)
      throws IOException, InterruptedException {
    var before = observatory.cpu();
    var clientBefore = clientCpu();
    long start = System.nanoTime();
    var sender = new Sender(observatory.traces(), CONNECTIONS);
    try (var requests = WorkloadFile.open(file)) {
      sender.send(requests);
    }
    observatory.awaitSpans(written.spans());
    double seconds = Figures.secondsSince(start);
    var searchable = observatory.cpu().minus(before);
    var client = clientCpu().minus(clientBefore);
    observatory.awaitIdle();
    var idle = observatory.cpu().minus(before);
    double millions = written.spans() / 1e6;
    figures.put("spans a second", Math.round(written.spans() / seconds));
    figures.put(
        "server CPU-s per million, until searchable", Figures.seconds(searchable) / millions);
    figures.put("server CPU-s per million, until idle", Figures.seconds(idle) / millions);
    figures.put("client CPU-s per million", Figures.seconds(client) / millions);
    figures.put("requests refused and sent again", sender.refusals());
  }

  private void weigh() throws IOException, InterruptedException {
    var store = observatory.client().ask("/api/health").path("store");
    long kept = store.path("spans").asLong();
    figures.put("engine", store.path("engine").asString());
    figures.put("spans kept", kept);
    figures.put("spans evicted", store.path("spansEvicted").asLong());
    figures.put("disk, bytes a span", (double) observatory.diskBytes() / Math.max(1, kept));
    figures.put("memory, highest (MiB)", observatory.residentMebibytes("VmHWM"));
    figures.put("heap after a collection (MiB)", observatory.heapMebibytes());
  }

  private static Duration clientCpu() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow();
  }
}
