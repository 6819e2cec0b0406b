package dev.bellwether.benchmarks;

import dev.bellwether.history.observatory.ObservatoryClient;
import dev.bellwether.history.observatory.ObservatoryProcess;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.json.JsonMapper;

/// What it costs the observatory to take spans and to answer questions about them:
/// `benchmarks/ingest [SPANS] [--json]`. One thread; figures to standard output.
public final class Ingest {
  private static final long SEED = 42;
  private static final int CONNECTIONS = 4;

  /// The service map looks back an hour by default.
  private static final Duration SPREAD = Duration.ofMinutes(50);

  private static final Duration SEARCHABLE_MAX = Duration.ofMinutes(2);
  private static final Duration IDLE_MAX = Duration.ofMinutes(1);
  private static final int QUESTIONS = 40;

  private final ObservatoryProcess observatory;
  private final Workload workload;
  private final Map<String, Object> figures = new LinkedHashMap<>();

  private Ingest(ObservatoryProcess observatory, Workload workload) {
    this.observatory = observatory;
    this.workload = workload;
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
      figures.forEach((name, figure) -> System.out.printf("%-44s %s%n", name, figure));
      if (Arrays.asList(arguments).contains("--json")) {
        System.out.println(JsonMapper.builder().build().writeValueAsString(figures));
      }
    } finally {
      delete(folder);
    }
  }

  private static Map<String, Object> measure(Path root, Path folder, long spans)
      throws IOException, InterruptedException {
    var start = Instant.now().minus(SPREAD).truncatedTo(ChronoUnit.SECONDS);
    var workload = new Workload(SEED, spans, start, SPREAD);
    var file = folder.resolve("workload");
    var written = WorkloadFile.write(file, workload);
    var options = System.getenv().getOrDefault("INGEST_JAVA_OPTIONS", "-Xmx512m");
    var server = root.resolve("observatory/server");
    var javaOptions = List.of(("--enable-native-access=ALL-UNNAMED " + options).split(" "));
    Map<String, Object> figures;
    try (var observatory = ObservatoryProcess.start(server, folder, javaOptions)) {
      var ingest = new Ingest(observatory, workload);
      ingest.describe(written, options);
      ingest.send(file, written);
      ingest.weigh();
      ingest.askAll();
      figures = ingest.figures;
    }
    long begin = System.nanoTime();
    try (var again = ObservatoryProcess.start(server, folder, javaOptions)) {
      figures.put("start with all of it, seconds", rounded((System.nanoTime() - begin) / 1e9));
      figures.put("spans kept after the restart", again.ask("/api/health").at("/store/spans"));
    }
    return figures;
  }

  private void describe(WorkloadFile.Written written, String options) {
    var system = ManagementFactory.getOperatingSystemMXBean();
    figures.put(
        "machine",
        "%d × %s, Java %s"
            .formatted(system.getAvailableProcessors(), system.getArch(), Runtime.version()));
    figures.put("server's Java options", options);
    figures.put("spans sent", written.spans());
    figures.put("requests", written.requests());
    figures.put("protobuf, bytes a span", rounded((double) written.plainBytes() / written.spans()));
    figures.put("gzip, bytes a span", rounded((double) written.gzipBytes() / written.spans()));
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
    awaitSearchable(written.spans());
    double seconds = (System.nanoTime() - start) / 1e9;
    var searchable = observatory.cpu().minus(before);
    var client = clientCpu().minus(clientBefore);
    awaitIdle();
    var idle = observatory.cpu().minus(before);
    double millions = written.spans() / 1e6;
    figures.put("spans a second", Math.round(written.spans() / seconds));
    figures.put(
        "server CPU-s per million, until searchable", rounded(seconds(searchable) / millions));
    figures.put("server CPU-s per million, until idle", rounded(seconds(idle) / millions));
    figures.put("client CPU-s per million", rounded(seconds(client) / millions));
    figures.put("requests refused and sent again", sender.refusals());
  }

  private void weigh() throws IOException, InterruptedException {
    var store = observatory.client().ask("/api/health").path("store");
    long kept = store.path("spans").asLong();
    figures.put("engine", store.path("engine").asString());
    figures.put("spans kept", kept);
    figures.put("spans evicted", store.path("spansEvicted").asLong());
    figures.put(
        "disk, bytes a span", rounded((double) observatory.diskBytes() / Math.max(1, kept)));
    figures.put("memory, highest (MiB)", observatory.residentMebibytes("VmHWM"));
    figures.put("heap after a collection (MiB)", observatory.heapMebibytes());
  }

  private void askAll() throws IOException, InterruptedException {
    var window =
        "from=%d&to=%d"
            .formatted(
                workload.start().toEpochMilli(),
                workload.start().plus(SPREAD).plus(SPREAD).toEpochMilli());
    var newest = observatory.client().ask("/api/traces?limit=%d&%s".formatted(QUESTIONS, window));
    var byId =
        StreamSupport.stream(newest.path("traces").spliterator(), false)
            .map(trace -> "/api/traces/" + trace.path("traceId").asString())
            .toList();
    var byCustomer =
        SimulatedTrade.CUSTOMERS.stream()
            .limit(QUESTIONS)
            .map(customer -> "com.example.customer_id : \"" + customer + "\"")
            .map(query ->
                "/api/traces?limit=20&q=" + ObservatoryClient.encoded(query) + "&" + window)
            .toList();
    time("trace by id", byId);
    time("newest 20 of a customer", byCustomer);
    time(
        "service map with RED",
        Stream.generate(() -> "/api/service-map?" + window).limit(QUESTIONS).toList());
  }

  /// The first half of the questions is for warming up.
  private void time(String name, List<String> paths) throws IOException, InterruptedException {
    int half = paths.size() / 2;
    for (var path : paths.subList(0, half)) {
      observatory.client().ask(path);
    }
    var measured = paths.subList(half, paths.size());
    List<Double> millis = new ArrayList<>();
    var before = observatory.cpu();
    for (var path : measured) {
      long start = System.nanoTime();
      observatory.client().ask(path);
      millis.add((System.nanoTime() - start) / 1e6);
    }
    var cpu = observatory.cpu().minus(before);
    millis.sort(Comparator.naturalOrder());
    figures.put(name + ", p50 ms", rounded(millis.get(millis.size() / 2)));
    figures.put(name + ", CPU ms", rounded(seconds(cpu) * 1e3 / measured.size()));
  }

  private void awaitSearchable(long spans) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + SEARCHABLE_MAX.toNanos();
    long counted = 0;
    while (System.nanoTime() < deadline) {
      var store = observatory.client().ask("/api/health").path("store");
      counted = store.path("spans").asLong() + store.path("spansEvicted").asLong();
      if (counted >= spans) {
        return;
      }
      Thread.sleep(20);
    }
    throw new IllegalStateException("%d of %d spans can be found".formatted(counted, spans));
  }

  /// Until a second costs less than 50 ms: what a store does afterwards counts as well.
  private void awaitIdle() throws InterruptedException {
    long deadline = System.nanoTime() + IDLE_MAX.toNanos();
    var last = observatory.cpu();
    while (System.nanoTime() < deadline) {
      Thread.sleep(1_000);
      var now = observatory.cpu();
      if (now.minus(last).toMillis() < 50) {
        return;
      }
      last = now;
    }
  }

  private static Duration clientCpu() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow();
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  private static double rounded(double figure) {
    return Math.round(figure * 100) / 100.0;
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
