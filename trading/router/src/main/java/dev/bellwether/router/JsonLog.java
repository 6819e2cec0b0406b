package dev.bellwether.router;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Locale;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;

/// A log whose every line is one JSON object: `{"time":…,"level":…,"message":…, …}`.
///
/// The object is the body of the log record as well, so whoever receives it, on standard output or
/// from the agent, has something to parse.
final class JsonLog {
  private static final Logger log = Logger.getLogger("dev.bellwether.router");

  private JsonLog() {}

  /// Sends everything that this process logs to standard output.
  static void install() {
    Logger root = LogManager.getLogManager().getLogger("");
    for (Handler handler : root.getHandlers()) {
      root.removeHandler(handler);
    }
    root.addHandler(new StandardOutput());
  }

  static void info(String message, JsonObject fields) {
    log(Level.INFO, message, fields);
  }

  static void warning(String message, JsonObject fields) {
    log(Level.WARNING, message, fields);
  }

  static void error(String message, JsonObject fields) {
    log(Level.SEVERE, message, fields);
  }

  private static void log(Level level, String message, JsonObject fields) {
    log.log(level, line(Instant.now(), level, message).mergeIn(fields).encode());
  }

  private static JsonObject line(Instant time, Level level, String message) {
    return new JsonObject()
        .put("time", time.toString())
        .put("level", level.getName().toLowerCase(Locale.ROOT))
        .put("message", message);
  }

  /// Writes our lines as they are, and those of libraries as the same kind of object.
  private static final class StandardOutput extends StreamHandler {
    StandardOutput() {
      super(System.out, new Lines());
    }

    @Override
    public synchronized void publish(LogRecord record) {
      super.publish(record);
      flush();
    }
  }

  private static final class Lines extends Formatter {
    @Override
    public String format(LogRecord record) {
      if (log.getName().equals(record.getLoggerName())) {
        return record.getMessage() + System.lineSeparator();
      }
      JsonObject line = line(record.getInstant(), record.getLevel(), formatMessage(record));
      if (record.getThrown() != null) {
        line.put("exception", record.getThrown().toString());
      }
      return line.put("logger", record.getLoggerName()).encode() + System.lineSeparator();
    }
  }
}
