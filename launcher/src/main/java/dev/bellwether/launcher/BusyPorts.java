package dev.bellwether.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Finds out before anything is started whether somebody else has one of our ports, and who.
final class BusyPorts {
  /// A command line may be longer than a screen; its beginning says what it is.
  private static final int COMMAND_CHARACTERS_MAX = 80;

  private static final String LISTENING = "0A";

  private BusyPorts() {}

  /// @throws LauncherException naming process, port and holder
  static void refuse(List<Part> parts) {
    Map<Integer, Part> taken = new HashMap<>();
    for (var part : parts) {
      for (var port : part.ports()) {
        var other = taken.put(port.number(), part);
        if (other != null) {
          throw new LauncherException(
              "%s: %d (expected: a port of its own, %s has it)"
                  .formatted(port.setting(), port.number(), other.name()));
        }
        if (isBusy(port.number())) {
          throw new LauncherException(
              "%s: port %d is taken by %s (end that, or set %s)"
                  .formatted(
                      part.name(),
                      port.number(),
                      holder(port.number()).orElse("another process"),
                      port.setting()));
        }
      }
    }
  }

  private static boolean isBusy(int port) {
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return false;
    } catch (IOException _) {
      return true;
    }
  }

  static Optional<String> holder(int port) {
    return Stream.of("/proc/net/tcp", "/proc/net/tcp6")
        .flatMap(table -> inodes(Path.of(table), port))
        .flatMap(inode -> owner(inode).stream())
        .findFirst();
  }

  /// Columns of /proc/net/tcp: number, local address:port in hexadecimal, remote, state, …, inode.
  private static Stream<String> inodes(Path table, int port) {
    try {
      var suffix = ":%04X".formatted(port);
      return Files.readAllLines(table).stream()
          .map(line -> line.strip().split(" +"))
          .filter(columns -> columns.length > 9 && columns[1].endsWith(suffix))
          .filter(columns -> columns[3].equals(LISTENING))
          .map(columns -> columns[9]);
    } catch (IOException _) {
      return Stream.empty();
    }
  }

  private static Optional<String> owner(String inode) {
    var socket = Path.of("socket:[" + inode + "]");
    return ProcessHandle.allProcesses()
        .filter(process -> hasOpen(process.pid(), socket))
        .findFirst()
        .map(BusyPorts::describe);
  }

  private static boolean hasOpen(long pid, Path socket) {
    try (var files = Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "fd"))) {
      for (var file : files) {
        if (Files.readSymbolicLink(file).equals(socket)) {
          return true;
        }
      }
    } catch (IOException | DirectoryIteratorException _) {
      // Gone meanwhile, or of another user.
    }
    return false;
  }

  private static String describe(ProcessHandle process) {
    var command = process.info().commandLine().orElse("");
    var cut =
        command.length() > COMMAND_CHARACTERS_MAX
            ? command.substring(0, COMMAND_CHARACTERS_MAX) + "…"
            : command;
    return "process %d (%s)".formatted(process.pid(), cut);
  }
}
