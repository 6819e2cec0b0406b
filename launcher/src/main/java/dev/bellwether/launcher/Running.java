package dev.bellwether.launcher;

import dev.bellwether.launcher.Board.Row;
import dev.bellwether.launcher.Board.State;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/// The system that another launcher process has started: what it is doing, and its end.
final class Running {
  private static final String LAUNCHER = "launcher";

  /// The launcher's own limit is 9.5 s; then its watchdogs are left to do the rest.
  private static final Duration STOP_MAX = Duration.ofMillis(9800);

  private static final Duration POLL_INTERVAL = Duration.ofMillis(20);

  /// A watchdog's last signal comes after 5 s.
  private static final Duration WATCHDOG_MAX = Duration.ofSeconds(6);

  private final Folders folders;
  private final PrintStream out;
  private final Style style;

  Running(Folders folders, PrintStream out, Style style) {
    this.folders = folders;
    this.out = out;
    this.style = style;
  }

  int status() {
    var launcher = RunLock.holder(folders.lock());
    if (launcher.isEmpty()) {
      out.println("Bellwether is not running. ./bellwether up starts it.");
      return Launcher.NOT_RUNNING;
    }
    var rows = new RunFile(folders.processes()).read().stream().map(RunFile.Line::row).toList();
    print(rows, launcher.get(), out, style);
    boolean complete = rows.stream().allMatch(row -> row.state() == State.READY);
    return complete ? Launcher.DONE : Launcher.NOT_RUNNING;
  }

  /// Prints the table with the memory of every process and of the launcher itself.
  static void print(List<Row> parts, ProcessHandle launcher, PrintStream out, Style style) {
    var rows = new ArrayList<>(parts);
    rows.add(
        new Row(
            LAUNCHER,
            State.READY,
            "",
            0,
            launcher.pid(),
            Processes.start(launcher),
            Duration.ZERO));
    var memory = new HashMap<String, Long>();
    for (var row : rows) {
      // The launcher's descendants are all the others.
      ProcessHandle.of(row.pid())
          .map(process -> Processes.memoryBytes(process, !row.name().equals(LAUNCHER)))
          .ifPresent(bytes -> bytes.ifPresent(known -> memory.put(row.name(), known)));
    }
    new Table(Instant.now(), memory, style).lines(rows).forEach(out::println);
  }

  int stop() throws InterruptedException {
    var begin = Instant.now();
    var launcher = RunLock.holder(folders.lock());
    var running =
        new RunFile(folders.processes())
            .read().stream()
                .filter(RunFile.Line::isRunning)
                .map(line -> line.row().name())
                .toList();
    if (launcher.isEmpty() && running.isEmpty()) {
      out.println("Bellwether is not running.");
      return Launcher.DONE;
    }
    if (launcher.isPresent()) {
      launcher.get().destroy();
      if (!awaitEnd(launcher.get(), STOP_MAX)) {
        launcher.get().destroyForcibly();
      }
    }
    endLeftovers();
    out.println(
        "Stopped %s in %s."
            .formatted(
                running.isEmpty() ? LAUNCHER : String.join(", ", running),
                Table.duration(Duration.between(begin, Instant.now()))));
    return Launcher.DONE;
  }

  /// Sees to it that nothing is left of a launcher that is gone, killed perhaps. Its watchdogs do
  /// the work; should one have been killed too, its process is ended here.
  void endLeftovers() throws InterruptedException {
    var deadline = Instant.now().plus(WATCHDOG_MAX);
    for (var line : new RunFile(folders.processes()).read()) {
      var process = Processes.find(line.row().pid(), line.processStart());
      if (process.isPresent()
          && !awaitEnd(process.get(), Duration.between(Instant.now(), deadline))) {
        process.get().destroyForcibly();
        awaitEnd(process.get(), Duration.ofSeconds(1));
      }
    }
  }

  /// By asking: the JDK's `onExit` looks at a process that is not its own child only every few
  /// seconds.
  private static boolean awaitEnd(ProcessHandle process, Duration max) throws InterruptedException {
    long deadlineNanos = System.nanoTime() + max.toNanos();
    while (process.isAlive() && System.nanoTime() < deadlineNanos) {
      Thread.sleep(POLL_INTERVAL);
    }
    return !process.isAlive();
  }
}
