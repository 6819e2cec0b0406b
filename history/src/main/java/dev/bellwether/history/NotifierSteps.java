package dev.bellwether.history;

import dev.bellwether.faults.FaultKind;
import dev.bellwether.history.Http.Served;
import dev.bellwether.history.Recording.Head;
import dev.bellwether.history.Recording.Scene;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/// A notification, the first one in the trade's own trace or a later one in a trace of its own,
/// with a link:
///
/// ```
/// recorder  client   POST
/// notifier  server   └ POST /notify
/// notifier  client     └ POST            (the clearinghouse, which is not instrumented)
/// recorder  client   UPDATE outbox       (delivered, or when to try again)
/// ```
final class NotifierSteps {
  private static final int PORT = 9005;
  private static final int CLEARINGHOUSE_PORT = 9006;
  private static final String HELIDON = "io.opentelemetry.helidon-4.3";
  private static final long BACKOFF_MILLIS = 200;

  /// What the clearinghouse answers when it refuses.
  private static final long RETRY_AFTER_MILLIS = 1_000;

  private final Recording recording;
  private final Surroundings surroundings;
  private final Scene scene;
  private final Chance chance;
  private final Logs logs;

  NotifierSteps(Recording recording, Surroundings surroundings, Scene scene, Chance chance) {
    this.recording = recording;
    this.surroundings = surroundings;
    this.scene = scene;
    this.chance = chance;
    this.logs = new Logs(recording, scene);
  }

  /// How the clearinghouse took it.
  ///
  /// @param status 0 when there was no answer
  private record Taken(int status, long endNanos) {
    boolean accepted() {
      return status == 200;
    }
  }

  /// The first attempt, in the trade's own trace; what it could not deliver is left to do.
  Optional<Undelivered> first(
      Undelivered event, long start, long parent, Map<String, String> fields) {
    return attempt(event, start, parent, fields, _ -> {});
  }

  /// Another attempt, in a trace of its own; what it could not deliver is left to do.
  Optional<Undelivered> again(Undelivered event, long start, Map<String, String> fields) {
    var origin = event.origin();
    return attempt(
        event,
        start,
        0,
        fields,
        span -> span.link(origin.traceHigh(), origin.traceLow(), event.originSpanId()));
  }

  private Optional<Undelivered> attempt(
      Undelivered event,
      long start,
      long parent,
      Map<String, String> fields,
      java.util.function.Consumer<SpanWriter> more) {
    long id = chance.id();
    var taken = notifier(start + chance.micros(250), id, event.attempt().id(), fields);
    int status = taken.accepted() ? 200 : 503;
    long end = taken.endNanos() + chance.micros(120);
    recording.span(
        scene,
        event.service(),
        Http.JDK_CLIENT,
        new Head(id, parent, "POST", TradeSteps.CLIENT, start, end),
        span -> {
          Http.client(span, "POST", PORT, "/notify", status);
          more.accept(span);
        });
    long delayMillis = delay(taken, event.attempts());
    long noted = end + chance.micros(300);
    update(event, parent, noted, noted + chance.micros(900), taken.accepted(), delayMillis);
    if (taken.accepted()) {
      return Optional.empty();
    }
    logs.recorder(
        event.service(),
        noted,
        parent == 0 ? id : parent,
        Logs.WARN,
        "event %s: attempt %d failed, notifier answered 503, next in PT%sS"
            .formatted(event.eventId(), event.attempts() + 1, delayMillis / 1_000.0));
    return Optional.of(
        new Undelivered(
            event.service(),
            event.eventId(),
            event.attempt(),
            event.origin(),
            event.originSpanId(),
            event.attempts() + 1,
            noted + TimeUnit.MILLISECONDS.toNanos(delayMillis)));
  }

  private Taken notifier(long start, long parent, UUID tradeId, Map<String, String> fields) {
    long id = chance.id();
    var taken = clearinghouse(start + chance.micros(450), id, tradeId, fields);
    boolean accepted = taken.accepted();
    int status = accepted ? 200 : 503;
    long end = taken.endNanos() + chance.micros(250);
    logs.notifier(
        end - 50_000,
        id,
        accepted ? Logs.INFO : Logs.WARN,
        accepted
            ? "notified the clearinghouse of trade " + tradeId
            : "could not notify the clearinghouse of trade %s: %s"
                .formatted(
                    tradeId,
                    taken.status() == 0
                        ? "Unknown[reason=java.io.IOException: HTTP/1.1 header parser received no"
                            + " bytes]"
                        : "Postponed[status=503, retryAfter=1]"));
    var served = Served.inside("POST", PORT, "/notify", "/notify", "", chance.port());
    recording.span(
        scene,
        "notifier",
        HELIDON,
        new Head(id, parent, "POST /notify", TradeSteps.SERVER, start, end),
        span -> Http.server(span, served, status));
    return new Taken(taken.status(), end);
  }

  private Taken clearinghouse(long start, long parent, UUID tradeId, Map<String, String> fields) {
    boolean away = strike(FaultKind.EXTERNAL_AWAY, tradeId, fields).isPresent();
    int slowMillis = away ? 0 : strike(FaultKind.EXTERNAL_SLOW, tradeId, fields).orElse(0);
    boolean refuses = !away && strike(FaultKind.EXTERNAL_REFUSES, tradeId, fields).isPresent();
    long end = start + chance.micros(3_000) + TimeUnit.MILLISECONDS.toNanos(slowMillis);
    int status = refuses ? 503 : 200;
    recording.span(
        scene,
        "notifier",
        Http.JDK_CLIENT,
        new Head(chance.id(), parent, "POST", TradeSteps.CLIENT, start, end),
        span -> {
          if (away) {
            Http.clientWithoutAnswer(span, CLEARINGHOUSE_PORT, "/webhooks/trades", end);
          } else {
            Http.client(span, "POST", CLEARINGHOUSE_PORT, "/webhooks/trades", status);
          }
          span.text("peer.service", "clearinghouse");
        });
    return new Taken(away ? 0 : status, end);
  }

  private void update(
      Undelivered event, long parent, long start, long end, boolean delivered, long delayMillis) {
    // A later attempt's own note is no part of a trace: nothing runs around it.
    if (parent == 0) {
      return;
    }
    long id = chance.id();
    var sql = delivered ? Sql.DELIVERED : Sql.POSTPONED;
    recording.span(
        scene,
        event.service(),
        "io.opentelemetry.jdbc",
        new Head(id, parent, "UPDATE outbox", TradeSteps.CLIENT, start, end),
        span -> RecorderSteps.database(span, "UPDATE outbox", sql));
    var eventId = "'" + event.eventId() + "'";
    var lease = "'%016x'".formatted(chance.id());
    logs.statement(
        start + 200_000,
        id,
        2_000,
        sql,
        delivered ? List.of(eventId, lease) : List.of("'" + delayMillis + "'", eventId, lease));
  }

  private long delay(Taken taken, int attempts) {
    if (taken.status() != 0) {
      return RETRY_AFTER_MILLIS;
    }
    long ceiling = Math.min(BACKOFF_MILLIS << Math.min(attempts + 1, 10), 30_000);
    return chance.random().nextLong(BACKOFF_MILLIS, ceiling + 1);
  }

  private OptionalInt strike(FaultKind kind, UUID tradeId, Map<String, String> fields) {
    return surroundings.strike("clearinghouse", kind, tradeId, fields);
  }
}
