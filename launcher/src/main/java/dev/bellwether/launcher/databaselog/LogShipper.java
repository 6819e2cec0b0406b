package dev.bellwether.launcher.databaselog;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// Follows PostgreSQL's log and sends it on, for as long as the launcher lives.
public final class LogShipper {
  /// A statement is in its trace within a second, together with its span.
  private static final Duration POLL_INTERVAL = Duration.ofMillis(250);

  /// The observatory is away or has too much to do.
  private static final Duration RETRY_INTERVAL = Duration.ofSeconds(2);

  private static final int LINES_MAX = 500;

  private final LogFiles files;
  private final OtlpExport export;
  private final Consumer<String> problems;
  private String lastProblem = "";

  private LogShipper(LogFiles files, OtlpExport export, Consumer<String> problems) {
    this.files = files;
    this.export = export;
    this.problems = problems;
  }

  /// Begins with the lines that are written from now on.
  ///
  /// @param folder with the files `*.json`
  /// @param endpoint of OTLP/HTTP, without a path
  /// @param version of the database server
  /// @param keys of the baggage that become attributes
  /// @param problems told once when sending begins to fail, and why
  public static void start(
      Path folder, URI endpoint, String version, Collection<String> keys, Consumer<String> problems)
      throws IOException {
    var http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(RETRY_INTERVAL)
            .build();
    var export =
        new OtlpExport(
            http, endpoint.resolve("/v1/logs"), version, Set.copyOf(keys), InstantSource.system());
    var shipper = new LogShipper(new LogFiles(folder), export, problems);
    Thread.ofVirtual().name("database log").start(shipper::run);
  }

  private void run() {
    try {
      while (true) {
        Thread.sleep(shipNew() ? POLL_INTERVAL : RETRY_INTERVAL);
      }
    } catch (InterruptedException _) {
      // The launcher ends.
    }
  }

  /// @return whether all went well
  private boolean shipNew() throws InterruptedException {
    try {
      for (var chunk : files.next()) {
        var lines = chunk.lines().stream().map(LogLine::parse).flatMap(Optional::stream).toList();
        for (var from = 0; from < lines.size(); from += LINES_MAX) {
          export.send(lines.subList(from, Math.min(lines.size(), from + LINES_MAX)));
        }
        files.taken(chunk);
      }
      lastProblem = "";
      return true;
    } catch (IOException e) {
      tell("PostgreSQL's log waits to be sent: " + e);
      return false;
    }
  }

  private void tell(String problem) {
    if (!problem.equals(lastProblem)) {
      lastProblem = problem;
      problems.accept(problem);
    }
  }
}
