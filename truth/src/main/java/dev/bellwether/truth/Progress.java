package dev.bellwether.truth;

import java.io.PrintStream;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// A line that the next one replaces, at most five times a second; where none can be replaced, a
/// line of its own now and then.
final class Progress {
  private static final long EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final long EVERY_NANOS_OF_ITS_OWN = TimeUnit.SECONDS.toNanos(20);

  private final PrintStream out;
  private final boolean terminal;
  private long shownNanos = System.nanoTime();

  Progress(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  void show(Supplier<String> text) {
    long everyNanos = terminal ? EVERY_NANOS : EVERY_NANOS_OF_ITS_OWN;
    if (System.nanoTime() - shownNanos > everyNanos) {
      shownNanos = System.nanoTime();
      out.print(terminal ? "\r\u001b[K" + text.get() : text.get() + "\n");
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
