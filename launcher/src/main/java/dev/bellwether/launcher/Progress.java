package dev.bellwether.launcher;

import dev.bellwether.launcher.Board.Row;
import dev.bellwether.launcher.Board.State;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// What the user sees while the parts start, and when one dies later.
sealed interface Progress extends Board.Listener {
  /// The start is over, well or not: from now on only bad news is shown.
  void finish();

  /// One line per event: for logs, pipes and CI.
  final class Lines implements Progress {
    private final PrintStream out;
    private final Style style;

    Lines(PrintStream out, Style style) {
      this.out = out;
      this.style = style;
    }

    @Override
    public void changed(Row before, Row after, List<Row> all) {
      if (after.state() != before.state()) {
        out.println(
            switch (after.state()) {
              case WAITING -> after.name() + " waits";
              case STARTING -> after.name() + " starts";
              case READY ->
                  "%s is ready on port %d after %s"
                      .formatted(after.name(), after.port(), Table.duration(after.startTook()));
              case STOPPED -> after.name() + " has stopped";
              case DIED -> style.red("%s died: %s".formatted(after.name(), after.detail()));
            });
      } else if (!after.detail().isEmpty() && !after.detail().endsWith("%")) {
        out.println("%s: %s".formatted(after.name(), after.detail()));
      }
    }

    @Override
    public void finish() {}
  }

  /// The table, drawn again in its place: on every change, and ten times a second for the times.
  final class Drawing implements Progress {
    private static final long FRAME_MILLIS = 100;
    private static final String TO_END_OF_LINE = "\u001b[K\n";

    private final PrintStream out;
    private final Style style;
    private final Object lock = new Object();
    private List<Row> rows = List.of();
    private int drawnLines;
    private boolean finished;

    Drawing(PrintStream out, Style style) {
      this.out = out;
      this.style = style;
      Thread.ofVirtual().name("progress").start(this::redraw);
    }

    private void redraw() {
      try {
        synchronized (lock) {
          while (!finished) {
            draw();
            lock.wait(FRAME_MILLIS);
          }
        }
      } catch (InterruptedException e) {
        throw new IllegalStateException("nobody interrupts the thread that draws", e);
      }
    }

    private void draw() {
      var frame = new StringBuilder();
      if (drawnLines > 0) {
        frame.append("\u001b[%dA".formatted(drawnLines));
      }
      var lines =
          rows.isEmpty()
              ? List.<String>of()
              : new Table(Instant.now(), Map.of(), style).lines(rows);
      lines.forEach(line -> frame.append(line).append(TO_END_OF_LINE));
      drawnLines = lines.size();
      out.print(frame);
      out.flush();
    }

    @Override
    public void changed(Row before, Row after, List<Row> all) {
      synchronized (lock) {
        rows = all;
        if (!finished) {
          lock.notifyAll();
        } else if (after.state() == State.DIED && before.state() != State.DIED) {
          out.println(style.red("%s died: %s".formatted(after.name(), after.detail())));
        }
      }
    }

    /// Takes the table away: what follows is the final one, or the reason why there is none. Once
    /// it is gone, the lines above the cursor are not ours any more.
    @Override
    public void finish() {
      synchronized (lock) {
        finished = true;
        if (drawnLines > 0) {
          out.print("\u001b[%dA\u001b[J".formatted(drawnLines));
          out.flush();
          drawnLines = 0;
        }
        lock.notifyAll();
      }
    }
  }
}
