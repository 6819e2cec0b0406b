package dev.bellwether.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A shell between the launcher and a process, so that the process ends when the launcher does.
///
/// Standard input is a pipe from the launcher. When it is closed, by [Child#stop] or by the kernel
/// after a `kill -9`, the process gets its first signal and, 5 s later, its last.
final class Watchdog {
  /// 5 s are what a service may take to finish the requests it has read.
  ///
  /// The pid is safe to signal: until `wait` has returned, it belongs to our child.
  private static final String SCRIPT =
      """
      first=$1 last=$2 pid_file=$3
      shift 3
      exec 3<&0
      "$@" </dev/null 3<&- &
      child=$!
      echo $child >"$pid_file"
      trap 'signalled=yes; kill -s $first $child' INT TERM HUP
      (
        read -r closed <&3
        kill -s $first $child
        for second in 1 2 3 4 5; do
          sleep 1
          kill -s 0 $child || exit
        done
        kill -s $last $child
      ) >/dev/null 2>&1 &
      guard=$!
      exec 3<&-
      while :; do
        signalled=
        wait $child
        status=$?
        [ -n "$signalled" ] || break
      done
      kill $guard 2>/dev/null
      exit $status
      """;

  private Watchdog() {}

  /// @param firstSignal asks the process to end: `TERM`
  /// @param lastSignal ends it: `KILL`
  static Process start(
      List<String> command,
      Map<String, String> environment,
      String firstSignal,
      String lastSignal,
      Path pidFile,
      Path log) {
    var line = new ArrayList<String>();
    // Ctrl-C reaches every process of the terminal's session. Ours are stopped in order instead.
    if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
      line.add("/usr/bin/setsid");
    }
    line.addAll(List.of("sh", "-c", SCRIPT, "bellwether-watchdog"));
    line.addAll(List.of(firstSignal, lastSignal, pidFile.toString()));
    line.addAll(command);
    var builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.redirectOutput(Redirect.appendTo(log.toFile()));
    builder.environment().clear();
    builder.environment().putAll(environment);
    try {
      Files.deleteIfExists(pidFile);
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
