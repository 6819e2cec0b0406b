package dev.bellwether.monkey;

import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;

/// The log of this process: one line per event, on standard output.
final class StandardOutput extends StreamHandler {
  private StandardOutput() {
    super(
        System.out,
        new Formatter() {
          @Override
          public String format(LogRecord record) {
            return line(record, formatMessage(record));
          }
        });
  }

  /// Sends everything that this process logs here.
  static void install() {
    Logger root = LogManager.getLogManager().getLogger("");
    for (Handler handler : root.getHandlers()) {
      root.removeHandler(handler);
    }
    root.addHandler(new StandardOutput());
  }

  @Override
  public synchronized void publish(LogRecord record) {
    super.publish(record);
    flush();
  }

  private static String line(LogRecord record, String message) {
    String thrown = record.getThrown() == null ? "" : " | " + record.getThrown();
    return "%s %-7s %s%s%n"
        .formatted(
            record.getInstant(),
            record.getLevel(),
            message.replaceAll("[\r\n]+", " | "),
            thrown.replaceAll("[\r\n]+", " | "));
  }
}
