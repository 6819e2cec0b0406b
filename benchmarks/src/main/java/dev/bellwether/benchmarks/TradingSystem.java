package dev.bellwether.benchmarks;

import dev.bellwether.history.Agent;
import dev.bellwether.history.ProtobufWriter;
import dev.bellwether.history.SpanWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// The spans of a trade, as the agents of the services report them (docs/telemetry):
///
/// ```
/// monkey    client   POST
/// trader    server   └ POST /trade/request
/// trader    internal   ├ run_model
/// trader    internal   ├ trade
/// trader    client     └ POST
/// router    server       └ POST /record
/// router    client         └ POST
/// recorder  server           └ POST /record
/// recorder  client             ├ INSERT trades    (a failing trade ends here)
/// recorder  client             ├ INSERT outbox
/// recorder  client             ├ POST             (after the answer)
/// notifier  server             │ └ POST /notify
/// notifier  client             │   └ POST         (the clearinghouse)
/// recorder  client             └ UPDATE outbox
/// ```
///
/// A span is reported when it ends: children before parents, and spans of trades that run at the
/// same time between each other. One thread.
final class TradingSystem {
  static final int SPANS_PER_TRADE = 14;

  private static final int INTERNAL = 1;
  private static final int SERVER = 2;
  private static final int CLIENT = 3;
  private static final String HTTP_CLIENT = "io.opentelemetry.java-http-client";
  private static final String JDBC = "io.opentelemetry.jdbc";
  private static final String USER_AGENT = "Java-http-client/25.0.3";
  private static final String INSERT_TRADE =
      """
      INSERT INTO trades (trade_id, customer_id, day_of_week, region, symbol, data_source, \
      classification, canary, action, shares, share_price, fingerprint) VALUES \
      (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (trade_id) DO NOTHING\
      """;
  private static final String INSERT_OUTBOX =
      """
      INSERT INTO outbox (trade_id, payload, traceparent, baggage, attempts, lease, \
      next_attempt_at) VALUES (?, ?, ?, ?, ?, gen_random_uuid(), now() + ? * interval ?) \
      RETURNING *\
      """;
  private static final String UPDATE_OUTBOX =
      "UPDATE outbox SET delivered_at = now(), lease = NULL WHERE event_id = ? AND lease = ?";

  private final RandomGenerator random;
  private final Map<String, Agent> agents = new LinkedHashMap<>();

  private final ProtobufWriter scratch = new ProtobufWriter();

  /// Spans that end after the last trade began, the earliest first.
  private final PriorityQueue<Ended> ended = new PriorityQueue<>();

  private SimulatedTrade trade;
  private long spans;

  TradingSystem(RandomGenerator random, Consumer<byte[]> exporter) {
    this.random = random;
    this.trade = SimulatedTrade.draw(random, 0);
    for (var service : List.of("monkey", "trader", "router", "recorder", "notifier")) {
      var instance = SimulatedTrade.randomUuid(random);
      agents.put(service, new Agent(service, instance, random.nextInt(1_000, 60_000), exporter));
    }
  }

  /// How many spans were reported so far.
  long spans() {
    return spans;
  }

  /// Lets a trade run that begins no earlier than the one before.
  void run(SimulatedTrade next) {
    trade = next;
    while (!ended.isEmpty() && ended.element().endNanos() <= next.startNanos()) {
      ended.remove().report();
    }
    monkeyPost(next.startNanos());
  }

  void flush() {
    while (!ended.isEmpty()) {
      ended.remove().report();
    }
    agents.values().forEach(Agent::flush);
  }

  private void monkeyPost(long start) {
    long id = newId();
    long end = traderServer(start + micros(250), id) + micros(150);
    span(
        "monkey",
        HTTP_CLIENT,
        new Head(id, 0, "POST", CLIENT, start, end),
        span -> clientAttributes(span, 9001, "/trade/request"));
  }

  private long traderServer(long start, long parent) {
    long id = newId();
    long modelEnd = runModel(start + micros(300), id);
    long tradeEnd = trade(modelEnd + micros(20), id);
    long end = traderPost(tradeEnd + micros(60), id) + micros(120);
    span(
        "trader",
        "io.opentelemetry.jetty-12.0",
        new Head(id, parent, "POST /trade/request", SERVER, start, end),
        span -> serverAttributes(span, 9001, "/trade/request"));
    return end;
  }

