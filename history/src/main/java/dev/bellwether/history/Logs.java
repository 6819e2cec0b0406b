package dev.bellwether.history;

import dev.bellwether.history.Recording.Line;
import dev.bellwether.history.Recording.Scene;
import java.time.Instant;
import java.util.List;

/// What the services write to their logs about one trade, and PostgreSQL to its own. The words are
/// theirs.
final class Logs {
  static final int INFO = 9;
  static final int WARN = 13;
  static final int ERROR = 17;

  private static final String DESK = "dev.bellwether.trader.TradeDesk";

  private final Recording recording;
  private final Scene scene;

  Logs(Recording recording, Scene scene) {
    this.recording = recording;
    this.scene = scene;
  }

  void desk(long atNanos, long spanId, int severity, String body) {
    recording.log(
        scene, "trader", new Line(atNanos, spanId, DESK, severity, body), Logs::nothingMore);
  }

  void feedTimedOut(long atNanos, long spanId, String region, long millis) {
    var body =
        "unable to fetch current market data; skipping: market.%s.example.com timed out after %d ms"
            .formatted(region.toLowerCase(java.util.Locale.ROOT), millis);
    var line = new Line(atNanos, spanId, "dev.bellwether.trader.Surroundings", WARN, body);
    recording.log(scene, "trader", line, Logs::nothingMore);
  }

  void modelFailed(long atNanos, long spanId, String message) {
    var line =
        new Line(
            atNanos, spanId, "dev.bellwether.trader.TraderServer", ERROR, "POST /trade/request");
    var type = "java.lang.IllegalStateException";
    recording.log(
        scene,
        "trader",
        line,
        log -> {
          log.text("exception.type", type);
          log.text("exception.message", message);
          log.text(
              "exception.stacktrace",
              """
              %s: %s
              \tat dev.bellwether.trader.Surroundings.loadModel(Surroundings.java:59)
              \tat dev.bellwether.trader.TradeDesk.outlook(TradeDesk.java:79)
              \tat dev.bellwether.trader.TradeSpans.in(TradeSpans.java:45)
              """
                  .formatted(type, message));
        });
  }

  void routing(long atNanos, long spanId, int port, String method, String path, boolean canary) {
    var body =
        ("{\"time\":\"%s\",\"level\":\"info\",\"message\":\"routing request to http://127.0.0.1:%d\","
                + "\"method\":\"%s\",\"path\":\"%s\",\"canary\":%s}")
            .formatted(instant(atNanos), port, method, path, canary);
    recording.log(
        scene, "router", new Line(atNanos, spanId, "router", INFO, body), Logs::nothingMore);
  }

  void recorder(String service, long atNanos, long spanId, int severity, String body) {
    var line = new Line(atNanos, spanId, "dev.bellwether.recorder.TradeController", severity, body);
    recording.log(scene, service, line, Logs::nothingMore);
  }

  void notifier(long atNanos, long spanId, int severity, String body) {
    var line = new Line(atNanos, spanId, "dev.bellwether.notifier.Notifier", severity, body);
    recording.log(scene, "notifier", line, Logs::nothingMore);
  }

  /// A statement, as PostgreSQL logs it: parameters are in the detail.
  void statement(long atNanos, long spanId, int process, String sql, List<String> parameters) {
    var detail = new StringBuilder("Parameters: ");
    for (int i = 0; i < parameters.size(); i++) {
      detail.append(i == 0 ? "$" : ", $").append(i + 1).append(" = ").append(parameters.get(i));
    }
    var line =
        new Line(
            atNanos, spanId, Recording.POSTGRESQL, INFO, "execute <unnamed>: " + Sql.numbered(sql));
    recording.log(
        scene,
        Recording.POSTGRESQL,
        line,
        log -> {
          log.text("db.namespace", "trades");
          log.text("postgresql.detail", detail.toString());
          log.text("postgresql.user", "recorder");
          log.text("process.pid", Integer.toString(process));
        });
  }

  void refusal(long atNanos, long spanId, int process, String constraint, String row) {
    var body =
        "new row for relation \"trades\" violates check constraint \"%s\"".formatted(constraint);
    recording.log(
        scene,
        Recording.POSTGRESQL,
        new Line(atNanos, spanId, Recording.POSTGRESQL, ERROR, body),
        log -> {
          log.text("db.namespace", "trades");
          log.text("db.query.text", Sql.numbered(Sql.INSERT_TRADE));
          log.text("db.response.status_code", "23514");
          log.text("postgresql.detail", "Failing row contains (" + row + ").");
          log.text("postgresql.user", "recorder");
          log.text("process.pid", Integer.toString(process));
        });
  }

  static Instant instant(long nanos) {
    return Instant.ofEpochSecond(0, nanos);
  }

  private static void nothingMore(SpanWriter attributes) {
    // A plain line.
  }
}
