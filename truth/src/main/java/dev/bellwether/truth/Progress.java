package dev.bellwether.truth;

import java.io.PrintStream;
import java.util.concurrent.TimeUnit;

/// A line that the next one replaces, at most five times a second; nothing where nobody watches.
final class Progress {
  private static final long EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final PrintStream out;
  private final boolean terminal;
  private long shownNanos = System.nanoTime() - EVERY_NANOS;

  Progress(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  void show(java.util.function.Supplier<String> text) {
    if (terminal && System.nanoTime() - shownNanos > EVERY_NANOS) {
      shownNanos = System.nanoTime();
      out.print("\r\u001b[K" + text.get());
      out.flush();
    }
  }

  void end() {
    if (terminal) {
      out.print("\r\u001b[K");
      out.flush();
    }
  }
}
