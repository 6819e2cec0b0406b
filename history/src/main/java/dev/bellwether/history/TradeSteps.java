package dev.bellwether.history;

import dev.bellwether.faults.FaultKind;
import dev.bellwether.history.Http.Served;
import dev.bellwether.history.Recording.Head;
import dev.bellwether.history.Recording.Scene;
import dev.bellwether.trader.Decision;
import dev.bellwether.trader.Market;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/// One attempt to trade, from the customer to the recorder, as the agents of the services report
/// it:
///
/// ```
/// monkey    client   POST
/// trader    server   └ POST /trade/request
/// trader    internal   ├ run_model            (a model that fails: the trade ends here, 500)
/// trader    internal   └ trade
/// trader    client       ├ POST
/// router    server       │ └ POST /record
/// router    client       │   └ POST
/// recorder  server       │     └ POST /record   see RecorderSteps
/// trader    client       └ GET                  (a refused trade: is it recorded already?)
/// ```
///
/// Each method makes a span and what is below it, and returns when it ended.
final class TradeSteps {
  private static final int INTERNAL = 1;
  static final int SERVER = 2;
  static final int CLIENT = 3;
  private static final int TRADER_PORT = 9001;
  private static final int ROUTER_PORT = 9000;
  private static final String JETTY = "io.opentelemetry.jetty-12.0";
  private static final String NETTY = "io.opentelemetry.netty-4.1";
  private static final String TRADER_SCOPE = "dev.bellwether.trader";

  /// The feed is never exactly as slow as the last time.
  private static final int JITTER_MILLIS = 10;

  /// PBKDF2, a thousand rounds on the machine that this was measured on.
  private static final double HASH_MILLIS = 0.7;

  /// How an attempt ended.
  ///
  /// @param undelivered the notification that the relay has to repeat
  record Ended(Scene scene, int status, long endNanos, Optional<Undelivered> undelivered) {}

  /// What the trader did, or the router: the status that it answered, and when.
  record Answer(int status, long endNanos) {}

  private final Recording recording;
  private final Surroundings surroundings;
  private final Market market;
  private final RecorderSteps recorder;
  private final Attempt attempt;
  private final Chance chance;
  private final Scene scene;
  private final Logs logs;

  private TradeSteps(
      Recording recording,
      Surroundings surroundings,
      Market market,
      Recorders recorders,
      Attempt attempt) {
    this.recording = recording;
    this.surroundings = surroundings;
    this.market = market;
    this.attempt = attempt;
    this.chance = new Chance(attempt.random());
    this.scene =
        new Scene(
            chance.id(),
            chance.id(),
            attempt.trade().malformed() ? attempt.readableKeys() : attempt.keys());
    this.logs = new Logs(recording, scene);
    this.recorder = new RecorderSteps(recording, surroundings, recorders, scene, chance, attempt);
  }

  static Ended run(
      Recording recording,
      Surroundings surroundings,
      Market market,
      Recorders recorders,
      Attempt attempt) {
    return new TradeSteps(recording, surroundings, market, recorders, attempt).run();
  }

  private Ended run() {
    long id = chance.id();
    long start = attempt.startNanos();
    Answer answer = trader(start + chance.micros(250), id);
    long end = answer.endNanos() + chance.micros(150);
    recording.span(
        scene,
        "monkey",
        Http.JDK_CLIENT,
        new Head(id, 0, "POST", CLIENT, start, end),
        span -> Http.client(span, "POST", TRADER_PORT, "/trade/request", answer.status()));
    return new Ended(scene, answer.status(), end, recorder.undelivered());
  }

  private Answer trader(long start, long parent) {
    long id = chance.id();
    Answer answer =
        attempt.trade().malformed()
            ? new Answer(400, start + chance.micros(400))
            : request(start + chance.micros(300) + chance.hiccup(), id);
    long end = answer.endNanos() + chance.micros(120);
    var customer = attempt.trade().customer();
    var served =
        new Served(
            "POST",
            TRADER_PORT,
            "/trade/request",
            "/trade/request",
            false,
            "",
            chance.port(),
            customer.address(),
            customer.userAgent());
    recording.span(
        scene,
        "trader",
        JETTY,
        new Head(id, parent, "POST /trade/request", SERVER, start, end),
        span -> Http.server(span, served, answer.status()));
    return new Answer(answer.status(), end);
  }

  private Answer request(long start, long parent) {
    var request = attempt.request();
    logs.desk(
        start,
        parent,
        Logs.INFO,
        "trade requested for %s: %s on %s"
            .formatted(request.customerId(), request.symbol(), request.day().label()));
    long hashed = start + millis(strike(FaultKind.EXPENSIVE_HASH), HASH_MILLIS);
    long modelStart = hashed + chance.micros(40);
    if (strike(FaultKind.MODEL_EXCEPTION).isPresent()) {
      return modelFails(modelStart, parent);
    }
    var outlook = market.outlook(request, strike(FaultKind.MARKET_SKEW).orElse(0));
    long modelEnd = runModel(modelStart, parent, outlook);
    return trade(modelEnd + chance.micros(20), parent, outlook.decision());
  }

  private Answer modelFails(long start, long parent) {
    boolean even = (attempt.id().getLeastSignificantBits() & 1) == 0;
    var message =
        even
            ? "CUDA out of memory. Tried to allocate 2.00 GiB"
            : "mat1 and mat2 shapes cannot be multiplied (32x6 and 8x64)";
    long end = start + chance.micros(120);
    recording.span(
        scene,
        "trader",
        TRADER_SCOPE,
        new Head(chance.id(), parent, "run_model", INTERNAL, start, end),
        span -> span.failed(message));
    long logged = end + chance.micros(200);
    logs.modelFailed(logged, parent, message);
    return new Answer(500, logged);
  }

