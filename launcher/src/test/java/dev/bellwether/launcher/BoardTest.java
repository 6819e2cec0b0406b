package dev.bellwether.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bellwether.launcher.Board.State;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BoardTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  private static Board board(Board.Listener listener) {
    var program =
        new JavaProgram(
            Path.of("/"), "m", "M", List.of(), java.util.Map.of(), java.net.URI.create("http://x"));
    var port = new Part.Port(9001, "BELLWETHER_TRADER_PORT");
    return new Board(
        List.of(
            new Part("trader", List.of(port), List.of(), program),
            new Part("router", List.of(port), List.of(), program)),
        List.of(listener));
  }

  private String printed() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void whoever_waits_for_all_hears_when_the_last_is_ready() {
    var board = board((_, _, _) -> {});
    var heard = new AtomicReference<Boolean>();
    Thread.ofVirtual().start(() -> heard.set(wait(board)));

    board.change("trader", row -> row.readyAt(Instant.now()));
    assertThat(heard.get()).isNull();
    board.change("router", row -> row.readyAt(Instant.now()));

    await().untilAtomic(heard, org.hamcrest.Matchers.is(true));
  }

  @Test
  void whoever_waits_for_all_hears_at_once_when_one_has_died() {
    var board = board((_, _, _) -> {});

    board.change("trader", row -> row.with(State.DIED, "ended with exit code 1"));

    assertThat(wait(board)).isFalse();
  }

  private static boolean wait(Board board) {
    try {
      return board.awaitReady(List.of("trader", "router"));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void a_pipe_gets_one_line_per_event() {
    var board = board(new Progress.Lines(out, new Style(false)));

    board.change("trader", row -> row.startedAt(Instant.now()));
    board.change("trader", row -> row.with(State.STARTING, "unpacking PostgreSQL, 3 %"));
    board.change("trader", row -> row.readyAt(row.since().plusMillis(1200)));
    board.change("router", row -> row.with(State.DIED, "ended with exit code 1"));

    assertThat(printed().lines())
        .containsExactly(
            "trader starts",
            "trader is ready on port 9001 after 1.2 s",
            "router died: ended with exit code 1");
  }

  @Test
  void a_terminal_shows_the_table_in_its_place_and_takes_it_away_in_the_end() {
    var drawing = new Progress.Drawing(out, new Style(false));
    var board = board(drawing);

    board.change("trader", row -> row.startedAt(Instant.now()));
    await().until(() -> printed().matches("(?s).*trader +starting.*"));
    drawing.finish();

    assertThat(printed()).endsWith("\u001b[3A\u001b[J");
    board.change("router", row -> row.with(State.DIED, "ended with exit code 1"));
    assertThat(printed()).endsWith("router died: ended with exit code 1\n");
  }

  @Test
  void a_table_that_was_taken_away_is_not_taken_away_again() {
    var drawing = new Progress.Drawing(out, new Style(false));
    var board = board(drawing);
    board.change("trader", row -> row.startedAt(Instant.now()));
    await().until(() -> printed().matches("(?s).*trader +starting.*"));
    drawing.finish();
    var afterTheFirst = printed();

    drawing.finish();

    assertThat(printed()).isEqualTo(afterTheFirst);
  }

  @Test
  void the_run_file_says_what_the_board_says(@TempDir Path folder) {
    var file = new RunFile(folder.resolve("processes"));
    var board = board(file);
    long pid = ProcessHandle.current().pid();

    board.change("trader", row -> row.withPid(pid).startedAt(Instant.ofEpochMilli(17)));

    assertThat(file.read())
        .extracting(RunFile.Line::row)
        .extracting(Board.Row::name)
        .containsExactly("trader", "router");
    var trader = file.read().getFirst();
    assertThat(trader.row().state()).isEqualTo(State.STARTING);
    assertThat(trader.row().since()).isEqualTo(Instant.ofEpochMilli(17));
    assertThat(trader.isRunning()).isTrue();
    assertThat(file.read().getLast().isRunning()).isFalse();
  }

  @Test
  void a_process_with_the_same_pid_and_another_start_is_another_process() {
    var self = ProcessHandle.current();
    var start = Processes.start(self);

    assertThat(Processes.find(self.pid(), start)).isPresent();
    assertThat(Processes.find(self.pid(), start.minusSeconds(3600))).isEmpty();
  }
}
