package dev.bellwether.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A started process, its watchdog and its log.
final class Child {
  /// The last words of a process that died: enough for a stack trace's first lines.
  private static final int LAST_LINES_MAX = 15;

  /// A day of `log_statement=all` at 5 trades a second would be a gigabyte.
  private static final long LOG_BYTES_MAX = 64L << 20;

  private final Process watchdog;
  private final Path pidFile;
  private final Path log;
  private final Path previousLog;

  private Child(Process watchdog, Path pidFile, Path log, Path previousLog) {
    this.watchdog = watchdog;
    this.pidFile = pidFile;
    this.log = log;
    this.previousLog = previousLog;
  }

  static Child start(Part part, Folders folders) {
    var log = folders.log(part.name());
    var previousLog = folders.previousLog(part.name());
    try {
      if (Files.exists(log)) {
        Files.move(log, previousLog, StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new LauncherException(log + " cannot be moved", e);
    }
    var program = part.program();
    var pidFile = folders.pid(part.name());
    var watchdog =
        Watchdog.start(
            program.command(),
            program.environment(),
            program.firstSignal(),
            program.lastSignal(),
            pidFile,
            log);
    return new Child(watchdog, pidFile, log, previousLog);
  }

  /// Of the process itself; its watchdog's until that has written it down.
  long pid() {
    try {
      return Long.parseLong(Files.readString(pidFile).strip());
    } catch (IOException | NumberFormatException _) {
      return watchdog.pid();
    }
  }

  boolean isAlive() {
    return watchdog.isAlive();
  }

  int exitCode() throws InterruptedException {
    return watchdog.waitFor();
  }

  /// Closes the pipe that keeps it alive.
  void stop() {
    try {
      watchdog.getOutputStream().close();
    } catch (IOException _) {
      // It has ended already.
    }
  }

  boolean awaitEnd(Duration max) throws InterruptedException {
    return watchdog.waitFor(max.toMillis(), TimeUnit.MILLISECONDS);
  }

  Path log() {
    return log;
  }

  List<String> lastLines() {
    try (var lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
      var kept = new ArrayDeque<String>();
      lines.forEach(line -> {
        kept.add(line);
        if (kept.size() > LAST_LINES_MAX) {
          kept.remove();
        }
      });
      return List.copyOf(kept);
    } catch (IOException _) {
      return List.of();
    }
  }

  /// The process appends, so cutting the file behind its back loses only the lines that it writes
  /// between the copy and the cut.
  void limitLog() throws IOException {
    if (Files.size(log) > LOG_BYTES_MAX) {
      Files.copy(log, previousLog, StandardCopyOption.REPLACE_EXISTING);
      try (var channel = Files.newByteChannel(log, StandardOpenOption.WRITE)) {
        channel.truncate(0);
      }
    }
  }
}
