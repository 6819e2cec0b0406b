package dev.bellwether.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.launcher.Board.Row;
import dev.bellwether.launcher.Board.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TableTest {
  private static final Instant NOW = Instant.parse("2026-11-22T16:00:00Z");

  private static Row row(String name, State state, String detail, Duration age) {
    return new Row(name, state, detail, 9001, 1, NOW.minus(age), Duration.ZERO);
  }

  @Test
  void every_process_is_a_line_with_state_port_time_and_memory() {
    var rows =
        List.of(
            row("trader", State.READY, "", Duration.ofMillis(4100)),
            row("recorder", State.WAITING, "", Duration.ZERO),
            row("router", State.DIED, "ended with exit code 1", Duration.ofHours(2)));

    var lines = new Table(NOW, Map.of("trader", 96L << 20), new Style(false)).lines(rows);

    assertThat(lines)
        .containsExactly(
            "process         state      port      time    memory",
            "trader          ready      9001     4.1 s    96 MiB",
            "recorder        waiting    9001         -         -",
            "router          died       9001         -         -  ended with exit code 1",
            "together                                     96 MiB");
  }

  @Test
  void times_are_as_exact_as_a_reader_wants_them() {
    assertThat(Table.duration(Duration.ofMillis(940))).isEqualTo("0.9 s");
    assertThat(Table.duration(Duration.ofMillis(59_900))).isEqualTo("59.9 s");
    assertThat(Table.duration(Duration.ofSeconds(60))).isEqualTo("1 min");
    assertThat(Table.duration(Duration.ofMinutes(125))).isEqualTo("2 h 05 min");
  }

  @Test
  void colours_change_no_width() {
    var rows = List.of(row("trader", State.READY, "", Duration.ofSeconds(1)));
    var plain = new Table(NOW, Map.of(), new Style(false)).lines(rows);
    var coloured = new Table(NOW, Map.of(), new Style(true)).lines(rows);

    assertThat(coloured.stream().map(line -> line.replaceAll("\u001b\\[\\d+m", "").stripTrailing()))
        .containsExactlyElementsOf(plain);
    assertThat(coloured.getLast()).contains("\u001b[32mready");
  }
}
