package dev.bellwether.notifier;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.logging.Formatter;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;

/// Writes each event as one line to standard output: time, level, message. A line break inside a
/// message is written as `\n`, so that nobody who chooses the text of a message can forge an event.
final class LogLine extends Formatter {

  static void install() {
    LogManager.getLogManager().reset();
    Logger.getLogger("").addHandler(new Console());
  }

  @Override
  public String format(LogRecord event) {
    var text = new StringWriter();
    text.append(formatMessage(event));
    if (event.getThrown() != null) {
      text.append(": ");
      event.getThrown().printStackTrace(new PrintWriter(text));
    }
    var message = text.toString().strip().replace("\r", "\\r").replace("\n", "\\n");
    return "%s %-7s %s%n".formatted(event.getInstant(), event.getLevel(), message);
  }

  /// Standard output, flushed after each line. The handler of that name in the JDK writes to
  /// standard error, and closes it for everybody when it is told to write elsewhere.
  private static final class Console extends StreamHandler {

    Console() {
      super(System.out, new LogLine());
    }

    @Override
    public synchronized void publish(LogRecord event) {
      super.publish(event);
      flush();
    }

    @Override
    public synchronized void close() {
      flush();
    }
  }
}