  private long runModel(long start, long parent) {
    long end = start + micros(2_000);
    span(
        "trader",
        "dev.bellwether.trader",
        new Head(newId(), parent, "run_model", INTERNAL, start, end),
        span -> span.whole("com.example.market_factor", random.nextInt(-100, 101)));
    return end;
  }

  private long trade(long start, long parent) {
    long end = start + micros(80);
    long shares = random.nextInt(1, 100);
    double price = random.nextInt(1_000, 20_000) / 100.0;
    span(
        "trader",
        "dev.bellwether.trader",
        new Head(newId(), parent, "trade", INTERNAL, start, end),
        span -> {
          span.text("com.example.action", shares % 2 == 0 ? "buy" : "sell");
          span.whole("com.example.shares", shares);
          span.decimal("com.example.share_price", price);
          span.decimal("com.example.value", shares * price);
        });
    return end;
  }

  private long traderPost(long start, long parent) {
    long id = newId();
    long end = routerServer(start + micros(200), id) + micros(120);
    span(
        "trader",
        HTTP_CLIENT,
        new Head(id, parent, "POST", CLIENT, start, end),
        span -> clientAttributes(span, 9000, "/record?canary=" + trade.canary()));
    return end;
  }

  private long routerServer(long start, long parent) {
    long id = newId();
    long end = routerPost(start + micros(150), id) + micros(90);
    span(
        "router",
        "io.opentelemetry.netty-4.1",
        new Head(id, parent, "POST /record", SERVER, start, end),
        span -> {
          serverAttributes(span, 9000, "/record");
          span.text("url.query", "canary=" + trade.canary());
        });
    return end;
  }

  private long routerPost(long start, long parent) {
    long id = newId();
    int port = recorderPort();
    long end = recorderServer(start + micros(180), id) + micros(100);
    span(
        "router",
        "io.opentelemetry.netty-4.1",
        new Head(id, parent, "POST", CLIENT, start, end),
        span -> {
          clientAttributes(span, port, "/record?canary=" + trade.canary());
          span.text("network.peer.address", "127.0.0.1");
          span.whole("network.peer.port", port);
        });
    return end;
  }

  private long recorderServer(long start, long parent) {
    long id = newId();
    long inserted = query(start + micros(500), id, "INSERT trades", INSERT_TRADE, trade.failing());
    long committed =
        trade.failing()
            ? inserted
            : query(inserted + micros(50), id, "INSERT outbox", INSERT_OUTBOX, false);
    long end = committed + micros(900);
    span(
        "recorder",
        "io.opentelemetry.tomcat-10.0",
        new Head(id, parent, "POST /record", SERVER, start, end),
        span -> {
          serverAttributes(span, recorderPort(), "/record");
          span.text("url.query", "canary=" + trade.canary());
        });
    if (!trade.failing()) {
      long notified = recorderPost(end + micros(400), id);
      query(notified + micros(100), id, "UPDATE outbox", UPDATE_OUTBOX, false);
    }
    return end;
  }

  private long query(long start, long parent, String summary, String text, boolean failing) {
    long end = start + micros(700);
    span(
        "recorder",
        JDBC,
        new Head(newId(), parent, summary, CLIENT, start, end),
        span -> {
          span.text("db.namespace", "trades");
          span.text("db.query.summary", summary);
          span.text("db.query.text", text);
          span.text("db.system.name", "postgresql");
          span.text("server.address", "127.0.0.1");
          span.whole("server.port", 9032);
          if (failing) {
            span.text("error.type", "08001");
            span.failed("connection refused");
          }
        });
    return end;
  }

  private long recorderPost(long start, long parent) {
    long id = newId();
    long end = notifierServer(start + micros(220), id) + micros(100);
    span(
        "recorder",
        HTTP_CLIENT,
        new Head(id, parent, "POST", CLIENT, start, end),
        span -> clientAttributes(span, 9005, "/notify", 202));
    return end;
  }

