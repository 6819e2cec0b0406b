package dev.bellwether.truth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The command itself: an observatory of its own is started, filled, asked and removed.
class ScoreIT {
  @Test
  void incidents_are_replayed_and_asked_about_and_make_a_table()
      throws IOException, InterruptedException {
    var out = new ByteArrayOutputStream();
    var options =
        new Options(List.of("--incidents", "2", "--trades-per-second", "1", "--seed", "3"));

    Score.run(
        options,
        Path.of("..").toRealPath(),
        new PrintStream(out, true, StandardCharsets.UTF_8),
        false);

    var printed = out.toString(StandardCharsets.UTF_8);
    assertThat(printed.lines())
        .anyMatch(line -> line.startsWith("| `slow-market-data` |         1 |"))
        .anyMatch(line -> line.startsWith("| `model-exception`  |         1 | 100 % | 100 % |"))
        .anyMatch(line -> line.startsWith("| **all**            |         2 |"));
    assertThat(printed).endsWith(" of 2 quiet windows.\n");
  }
}
