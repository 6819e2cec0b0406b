package dev.bellwether.launcher;

import dev.bellwether.launcher.Board.Row;
import dev.bellwether.launcher.Board.State;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/// The board as a file, for `status` and `stop`: one line per part, replaced as a whole.
///
/// ```
/// name      state  port  pid    process start  began to start  detail   (tabs; times in epoch ms)
/// trader    READY  9001  12345  1764000000000  1764000000010
/// ```
record RunFile(Path file) implements Board.Listener {

  /// @param processStart tells the process from a later one with the same pid
  record Line(Row row, Instant processStart) {
    boolean isRunning() {
      return Processes.find(row.pid(), processStart).isPresent();
    }
  }

  @Override
  public void changed(Row before, Row after, List<Row> all) {
    if (after.state() != before.state() || after.pid() != before.pid()) {
      write(all);
    }
  }

  private void write(List<Row> rows) {
    var text = rows.stream().map(RunFile::line).collect(Collectors.joining("\n", "", "\n"));
    var fresh = file.resolveSibling(file.getFileName() + ".fresh");
    try {
      Files.writeString(fresh, text);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String line(Row row) {
    var start = ProcessHandle.of(row.pid()).map(Processes::start).orElse(Instant.EPOCH);
    return "%s\t%s\t%d\t%d\t%d\t%d\t%s"
        .formatted(
            row.name(),
            row.state(),
            row.port(),
            row.pid(),
            start.toEpochMilli(),
            row.since().toEpochMilli(),
            row.detail().replaceAll("\\s+", " "));
  }

  List<Line> read() {
    try {
      return Files.readAllLines(file).stream().map(RunFile::parse).toList();
    } catch (NoSuchFileException _) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Line parse(String line) {
    var columns = line.split("\t", 7);
    var row =
        new Row(
            columns[0],
            State.valueOf(columns[1]),
            columns[6],
            Integer.parseInt(columns[2]),
            Long.parseLong(columns[3]),
            Instant.ofEpochMilli(Long.parseLong(columns[5])),
            Duration.ZERO);
    return new Line(row, Instant.ofEpochMilli(Long.parseLong(columns[4])));
  }
}
