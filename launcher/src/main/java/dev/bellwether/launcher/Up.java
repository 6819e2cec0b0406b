package dev.bellwether.launcher;

import dev.bellwether.launcher.databaselog.LogShipper;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/// Starts everything, stays until it is told to end, and takes everything with it.
final class Up {
  private final Configuration configuration;
  private final Folders folders;
  private final boolean terminal;
  private final Style style;

  Up(Configuration configuration, boolean terminal, Style style) {
    this.configuration = configuration;
    this.folders = configuration.folders();
    this.terminal = terminal;
    this.style = style;
  }

  /// Returns only when the start has failed: else this process ends by a signal.
  ///
  /// @param only names of the parts to start, with what they need; none means all
  /// @throws LauncherException when something is in the way of starting
  int run(List<String> only) throws InterruptedException {
    Folders.made(folders.data());
    RunLock.acquire(folders);
    new Running(folders, System.out, style).endLeftovers();
    var parts = Parts.only(only, Parts.of(configuration, System.getenv()));
    BusyPorts.refuse(parts);
    // What was rebuilt while an earlier one ran is as it was built again.
    parts.forEach(part -> RebuiltCode.of(folders, part.name()).want(Optional.empty()));

    var log = openLog();
    Progress progress =
        terminal ? new Progress.Drawing(System.out, style) : new Progress.Lines(System.out, style);
    var board =
        new Board(
            parts,
            List.of(
                progress,
                new Progress.Lines(log, new Style(false)),
                new RunFile(folders.processes())));
    var supervisor = new Supervisor(parts, folders, board, configuration.startMax());
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(supervisor, progress, log)));
    shipDatabaseLog(parts, log);
    try {
      supervisor.start();
      startLoad(parts);
    } finally {
      progress.finish();
    }
    welcome(board);
    release();
    new CountDownLatch(1).await();
    throw new IllegalStateException("nobody opens the latch");
  }

  private PrintStream openLog() {
    var log = folders.log("launcher");
    try {
      if (Files.exists(log)) {
        Files.move(log, folders.previousLog("launcher"), StandardCopyOption.REPLACE_EXISTING);
      }
      var out = new PrintStream(Files.newOutputStream(log), true, StandardCharsets.UTF_8);
      out.println(configuration);
      return out;
    } catch (IOException e) {
      throw new LauncherException("%s cannot be written: %s".formatted(log, e), e);
    }
  }

  private void shipDatabaseLog(List<Part> parts, PrintStream log) {
    boolean database = parts.stream().anyMatch(part -> part.program() instanceof Postgresql);
    if (!database) {
      return;
    }
    var endpoint = URI.create("http://127.0.0.1:" + configuration.ports().otlpHttp());
    try {
      LogShipper.start(
          folders.databaseLog(),
          endpoint,
          Build.postgresqlVersion(),
          Telemetry.BAGGAGE,
          log::println);
    } catch (IOException e) {
      throw new LauncherException("%s cannot be read: %s".formatted(folders.databaseLog(), e), e);
    }
  }

  private void startLoad(List<Part> parts) {
    boolean monkey = parts.stream().anyMatch(part -> part.name().equals("monkey"));
    if (!monkey || configuration.tradesPerSecond() == 0) {
      return;
    }
    var uri =
        URI.create(
            "http://127.0.0.1:%d/simulation/start".formatted(configuration.ports().monkey()));
    try {
      int status = UnsampledHttp.status("POST", uri);
      if (status >= 300) {
        throw new LauncherException("monkey: POST %s answered %d".formatted(uri, status));
      }
    } catch (IOException e) {
      throw new LauncherException("monkey: POST %s failed: %s".formatted(uri, e), e);
    }
  }

  private void welcome(Board board) {
    if (terminal) {
      Running.print(board.rows(), ProcessHandle.current(), System.out, style);
      System.out.println();
    }
    System.out.println(
        "Bellwether is up: "
            + style.bold("http://localhost:" + configuration.ports().observatory()));
    if (board.rows().stream().anyMatch(row -> row.name().equals("workbench"))) {
      var token = Secrets.read(new Secrets(folders.secrets()).oneTimeToken());
      System.out.println(
          "The lab, for one browser: "
              + style.bold(
                  "http://localhost:%d/enter?token=%s"
                      .formatted(configuration.ports().workbench(), token)));
    }
  }

  /// With `--detach`, `./bellwether` waits until this file is gone, and then nobody reads what we
  /// print.
  private static void release() {
    var waitsFor = System.getProperty("bellwether.detach");
    if (waitsFor == null) {
      System.out.println("Ctrl-C stops it.");
      return;
    }
    try {
      System.out.close();
      System.err.close();
      Files.deleteIfExists(Path.of(waitsFor));
    } catch (IOException e) {
      throw new LauncherException("%s cannot be deleted: %s".formatted(waitsFor, e), e);
    }
  }

  private void stop(Supervisor supervisor, Progress progress, PrintStream log) {
    progress.finish();
    var begin = Instant.now();
    try {
      int stopped = supervisor.stop();
      if (stopped > 0) {
        var message =
            "Stopped %d %s in %s."
                .formatted(
                    stopped,
                    stopped == 1 ? "process" : "processes",
                    Table.duration(Duration.between(begin, Instant.now())));
        System.out.println(message);
        log.println(message);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts the end", e);
    }
  }
}
