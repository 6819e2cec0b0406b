package dev.bellwether.notifier;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// Writes each event as one line to standard output: time, level, message. A line break inside a
/// message is written as `\n`, so that nobody who chooses the text of a message can forge an event.
final class LogLine extends Formatter {

  static void install() {
    LogManager.getLogManager().reset();
    var console =
        new ConsoleHandler() {
          {
            setOutputStream(System.out);
          }
        };
    console.setFormatter(new LogLine());
    Logger.getLogger("").addHandler(console);
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
}