  private long notifierServer(long start, long parent) {
    long id = newId();
    long sent = start + micros(250);
    long answered = sent + micros(3_000);
    span(
        "notifier",
        HTTP_CLIENT,
        new Head(newId(), id, "POST", CLIENT, sent, answered),
        span -> {
          clientAttributes(span, 9006, "/webhooks/trades", 200);
          span.text("peer.service", "clearinghouse");
        });
    long end = answered + micros(150);
    span(
        "notifier",
        "io.opentelemetry.helidon-4.3",
        new Head(id, parent, "POST /notify", SERVER, start, end),
        span -> serverAttributes(span, 9005, "/notify", 202));
    return end;
  }

  private record Head(
      long id, long parentId, String name, int kind, long startNanos, long endNanos) {}

  /// @param number decides between spans that end in the same nanosecond
  @SuppressWarnings("ArrayRecordComponent") // compared by its first two components only
  private record Ended(long endNanos, long number, Agent agent, String scope, byte[] span)
      implements Comparable<Ended> {
    void report() {
      agent.span(scope, span);
    }

    @Override
    public int compareTo(Ended other) {
      int byEnd = Long.compare(endNanos, other.endNanos);
      return byEnd != 0 ? byEnd : Long.compare(number, other.number);
    }
  }

  private void span(String service, String scope, Head head, Consumer<SpanWriter> attributes) {
    scratch.clear();
    var span = new SpanWriter(scratch);
    span.head(
        trade.traceHigh(), trade.traceLow(), head.id(), head.parentId(), head.name(), head.kind());
    span.times(head.startNanos(), head.endNanos());
    attributes.accept(span);
    if (!service.equals("monkey")) {
      tradeAttributes(span);
    }
    spans++;
    ended.add(new Ended(head.endNanos(), spans, agent(service), scope, scratch.toByteArray()));
  }

  private void tradeAttributes(SpanWriter span) {
    span.text("com.example.trade_id", trade.id().toString());
    span.text("com.example.customer_id", trade.customer());
    span.text("com.example.day_of_week", trade.day());
    span.text("com.example.region", trade.region());
    span.text("com.example.symbol", trade.symbol());
    span.text("com.example.data_source", "monkey");
    if (trade.fraud()) {
      span.text("com.example.classification", "fraud");
    }
    span.text("com.example.canary", Boolean.toString(trade.canary()));
  }

  private void clientAttributes(SpanWriter span, int port, String target) {
    clientAttributes(span, port, target, trade.failing() ? 503 : 200);
  }

  private static void clientAttributes(SpanWriter span, int port, String target, int status) {
    span.text("url.full", "http://127.0.0.1:" + port + target);
    span.text("server.address", "127.0.0.1");
    span.whole("server.port", port);
    http(span, status);
    if (status >= 400) {
      span.text("error.type", Integer.toString(status));
      span.failed("");
    }
  }

  private void serverAttributes(SpanWriter span, int port, String path) {
    serverAttributes(span, port, path, trade.failing() ? 503 : 200);
  }

  private void serverAttributes(SpanWriter span, int port, String path, int status) {
    span.text("client.address", "127.0.0.1");
    span.text("http.route", path);
    span.text("network.peer.address", "127.0.0.1");
    span.whole("network.peer.port", random.nextInt(32_768, 32_868));
    span.text("server.address", "127.0.0.1");
    span.whole("server.port", port);
    span.text("url.path", path);
    span.text("url.scheme", "http");
    span.text("user_agent.original", USER_AGENT);
    http(span, status);
    if (status >= 500) {
      span.text("error.type", Integer.toString(status));
      span.failed("");
    }
  }

  private static void http(SpanWriter span, int status) {
    span.text("http.request.method", "POST");
    span.whole("http.response.status_code", status);
    span.text("network.protocol.version", "1.1");
  }

  private int recorderPort() {
    return trade.canary() ? 9004 : 9003;
  }

  private Agent agent(String service) {
    var agent = agents.get(service);
    if (agent == null) {
      throw new IllegalStateException("service: " + service);
    }
    return agent;
  }

  private long newId() {
    return random.nextLong() | 1;
  }

  /// About so long: most a little less, a few several times as much, as real calls take.
  private long micros(int typical) {
    return (long) (typical * 1_000 * StrictMath.exp(0.4 * random.nextGaussian()));
  }
}
