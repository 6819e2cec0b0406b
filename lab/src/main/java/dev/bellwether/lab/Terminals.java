package dev.bellwether.lab;

import dev.bellwether.http.Problem;
import dev.bellwether.lab.Terminal.Size;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// The shells that run, by the tab that they belong to. A page that is closed or loaded again finds
/// its shell as it left it. Many threads may use it.
final class Terminals implements AutoCloseable {
  /// Each is a process; a track has two or three.
  private static final int TERMINALS_MAX = 32;

  private final Object lock = new Object();
  private final Map<String, Terminal> terminals = new HashMap<>();
  private final Shell shell;
  private final Listeners listeners;

  Terminals(Shell shell, Listeners listeners) {
    this.shell = shell;
    this.listeners = listeners;
  }

  /// The shell with this id; a new one where there is none, or it has ended.
  Terminal open(String id, Path workCopy, Path directory, String hostname, Size size) {
    synchronized (lock) {
      var known = terminals.get(id);
      if (known != null && known.isAlive()) {
        known.resize(size);
        return known;
      }
      if (known == null && terminals.size() >= TERMINALS_MAX) {
        throw Problem.unavailable("terminals: more than %d".formatted(TERMINALS_MAX), 60);
      }
      var fresh =
          Terminal.start(id, directory, shell.environment(workCopy, hostname), size, listeners);
      terminals.put(id, fresh);
      return fresh;
    }
  }

  /// @throws Problem 404 when there is none
  Terminal get(String id) {
    synchronized (lock) {
      var terminal = terminals.get(id);
      if (terminal == null) {
        throw Problem.notFound("terminal: %s is not open".formatted(id));
      }
      return terminal;
    }
  }

  /// Ends the shells of a track.
  void end(String track) {
    synchronized (lock) {
      terminals.forEach((id, terminal) -> {
        if (id.startsWith(track + "/")) {
          terminal.close();
        }
      });
      terminals.keySet().removeIf(id -> id.startsWith(track + "/"));
    }
  }

  @Override
  public void close() {
    synchronized (lock) {
      terminals.values().forEach(Terminal::close);
      terminals.clear();
    }
  }
}
