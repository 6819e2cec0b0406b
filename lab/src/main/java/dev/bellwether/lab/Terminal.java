package dev.bellwether.lab;

import com.pty4j.PtyProcess;
import com.pty4j.PtyProcessBuilder;
import com.pty4j.WinSize;
import dev.bellwether.http.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// A shell behind a pseudo terminal. What it writes goes to every page that listens, and the last
/// of it is kept for pages that come later. Many threads may use it.
final class Terminal implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();

  /// About two thousand lines: what a page that comes back is shown.
  private static final int KEPT_CHARACTERS_MAX = 128 << 10;

  private static final int CHUNK_BYTES = 8 << 10;

  /// Not the user's own start-up files: what they do may take seconds, and reads what is typed
  /// meanwhile. The prompt is the host's name and the folder within the work copy.
  private static final Map<String, String> PROMPT =
      Map.of("PS1", "\\[\\e[32m\\]$LAB_HOST\\[\\e[0m\\]:${PWD#\"$LAB_WORK\"}\\$ ");

  private static final String[] COMMAND = {"bash", "--noprofile", "--norc", "-i"};

  private final String id;
  private final PtyProcess process;
  private final Listeners listeners;
  private final StringBuilder kept = new StringBuilder();

  /// How many characters there have been, kept or not.
  private long written;

  private Terminal(String id, PtyProcess process, Listeners listeners) {
    this.id = id;
    this.process = process;
    this.listeners = listeners;
  }

  record Size(int columns, int rows) {
    Size {
      if (columns < 2 || columns > 1000 || rows < 1 || rows > 1000) {
        throw Problem.badRequest(
            "size: %d x %d (expected: 2 x 1 to 1000 x 1000)".formatted(columns, rows));
      }
    }
  }

  /// @param position how many characters there have been up to the end of `text`: an event with
  ///   more than that begins behind it
  record Snapshot(String id, String text, long position) {}

  /// @param position how many characters there have been up to the end of `text`
  record Output(String id, String text, long position) {}

  record Ended(String id, int exitCode) {}

  static Terminal start(
      String id, Path directory, Map<String, String> environment, Size size, Listeners listeners) {
    var all = new HashMap<>(environment);
    all.putAll(PROMPT);
    try {
      var process =
          new PtyProcessBuilder(COMMAND)
              .setDirectory(directory.toString())
              .setEnvironment(all)
              .setInitialColumns(size.columns())
              .setInitialRows(size.rows())
              .start();
      var terminal = new Terminal(id, process, listeners);
      // A platform thread: reading from a pseudo terminal blocks its carrier.
      Thread.ofPlatform().name("terminal-" + id).daemon().start(terminal::pump);
      return terminal;
    } catch (IOException e) {
      throw new UncheckedIOException("terminal " + id, e);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  Snapshot snapshot() {
    synchronized (kept) {
      return new Snapshot(id, kept.toString(), written);
    }
  }

  /// What was typed or pasted.
  void type(byte[] text) {
    try {
      var stream = process.getOutputStream();
      synchronized (stream) {
        stream.write(text);
        stream.flush();
      }
    } catch (IOException e) {
      throw Problem.of(409, "terminal: %s has ended".formatted(id), Map.of());
    }
  }

  void resize(Size size) {
    if (process.isAlive()) {
      process.setWinSize(new WinSize(size.columns(), size.rows()));
    }
  }

  /// Ends the shell and what it has started. An interactive shell ignores TERM, but not the end of
  /// its terminal.
  @Override
  public void close() {
    ProcessHandle.of(process.pid())
        .ifPresent(shell -> shell.descendants().forEach(ProcessHandle::destroy));
    process.destroyForcibly();
  }

  /// Decodes as it reads: a character may be split between two reads.
  private void pump() {
    var decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    var bytes = ByteBuffer.allocate(CHUNK_BYTES);
    var characters = CharBuffer.allocate(CHUNK_BYTES);
    try (InputStream stream = process.getInputStream()) {
      while (true) {
        int count = stream.read(bytes.array(), bytes.position(), bytes.remaining());
        if (count < 0) {
          break;
        }
        bytes.position(bytes.position() + count).flip();
        decoder.decode(bytes, characters, false);
        bytes.compact();
        wrote(characters.flip().toString());
        characters.clear();
      }
    } catch (IOException _) {
      // On Linux, the end of a terminal is an error.
    }
    ended();
  }

  private void wrote(String text) {
    if (text.isEmpty()) {
      return;
    }
    Output output;
    synchronized (kept) {
      kept.append(text);
      if (kept.length() > 2 * KEPT_CHARACTERS_MAX) {
        kept.delete(0, kept.length() - KEPT_CHARACTERS_MAX);
      }
      written += text.length();
      output = new Output(id, text, written);
    }
    listeners.send("output", JSON.writeValueAsString(output));
  }

  private void ended() {
    try {
      listeners.send("ended", JSON.writeValueAsString(new Ended(id, process.waitFor())));
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts the thread of a terminal", e);
    }
  }
}
