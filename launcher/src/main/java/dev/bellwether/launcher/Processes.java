package dev.bellwether.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// Questions about processes of this machine. What only Linux can answer is empty elsewhere.
final class Processes {
  /// Linux counts a start time from the boot time, which moves a little when the clock is set.
  private static final Duration START_TOLERANCE = Duration.ofSeconds(2);

  private Processes() {}

  static Instant start(ProcessHandle process) {
    return process.info().startInstant().orElse(Instant.EPOCH);
  }

  /// The process that had this pid and start time, if it still runs. Pids are used again: nothing
  /// may be killed by pid alone.
  static Optional<ProcessHandle> find(long pid, Instant start) {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(process ->
            Duration.between(start(process), start).abs().compareTo(START_TOLERANCE) <= 0);
  }

  static int exitCode(Process process) {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new LauncherException("interrupted while waiting for process " + process.pid(), e);
    }
  }

  /// Proportional set size: memory that several processes use is shared out among them.
  ///
  /// @param all with all processes below it
  static OptionalLong memoryBytes(ProcessHandle process, boolean all) {
    long sum = 0;
    boolean known = false;
    var below = all ? process.descendants() : Stream.<ProcessHandle>empty();
    for (var each : Stream.concat(Stream.of(process), below).toList()) {
      var kibibytes = proportionalKibibytes(each.pid());
      known |= kibibytes.isPresent();
      sum += kibibytes.orElse(0) * 1024;
    }
    return known ? OptionalLong.of(sum) : OptionalLong.empty();
  }

  private static OptionalLong proportionalKibibytes(long pid) {
    try (var lines = Files.lines(Path.of("/proc", Long.toString(pid), "smaps_rollup"))) {
      return lines
          .filter(line -> line.startsWith("Pss:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst();
    } catch (IOException | UncheckedIOException _) {
      return OptionalLong.empty(); // It has ended, is not ours, or this is not Linux.
    }
  }
}
