package dev.bellwether.history;

import dev.bellwether.faults.FaultKind;
import dev.bellwether.history.Http.Served;
import dev.bellwether.history.Recording.Head;
import dev.bellwether.history.Recording.Scene;
import dev.bellwether.history.TradeSteps.Answer;
import dev.bellwether.trader.Decision;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/// A trade in the recorder:
///
/// ```
/// recorder  server   POST /record
/// recorder  client   ├ SELECT trades          (where the database is slow)
/// recorder  client   ├ INSERT trades          (refused: it ends here, 422)
/// recorder  client   ├ INSERT outbox
/// recorder  client   ├ POST                   see NotifierSteps, after the answer
/// recorder  client   └ UPDATE outbox
/// ```
final class RecorderSteps {
  static final int PORT = 9003;
  static final int CANARY_PORT = 9004;
  private static final int DATABASE_PORT = 9032;
  private static final String TOMCAT = "io.opentelemetry.tomcat-10.0";
  private static final String JDBC = "io.opentelemetry.jdbc";

  /// A mebibyte of garbage, made and collected.
  private static final double GARBAGE_MILLIS = 2.5;

  private final Recording recording;
  private final Surroundings surroundings;
  private final Recorders recorders;
  private final Scene scene;
  private final Chance chance;
  private final Attempt attempt;
  private final String service;
  private final int databaseProcess;
  private final Logs logs;
  private Optional<Undelivered> undelivered = Optional.empty();

  RecorderSteps(
      Recording recording,
      Surroundings surroundings,
      Recorders recorders,
      Scene scene,
      Chance chance,
      Attempt attempt) {
    this.recording = recording;
    this.surroundings = surroundings;
    this.recorders = recorders;
    this.scene = scene;
    this.chance = chance;
    this.attempt = attempt;
    this.service = attempt.trade().canary() ? "recorder-canary" : "recorder";
    this.databaseProcess = chance.random().nextInt(2_000, 2_010);
    this.logs = new Logs(recording, scene);
  }

  /// The notification, if its first attempt failed.
  Optional<Undelivered> undelivered() {
    return undelivered;
  }

  /// What the database says of a trade with a negative number in it.
  static String refusal(Decision decision) {
    return "%s: refused by the rule %s".formatted(field(decision), constraint(decision));
  }

  /// @param fields what a predicate may speak of
  Answer record(long start, long parent, Decision decision, Map<String, String> fields) {
    long id = chance.id();
    boolean refused = strike(FaultKind.DATABASE_ERROR, fields).isPresent();
    long ready = allocated(start + chance.micros(700) + chance.hiccup(), fields);
    long looked = position(ready, id, strike(FaultKind.SLOW_QUERY, fields));
    long done =
        refused
            ? refusedInsert(looked + chance.micros(300), id, decision)
            : inserts(looked + chance.micros(300), id, decision);
    long end = done + chance.micros(900);
    int status = refused ? 422 : 200;
    served(id, parent, start, end, "POST", "/record", "/record", status);
    if (!refused) {
      notify(end + chance.micros(400), id, parent, fields);
    }
    return new Answer(status, end);
  }

  /// Nothing is recorded under this id.
  Answer find(long start, long parent) {
    long id = chance.id();
    long asked = start + chance.micros(600);
    long found = asked + chance.micros(700);
    statement(asked, found, id, "SELECT trades", Sql.FIND, List.of(quoted(attempt.id())));
    long end = found + chance.micros(800);
    served(id, parent, start, end, "GET", "/trades/{tradeId}", "/trades/" + attempt.id(), 404);
    return new Answer(404, end);
  }

  /// While the collector works, everybody waits.
  private long allocated(long start, Map<String, String> fields) {
    long ready = recorders.resume(service, start);
    OptionalInt mebibytes = strike(FaultKind.GARBAGE_COLLECTION, fields);
    if (mebibytes.isPresent()) {
      ready += chance.micros((int) (mebibytes.getAsInt() * GARBAGE_MILLIS * 1_000));
      recorders.pause(service, ready);
    }
    return ready;
  }

  private long position(long start, long parent, OptionalInt millis) {
    if (millis.isEmpty()) {
      return start;
    }
    long end = start + TimeUnit.MILLISECONDS.toNanos(millis.getAsInt()) + chance.micros(1_500);
    var seconds = Double.toString(millis.getAsInt() / 1_000.0);
    statement(
        start,
        end,
        parent,
        "SELECT trades",
        Sql.POSITION,
        List.of(quoted(seconds), quoted(attempt.request().customerId())));
    return end;
  }

  private long inserts(long start, long parent, Decision decision) {
    long inserted = start + chance.micros(900);
    statement(start, inserted, parent, "INSERT trades", Sql.INSERT_TRADE, row(decision, false));
    long next = inserted + chance.micros(150);
    long end = next + chance.micros(700);
    statement(
        next,
        end,
        parent,
        "INSERT outbox",
        Sql.INSERT_OUTBOX,
        List.of(quoted(attempt.id()), quoted(message(start)), "NULL", "NULL", "'10000'"));
    return end;
  }