  private long runModel(long start, long parent, Market.Outlook outlook) {
    long id = chance.id();
    long decided = start + chance.micros(250);
    OptionalInt slow =
        surroundings.strike(
            "trader", FaultKind.SLOW_MARKET_DATA, attempt.id(), fields(outlook.decision()));
    long fetched = decided;
    if (slow.isPresent()) {
      long took =
          (long) slow.getAsInt() - JITTER_MILLIS + chance.random().nextInt(2 * JITTER_MILLIS);
      fetched = decided + TimeUnit.MILLISECONDS.toNanos(Math.max(1, took));
      logs.feedTimedOut(fetched, id, attempt.request().region(), took);
    }
    logs.desk(fetched + 20_000, id, Logs.INFO, "market_factor: " + outlook.marketFactor());
    logs.desk(
        fetched + 60_000,
        id,
        Logs.INFO,
        "current market share price of %s: %s"
            .formatted(
                attempt.request().symbol(), outlook.decision().sharePrice().toPlainString()));
    long end = fetched + chance.micros(100);
    recording.span(
        scene,
        "trader",
        TRADER_SCOPE,
        new Head(id, parent, "run_model", INTERNAL, start, end),
        span -> span.whole("com.example.market_factor", outlook.marketFactor()));
    return end;
  }

  private Answer trade(long start, long parent, Decision decision) {
    long id = chance.id();
    Answer recorded = record(start + chance.micros(200), id, decision);
    boolean refused = recorded.status() != 200;
    var refusal = refused ? RecorderSteps.refusal(decision) : "";
    long known = refused ? find(recorded.endNanos() + chance.micros(300), id) : recorded.endNanos();
    long end = known + chance.micros(90);
    var customer = attempt.request().customerId();
    if (refused) {
      logs.desk(end, id, Logs.WARN, "trade for %s failed: %s".formatted(customer, refusal));
    } else {
      logs.desk(
          end,
          id,
          Logs.INFO,
          "traded %s %d %s at %s for %s"
              .formatted(
                  decision.action().label(),
                  decision.shares(),
                  attempt.request().symbol(),
                  decision.sharePrice().toPlainString(),
                  customer));
    }
    recording.span(
        scene,
        "trader",
        TRADER_SCOPE,
        new Head(id, parent, "trade", INTERNAL, start, end),
        span -> {
          span.text("com.example.action", decision.action().label());
          span.whole("com.example.shares", decision.shares());
          span.decimal("com.example.share_price", decision.sharePrice().doubleValue());
          span.decimal("com.example.value", decision.value().doubleValue());
          if (refused) {
            span.failed(refusal);
          }
        });
    return new Answer(recorded.status(), end);
  }

  /// `POST /record`, by way of the router.
  private Answer record(long start, long parent, Decision decision) {
    var target = "/record?canary=" + attempt.trade().canary();
    return call(
        start,
        parent,
        new Call("POST", "/record", "/record", "canary=" + attempt.trade().canary(), target),
        (begin, id) -> recorder.record(begin, id, decision, fields(decision)));
  }

  /// `GET /trades/{id}`, which is not there.
  private long find(long start, long parent) {
    var path = "/trades/" + attempt.id();
    return call(start, parent, new Call("GET", "/trades/:trade_id", path, "", path), recorder::find)
        .endNanos();
  }

  private record Call(String method, String route, String path, String query, String target) {}

  private interface Recorder {
    Answer answer(long startNanos, long parent);
  }

  private Answer call(long start, long parent, Call call, Recorder last) {
    long id = chance.id();
    Answer answer = router(start + chance.micros(250), id, call, last);
    long end = answer.endNanos() + chance.micros(120);
    recording.span(
        scene,
        "trader",
        Http.JDK_CLIENT,
        new Head(id, parent, call.method(), CLIENT, start, end),
        span -> Http.client(span, call.method(), ROUTER_PORT, call.target(), answer.status()));
    return new Answer(answer.status(), end);
  }

  private Answer router(long start, long parent, Call call, Recorder last) {
    long id = chance.id();
    boolean canary = call.query().equals("canary=true");
    int port = canary ? RecorderSteps.CANARY_PORT : RecorderSteps.PORT;
    logs.routing(start + 100_000, id, port, call.method(), call.path(), canary);
    long sent = start + chance.micros(400) + chance.hiccup();
    long clientId = chance.id();
    Answer answer = last.answer(sent + chance.micros(180), clientId);
    long received = answer.endNanos() + chance.micros(100);
    recording.span(
        scene,
        "router",
        NETTY,
        new Head(clientId, id, call.method(), CLIENT, sent, received),
        span -> {
          Http.client(span, call.method(), port, call.target(), answer.status());
          span.text("network.peer.address", "127.0.0.1");
          span.whole("network.peer.port", port);
        });
    long end = received + chance.micros(90);
    var served =
        Served.inside(
            call.method(), ROUTER_PORT, call.route(), call.path(), call.query(), chance.port());
    recording.span(
        scene,
        "router",
        NETTY,
        new Head(id, parent, call.method() + " " + call.route(), SERVER, start, end),
        span -> Http.server(span, served, answer.status()));
    return new Answer(answer.status(), end);
  }

  private OptionalInt strike(FaultKind kind) {
    return surroundings.strike("trader", kind, attempt.id(), attempt.request().keys());
  }

  /// What a predicate may speak of once it is decided what to trade.
  private Map<String, String> fields(Decision decision) {
    var fields = new HashMap<>(attempt.request().keys());
    fields.put("action", decision.action().label());
    return fields;
  }

  private long millis(OptionalInt amount, double each) {
    return amount.isEmpty() ? 0 : chance.micros((int) (amount.getAsInt() * each * 1_000));
  }
}
