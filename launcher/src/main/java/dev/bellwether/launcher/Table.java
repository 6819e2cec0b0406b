package dev.bellwether.launcher;

import dev.bellwether.launcher.Board.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The table of `up` and `status`, as lines of text.
///
/// ```
/// process         state       port    time   memory
/// trader          ready       9001   4.1 s   96 MiB
/// ```
///
/// @param now what times are counted to
/// @param memoryBytes by name; what is missing is shown as a dash
/// @param style how states are coloured
record Table(Instant now, Map<String, Long> memoryBytes, Style style) {
  private static final String LINE = "%-15s %s %6s %9s %9s  %s";

  List<String> lines(List<Row> rows) {
    var lines = new ArrayList<String>();
    lines.add(style.faint(LINE.formatted("process", "state   ", "port", "time", "memory", "")));
    for (var row : rows) {
      lines.add(line(row));
    }
    if (!memoryBytes.isEmpty()) {
      long sum = memoryBytes.values().stream().mapToLong(Long::longValue).sum();
      lines.add(style.faint(LINE.formatted("together", "        ", "", "", mebibytes(sum), "")));
    }
    return lines.stream().map(String::stripTrailing).toList();
  }

  private String line(Row row) {
    var memory = memoryBytes.get(row.name());
    return LINE.formatted(
        row.name(),
        style.state(row.state(), "%-8s".formatted(row.state().name().toLowerCase(Locale.ROOT))),
        row.port() == 0 ? "-" : Integer.toString(row.port()),
        time(row),
        memory == null ? "-" : mebibytes(memory),
        row.detail());
  }

  /// While a part starts, how long it has taken so far; then, how long it has been up.
  private String time(Row row) {
    return switch (row.state()) {
      case WAITING, STOPPED, DIED -> "-";
      case STARTING, READY -> duration(Duration.between(row.since(), now));
    };
  }

  static String duration(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds < 60) {
      return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1e3);
    }
    if (seconds < 3600) {
      return "%d min".formatted(seconds / 60);
    }
    return "%d h %02d min".formatted(seconds / 3600, seconds / 60 % 60);
  }

  private static String mebibytes(long bytes) {
    return "%d MiB".formatted(bytes >> 20);
  }
}