  private long refusedInsert(long start, long parent, Decision decision) {
    long end = start + chance.micros(900);
    long id = chance.id();
    var row = row(decision, true);
    var detail = String.join(", ", row);
    var constraint = constraint(decision);
    span(
        new Head(id, parent, "INSERT trades", TradeSteps.CLIENT, start, end),
        Sql.INSERT_TRADE,
        span -> {
          var message =
              "ERROR: new row for relation \"trades\" violates check constraint \"%s\"%n  Detail: %s"
                  .formatted(constraint, detail);
          span.text("error.type", "23514");
          span.failed("");
          var type = "org.postgresql.util.PSQLException";
          span.exception(end, type, message, type + ": " + message);
        });
    logs.refusal(end - 100_000, id, databaseProcess, constraint, detail);
    logs.recorder(
        service, end + 200_000, parent, Logs.WARN, "trade refused by the database: " + constraint);
    return end + 250_000;
  }

  private void notify(long start, long parent, long origin, Map<String, String> fields) {
    logs.recorder(
        service,
        start - 500_000,
        parent,
        Logs.INFO,
        "trade committed for " + attempt.request().customerId());
    var event =
        new Undelivered(
            service,
            new UUID((chance.id() & ~0xF000L) | 0x7000, (chance.id() >>> 2) | Long.MIN_VALUE),
            attempt,
            scene,
            origin,
            0,
            0);
    undelivered =
        new NotifierSteps(recording, surroundings, scene, chance)
            .first(event, start, parent, fields);
  }

  private void served(
      long id,
      long parent,
      long start,
      long end,
      String method,
      String route,
      String path,
      int status) {
    int port = attempt.trade().canary() ? CANARY_PORT : PORT;
    var query = method.equals("POST") ? "canary=" + attempt.trade().canary() : "";
    var served = Served.inside(method, port, route, path, query, chance.port());
    recording.span(
        scene,
        service,
        TOMCAT,
        new Head(id, parent, method + " " + route, TradeSteps.SERVER, start, end),
        span -> Http.server(span, served, status));
  }

  private void statement(
      long start, long end, long parent, String summary, String sql, List<String> parameters) {
    long id = chance.id();
    span(new Head(id, parent, summary, TradeSteps.CLIENT, start, end), sql, _ -> {});
    logs.statement(start + 200_000, id, databaseProcess, sql, parameters);
  }

  private void span(Head head, String sql, java.util.function.Consumer<SpanWriter> more) {
    recording.span(
        scene,
        service,
        JDBC,
        head,
        span -> {
          database(span, head.name(), sql);
          more.accept(span);
        });
  }

  static void database(SpanWriter span, String summary, String sql) {
    span.text("db.namespace", "trades|recorder");
    span.text("db.query.summary", summary);
    span.text("db.query.text", sql);
    span.text("db.system.name", "postgresql");
    span.text("server.address", "127.0.0.1");
    span.whole("server.port", DATABASE_PORT);
  }

  private OptionalInt strike(FaultKind kind, Map<String, String> fields) {
    return surroundings.strike(service, kind, attempt.id(), fields);
  }

  private List<String> row(Decision decision, boolean corrupt) {
    var request = attempt.request();
    boolean negativeShares = corrupt && decision.shares() > 0;
    boolean negativePrice = corrupt && decision.shares() == 0;
    return List.of(
        quoted(request.tradeId()),
        quoted(request.customerId()),
        quoted(request.day().label()),
        quoted(request.region()),
        quoted(request.symbol()),
        quoted(request.dataSource()),
        "NULL",
        quoted(request.canary() ? "t" : "f"),
        quoted(decision.action().label()),
        quoted(negativeShares ? -decision.shares() : decision.shares()),
        quoted(
            (negativePrice ? decision.sharePrice().negate() : decision.sharePrice())
                .toPlainString()),
        quoted("\\x%016x".formatted(chance.id())));
  }

  private String message(long atNanos) {
    var request = attempt.request();
    return "{\"type\":\"trade.recorded\",\"timestamp\":\"%s\",\"data\":{\"trade_id\":\"%s\",\"customer_id\":\"%s\",\"region\":\"%s\",\"symbol\":\"%s\"}}"
        .formatted(
            Logs.instant(atNanos),
            request.tradeId(),
            request.customerId(),
            request.region(),
            request.symbol());
  }

  private static String field(Decision decision) {
    return decision.shares() > 0 ? "shares" : "share_price";
  }

  private static String constraint(Decision decision) {
    return "trades_" + field(decision) + "_check";
  }

  private static String quoted(Object value) {
    return "'" + value + "'";
  }
}
