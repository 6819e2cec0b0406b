package dev.bellwether.lab;

import dev.bellwether.http.Handler;
import dev.bellwether.http.Problem;
import dev.bellwether.http.Request;
import dev.bellwether.http.Routes;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// `/api/desk…`: the trading desk sends trades to `trader`, asks `monkey` who trades, and shows
/// what became of it all. What goes wrong, and making it go wrong, is for an instructor: whoever
/// looks for a cause must not find it here.
final class DeskResource {
  private static final JsonMapper JSON = new JsonMapper();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  /// Above what `trader` itself gives a trade.
  private static final Duration TRADE_MAX = Duration.ofSeconds(15);

  /// Paths of `monkey` that begin or end something; `docs/faults.md` has them.
  private static final Pattern FAULT =
      Pattern.compile(
          "/(tput|latency|err|skew_market_factor|canary|flags|external|reset)/[\\w./-]+(\\?[\\w=&.-]*)?");

  private final Monkey monkey;
  private final URI trader;
  private final int observatoryPort;
  private final boolean instructor;
  private final DeskTrades trades;

  DeskResource(Configuration configuration) {
    this.monkey = new Monkey(configuration.monkey());
    this.trader = configuration.trader();
    this.observatoryPort = configuration.observatory().getPort();
    this.instructor = configuration.faults();
    this.trades = new DeskTrades(new Observatory(configuration.observatory().toString()));
  }

  Routes addTo(Routes routes) {
    return routes
        .get("/api/desk", asking(_ -> desk(monkey.state())))
        .get("/api/desk/trades", asking(_ -> new Newest(trades.newest())))
        .post("/api/desk/trades", asking(this::trade))
        .post("/api/desk/market/reset", asking(_ -> resetMarket()))
        .post("/api/desk/simulation/{switch}", asking(this::simulation))
        .post("/api/desk/faults", asking(request -> fault("POST", request)))
        .with("DELETE", "/api/desk/faults", asking(request -> fault("DELETE", request)));
  }

  /// @param instructor whether faults may be seen and begun
  /// @param wrong what goes wrong; empty for others than an instructor
  record Desk(
      int observatoryPort,
      boolean instructor,
      boolean running,
      String day,
      double tradesPerSecond,
      List<String> regions,
      List<String> symbols,
      List<Customer> customers,
      List<Wrong> wrong) {}

  record Customer(String id, String region, String browser) {}

  /// @param where the conditions, and the services that it is in
  /// @param until epoch milliseconds as ISO-8601
  record Wrong(String kind, String where, double percent, int amount, String until) {}

  record Newest(List<DeskTrades.Row> trades) {}

  /// @param answer of `trader`: the decision, or a problem document
  record Sent(String tradeId, int status, JsonNode answer) {}

  record Done(boolean done) {}

  private interface Question {
    Object answer(Request request) throws IOException, InterruptedException;
  }

  private static Handler asking(Question question) {
    return request -> {
      try {
        return TrackResource.json(question.answer(request));
      } catch (Monkey.Refused e) {
        throw Problem.of(e.status(), String.valueOf(e.getMessage()), Map.of());
      } catch (IOException e) {
        throw Problem.unavailable("The trading system does not answer: " + e.getMessage(), 1);
      } catch (InterruptedException e) {
        throw new IllegalStateException("nobody interrupts a request", e);
      }
    };
  }

  private Desk desk(JsonNode state) {
    var customers = new ArrayList<Customer>();
    for (var one : state.path("customers")) {
      customers.add(
          new Customer(text(one, "customer_id"), text(one, "region"), text(one, "browser")));
    }
    return new Desk(
        observatoryPort,
        instructor,
        state.path("running").asBoolean(false),
        text(state, "day_of_week"),
        state.path("trades_per_second").asDouble(0),
        texts(state.path("regions")),
        texts(state.path("symbols")),
        customers,
        instructor ? wrong(state.path("incidents")) : List.of());
  }

  private static List<Wrong> wrong(JsonNode incidents) {
    var wrong = new ArrayList<Wrong>();
    for (var one : incidents) {
      var where = new ArrayList<String>();
      one.path("where")
          .properties()
          .forEach(each -> where.add(each.getKey() + " " + each.getValue().asString("")));
      where.add("in " + String.join(", ", texts(one.path("services"))));
      wrong.add(
          new Wrong(
              text(one, "kind"),
              String.join(", ", where),
              one.path("percent").asDouble(0),
              one.path("amount").asInt(0),
              text(one, "end")));
    }
    return wrong;
  }

  /// The id is made here, before the first send: the trade can be found by it. With `action`, the
  /// model is not asked.
  private Sent trade(Request request) throws IOException, InterruptedException {
    if (!(parsed(request.body()) instanceof ObjectNode trade)) {
      throw Problem.badRequest("body: no JSON object (expected: a trade)");
    }
    var id = UUID.randomUUID().toString();
    trade.put("trade_id", id).put("data_source", "desk");
    var path = trade.has("action") ? "/trade/force" : "/trade/request";
    var answer =
        CLIENT.send(
            HttpRequest.newBuilder(trader.resolve(path))
                .timeout(TRADE_MAX)
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(trade)))
                .build(),
            BodyHandlers.ofByteArray());
    return new Sent(id, answer.statusCode(), parsed(answer.body()));
  }

  private Done resetMarket() throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(trader.resolve("/reset"))
            .timeout(TRADE_MAX)
            .POST(BodyPublishers.noBody())
            .build();
    return new Done(CLIENT.send(request, BodyHandlers.discarding()).statusCode() == 200);
  }

  private Desk simulation(Request request) throws IOException, InterruptedException {
    var wanted = request.segment("switch");
    if (!wanted.equals("start") && !wanted.equals("stop")) {
      throw Problem.notFound("simulation: '%s' (expected: start or stop)".formatted(wanted));
    }
    return desk(monkey.ask("POST", "/simulation/" + wanted));
  }

  private Desk fault(String method, Request request) throws IOException, InterruptedException {
    if (!instructor) {
      throw Problem.of(
          403,
          "Faults are for an instructor: BELLWETHER_LAB_FAULTS=true ./bellwether lab",
          Map.of());
    }
    var path = request.parameter("path").orElse("");
    if (!FAULT.matcher(path).matches()) {
      throw Problem.badRequest("path: '%s' (expected: a path of docs/faults.md)".formatted(path));
    }
    return desk(monkey.ask(method, path));
  }

  private static JsonNode parsed(byte[] document) {
    try {
      return JSON.readTree(document);
    } catch (JacksonException e) {
      throw Problem.badRequest("body: " + e.getOriginalMessage());
    }
  }

  private static String text(JsonNode node, String name) {
    return node.path(name).asString("");
  }

  private static List<String> texts(JsonNode array) {
    var texts = new ArrayList<String>();
    array.forEach(each -> texts.add(each.asString("")));
    return texts;
  }
}
