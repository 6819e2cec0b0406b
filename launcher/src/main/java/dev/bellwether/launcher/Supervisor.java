package dev.bellwether.launcher;

import dev.bellwether.launcher.Board.Row;
import dev.bellwether.launcher.Board.State;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Starts all parts side by side, each when what it needs is healthy; watches them; stops them.
///
/// One virtual thread per part goes through its life: wait, prepare, start, probe, wait for its
/// end.
final class Supervisor {
  private static final Duration PROBE_INTERVAL = Duration.ofMillis(100);
  private static final Duration LOG_CHECK_INTERVAL = Duration.ofSeconds(10);

  /// How long one part may keep the next from being asked to stop, and all of them together. The
  /// last one asked gets its watchdog's last signal 5 s later: that fits into the 10 s of `stop`.
  private static final Duration TURN_MAX = Duration.ofMillis(1500);

  private static final Duration TURNS_MAX = Duration.ofMillis(3500);
  private static final Duration STOP_MAX = Duration.ofMillis(9500);

  private final List<Part> parts;
  private final Folders folders;
  private final Board board;
  private final Duration startMax;
  private final Map<String, Child> children = new ConcurrentHashMap<>();
  private volatile boolean stopping;

  Supervisor(List<Part> parts, Folders folders, Board board, Duration startMax) {
    this.parts = parts;
    this.folders = folders;
    this.board = board;
    this.startMax = startMax;
  }

  /// Returns when all parts are healthy.
  ///
  /// @throws LauncherException when one of them ended, or is not healthy in time; the others run on
  void start() throws InterruptedException {
    for (var part : parts) {
      Thread.ofVirtual().name(part.name()).start(() -> live(part));
    }
    if (!board.awaitReady(parts.stream().map(Part::name).toList())) {
      board.rows().stream()
          .filter(row -> row.state() == State.DIED)
          .findFirst()
          .ifPresent(row -> {
            throw new LauncherException(obituary(row));
          });
    }
    Thread.ofVirtual().name("logs").start(this::limitLogs);
  }

  private void live(Part part) {
    try {
      if (board.awaitReady(part.needs()) && !stopping) {
        var child = startHealthy(part);
        int exitCode = awaitEnd(child);
        var running = Optional.<Path>empty();
        var rebuilt = RebuiltCode.of(folders, part.name());
        while (!stopping && !rebuilt.wanted().equals(running)) {
          child = restart(part, running, rebuilt);
          running = rebuilt.wanted();
          exitCode = awaitEnd(child);
        }
        died(part, "ended with exit code " + exitCode);
      }
    } catch (LauncherException e) {
      died(part, String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts the thread of " + part.name(), e);
    }
  }

  private Child startHealthy(Part part) throws InterruptedException {
    board.change(part.name(), row -> row.startedAt(Instant.now()));
    var child = start(part);
    try {
      awaitHealthy(part, child);
    } catch (LauncherException e) {
      child.stop();
      throw e;
    }
    board.change(part.name(), row -> row.withPid(child.pid()).readyAt(Instant.now()));
    return child;
  }

  /// Somebody has rebuilt the service and ended its process, for the next to begin with the new
  /// code. Where that does not become healthy, the code that ran before runs again.
  private Child restart(Part part, Optional<Path> running, RebuiltCode rebuilt)
      throws InterruptedException {
    try {
      return startHealthy(rebuilt.wanted().map(part::withCode).orElse(part));
    } catch (LauncherException e) {
      var failed = children.get(part.name());
      if (failed != null) {
        // The port is free only then.
        failed.awaitEnd(STOP_MAX);
      }
      rebuilt.want(running);
      return startHealthy(running.map(part::withCode).orElse(part));
    }
  }

  private Child start(Part part) {
    var name = part.name();
    part.program().prepare(detail -> board.change(name, row -> row.with(State.STARTING, detail)));
    var child = Child.start(part, folders);
    children.put(name, child);
    if (stopping) {
      child.stop();
    }
    board.change(name, row -> row.with(State.STARTING, "").withPid(child.pid()));
    return child;
  }

  private void awaitHealthy(Part part, Child child) throws InterruptedException {
    long deadlineNanos = System.nanoTime() + startMax.toNanos();
    while (!part.program().isHealthy()) {
      if (child.awaitEnd(PROBE_INTERVAL)) {
        throw new LauncherException(
            "ended with exit code %d before it was healthy".formatted(child.exitCode()));
      }
      if (System.nanoTime() > deadlineNanos) {
        throw new LauncherException(
            "not healthy after %d s (BELLWETHER_START_SECONDS_MAX)"
                .formatted(startMax.toSeconds()));
      }
    }
  }

  private static int awaitEnd(Child child) throws InterruptedException {
    int exitCode = child.exitCode();
    child.stop();
    return exitCode;
  }

  private void died(Part part, String reason) {
    board.change(
        part.name(), row -> stopping ? row.with(State.STOPPED, "") : row.with(State.DIED, reason));
  }

  /// What to tell about a part that died: why, and its last lines.
  String obituary(Row row) {
    var text = new StringBuilder(row.name()).append(": ").append(row.detail());
    var child = children.get(row.name());
    if (child != null) {
      text.append("; the end of ").append(child.log()).append(":");
      child.lastLines().forEach(line -> text.append("\n  ").append(line));
    }
    return text.toString();
  }

  private void limitLogs() {
    try {
      while (!stopping) {
        for (var child : children.values()) {
          child.limitLog();
        }
        Thread.sleep(LOG_CHECK_INTERVAL);
      }
    } catch (InterruptedException | IOException e) {
      throw new IllegalStateException("the logs cannot be kept small", e);
    }
  }

  /// Stops all in the order of the parts list: who asks before who answers, the database last.
  ///
  /// @return how many processes were running
  int stop() throws InterruptedException {
    stopping = true;
    long beginNanos = System.nanoTime();
    int running = 0;
    for (var part : parts) {
      var child = children.get(part.name());
      if (child != null && child.isAlive()) {
        running++;
        child.stop();
        var left = TURNS_MAX.minusNanos(System.nanoTime() - beginNanos);
        child.awaitEnd(left.compareTo(TURN_MAX) < 0 ? left : TURN_MAX);
      }
    }
    for (var child : children.values()) {
      child.awaitEnd(STOP_MAX.minusNanos(System.nanoTime() - beginNanos));
    }
    return running;
  }
}
