package dev.bellwether.store.tests;

import static dev.bellwether.store.tests.SampleTraces.NOON_NANOS;
import static dev.bellwether.store.tests.SampleTraces.client;
import static dev.bellwether.store.tests.SampleTraces.internal;
import static dev.bellwether.store.tests.SampleTraces.log;
import static dev.bellwether.store.tests.SampleTraces.query;
import static dev.bellwether.store.tests.SampleTraces.server;

import dev.bellwether.model.LogRecord;
import dev.bellwether.model.Span;
import dev.bellwether.model.Value;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// One trade, as the instrumented trading system reports it:
///
/// ```
///  1 monkey    client   POST
///  2 trader    server   POST /trade/request
///  3 trader    internal run_model
///  4 trader    internal trade
///  5 trader    client   POST
///  6 router    server   POST /record
///  7 router    client   POST
///  8 recorder  server   POST /record
///  9 recorder  client   INSERT trades       (PostgreSQL)
/// 10 recorder  client   POST                (after the answer)
/// 11 notifier  server   POST /notify
/// 12 notifier  client   POST                (clearinghouse, which sends no telemetry)
/// ```
///
/// @param number makes trace id and trade id: another number, another trade
/// @param fault what goes wrong
public record SampleTrade(
    long number,
    long startNanos,
    String customerId,
    String region,
    String symbol,
    String action,
    long shares,
    Fault fault) {
  public enum Fault {
    NONE,
    /// The recorder finds no database, and every call above it fails with 503.
    DATABASE_AWAY,
    /// The model takes 800 ms more.
    SLOW_MODEL
  }

  /// What the trader puts into the baggage, and everybody copies to spans and log records.
  public static final List<String> BAGGAGE_KEYS =
      List.of(
          "com.example.customer_id",
          "com.example.day_of_week",
          "com.example.region",
          "com.example.symbol",
          "com.example.data_source",
          "com.example.classification",
          "com.example.canary",
          "com.example.trade_id");

  private static final List<String> CUSTOMERS =
      List.of("l.hall", "q.bert", "mr.t", "j.casey", "b.smith", "l.johnson");
  private static final List<String> REGIONS = List.of("NA", "LATAM", "EU", "EMEA", "APAC");
  private static final List<String> SYMBOLS =
      List.of("ZVZZT", "ZALM", "ZYX", "CBAZ", "BAA", "OELK");
  private static final Duration BETWEEN_TRADES = Duration.ofMillis(250);

  /// Trade 1 is l.hall's, of 10 shares of ZVZZT in NA, at noon; other numbers go round the cast, a
  /// quarter of a second apart.
  public static SampleTrade of(long number) {
    var round = (int) (number - 1);
    return new SampleTrade(
        number,
        NOON_NANOS + round * BETWEEN_TRADES.toNanos(),
        CUSTOMERS.get(Math.floorMod(round, CUSTOMERS.size())),
        REGIONS.get(Math.floorMod(round, REGIONS.size())),
        SYMBOLS.get(Math.floorMod(round, SYMBOLS.size())),
        List.of("buy", "sell").get(Math.floorMod(round, 2)),
        10 + Math.floorMod(round, 90),
        Fault.NONE);
  }

  public SampleTrade withCustomer(String customerId) {
    return new SampleTrade(number, startNanos, customerId, region, symbol, action, shares, fault);
  }

  public SampleTrade withRegion(String region) {
    return new SampleTrade(number, startNanos, customerId, region, symbol, action, shares, fault);
  }

  public SampleTrade with(Fault fault) {
    return new SampleTrade(number, startNanos, customerId, region, symbol, action, shares, fault);
  }

  public UUID tradeId() {
    return new UUID(0x019c_0000_0000_7000L, 0x8000_0000_0000_0000L | number);
  }

  /// Twelve spans, parents before children; nine where the database is away.
  public List<Span> spans() {
    return SampleTraces.trace(number, startNanos, monkeyCall());
  }

  /// What the services write while they work on it, in order of time.
  public List<LogRecord> logs() {
    var spans = spans();
    var atTrader = spans.get(1);
    var atRecorder = spans.get(7);
    var begun = line(atTrader, 9, "trade requested for " + symbol);
    if (fault == Fault.DATABASE_AWAY) {
      return List.of(begun, line(atRecorder, 17, "trade not recorded: connection refused"));
    }
    return List.of(
        begun,
        line(spans.get(5), 9, "{\"message\":\"routing request to recorder\"}"),
        line(atRecorder, 9, "trade committed for " + customerId),
        line(spans.get(10), 9, "notified clearinghouse of trade " + tradeId()));
  }

  private SpanSketch monkeyCall() {
    var call = client("monkey", "POST").with(http("trader", 9001, "/trade/request"));
    return fails(call.calling(traderWork().withBaggage(baggage())));
  }

  private SpanSketch traderWork() {
    var model = internal("trader", "run_model").with("com.example.market_factor", 42);
    var slow = fault == Fault.SLOW_MODEL;
    var trade =
        internal("trader", "trade")
            .with("com.example.action", action)
            .with("com.example.shares", shares)
            .with(Map.of("com.example.share_price", Value.of(55.25)))
            .with(Map.of("com.example.value", Value.of(shares * 55.25)));
    var call = client("trader", "POST").with(http("router", 9000, "/record"));
    var work = server("trader", "POST /trade/request").with("http.route", "/trade/request");
    return fails(
        work.calling(
            model.lasting(Duration.ofMillis(slow ? 805 : 5)),
            trade,
            fails(call.calling(fails(routerWork())))));
  }

  private SpanSketch routerWork() {
    var call = client("router", "POST").with(http("recorder", 9003, "/record"));
    return server("router", "POST /record")
        .with("http.route", "/record")
        .calling(fails(call.calling(fails(recorderWork()))));
  }

  private SpanSketch recorderWork() {
    var insert = query("recorder", "trades", "INSERT INTO trades VALUES (?, ?, ?)");
    var work = server("recorder", "POST /record").with("http.route", "/record");
    if (fault == Fault.DATABASE_AWAY) {
      return work.calling(insert.with("error.type", "08001").failing("connection refused"));
    }
    var notify = client("recorder", "POST").with(http("notifier", 9005, "/notify"));
    return work.lasting(Duration.ofMillis(4)).calling(insert, notify.calling(notifierWork()));
  }

  private static SpanSketch notifierWork() {
    return server("notifier", "POST /notify")
        .with("http.route", "/notify")
        .calling(client("notifier", "POST").with(http("clearinghouse", 9006, "/webhooks/trades")));
  }

  private SpanSketch fails(SpanSketch call) {
    return fault == Fault.DATABASE_AWAY
        ? call.with("http.response.status_code", 503).failing("")
        : call.with("http.response.status_code", 200);
  }

  private static Map<String, Value> http(String host, int port, String path) {
    return Map.of(
        "http.request.method", Value.of("POST"),
        "server.address", Value.of(host),
        "server.port", Value.of(port),
        "url.full", Value.of("http://%s:%d%s".formatted(host, port, path)));
  }

  /// Baggage has no types: everything is a string.
  private Map<String, Value> baggage() {
    var baggage = new HashMap<String, Value>();
    baggage.put("com.example.customer_id", Value.of(customerId));
    baggage.put("com.example.day_of_week", Value.of("M"));
    baggage.put("com.example.region", Value.of(region));
    baggage.put("com.example.symbol", Value.of(symbol));
    baggage.put("com.example.data_source", Value.of("monkey"));
    baggage.put("com.example.canary", Value.of("false"));
    baggage.put("com.example.trade_id", Value.of(tradeId().toString()));
    return baggage;
  }

  private LogRecord line(Span span, int severity, String body) {
    return log(span.service(), span.startNanos() + 1_000, severity, body, baggage(), span);
  }
}
