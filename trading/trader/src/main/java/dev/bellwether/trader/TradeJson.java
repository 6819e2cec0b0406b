package dev.bellwether.trader;

import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/// The JSON that a trade comes, goes and is answered in.
final class TradeJson {
  /// Fits the columns of the recorder, and eight of them percent-encoded fit a baggage header (8
  /// KiB).
  static final int TEXT_MAX = 64;

  /// Far beyond any order the model makes, far below what the database can hold.
  static final int SHARES_MAX = 1_000_000;

  /// Dollars.
  static final int PRICE_MAX = 1_000_000;

  private static final int PRICE_PLACES_MAX = 4;
  private static final List<String> TEXTS =
      List.of(
          "trade_id",
          "customer_id",
          "day_of_week",
          "region",
          "symbol",
          "data_source",
          "classification");

  private static final Pattern SYMBOL = Pattern.compile("[A-Z0-9][A-Z0-9.-]{0,11}");
  private static final Pattern REGION = Pattern.compile("[A-Z0-9][A-Z0-9-]{0,15}");

  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN).build();

  private TradeJson() {}

  /// @throws Problem 400, naming the first field that is missing or wrong
  static TradeRequest request(JsonFields fields, TradeModel model) {
    String customerId = fields.text("customer_id", TEXT_MAX);
    UUID tradeId = fields.has("trade_id") ? tradeId(fields) : TradeIds.next();
    return new TradeRequest(
        tradeId,
        customerId,
        fields.has("day_of_week") ? day(fields) : model.day(tradeId),
        matching(fields, "region", REGION, "NA", "1 to 16 of A-Z, 0-9 and -"),
        matching(fields, "symbol", SYMBOL, "ZVZZT", "1 to 12 of A-Z, 0-9, . and -"),
        fields.has("data_source") ? fields.text("data_source", TEXT_MAX) : "monkey",
        fields.has("classification") ? fields.text("classification", TEXT_MAX) : null,
        fields.flag("canary", false));
  }

  /// What can be read of a request that is refused, by the names of [TradeRequest#keys].
  static Map<String, String> readable(JsonFields fields) {
    var readable = new LinkedHashMap<String, String>();
    for (String name : TEXTS) {
      fields.readable(name, TEXT_MAX).ifPresent(value -> readable.put(name, value));
    }
    return readable;
  }

  /// @throws Problem 400, naming the first field that is missing or wrong
  static Decision decision(JsonFields fields) {
    Action action =
        Action.labelled(fields.text("action", TEXT_MAX))
            .orElseThrow(() -> fields.refused("action", "buy, sell or hold"));
    int shares = fields.integer("shares", SHARES_MAX);
    if (action == Action.HOLD && shares != 0) {
      throw fields.refused("shares", "0, to hold");
    }
    return new Decision(action, shares, fields.decimal("share_price", PRICE_PLACES_MAX, PRICE_MAX));
  }

  /// The body of `POST /record`.
  static byte[] record(TradeRequest request, Decision decision) {
    return object(json -> {
      request
          .keys()
          .forEach((name, value) -> {
            if (name.equals("canary")) {
              json.writeBooleanProperty(name, request.canary());
            } else {
              json.writeStringProperty(name, value);
            }
          });
      write(json, decision);
    });
  }

  /// The answer to a trade that is recorded.
  static byte[] answer(TradeRequest request, Decision decision) {
    return object(json -> {
      json.writeStringProperty("trade_id", request.tradeId().toString());
      json.writeStringProperty("customer_id", request.customerId());
      json.writeStringProperty("symbol", request.symbol());
      write(json, decision);
    });
  }

  static byte[] problem(Problem problem) {
    return object(json -> {
      json.writeStringProperty("type", "about:blank");
      json.writeStringProperty("title", title(problem.status()));
      json.writeNumberProperty("status", problem.status());
      json.writeStringProperty("detail", problem.detail());
      if (problem.field() != null) {
        json.writeStringProperty("field", problem.field());
      }
    });
  }

  private static UUID tradeId(JsonFields fields) {
    String text = fields.text("trade_id", TEXT_MAX);
    try {
      UUID id = UUID.fromString(text);
      if (id.toString().equalsIgnoreCase(text)) {
        return id;
      }
    } catch (IllegalArgumentException _) {
      // Refused below, like an id that is too short to be the same when written out.
    }
    throw fields.refused("trade_id", "a UUID");
  }

  private static TradingDay day(JsonFields fields) {
    return TradingDay.labelled(fields.text("day_of_week", TEXT_MAX))
        .orElseThrow(() -> fields.refused("day_of_week", TradingDay.labels()));
  }

  private static String matching(
      JsonFields fields, String name, Pattern pattern, String otherwise, String expected) {
    if (!fields.has(name)) {
      return otherwise;
    }
    String text = fields.text(name, TEXT_MAX);
    if (!pattern.matcher(text).matches()) {
      throw fields.refused(name, expected);
    }
    return text;
  }

  private static void write(JsonGenerator json, Decision decision) {
    json.writeStringProperty("action", decision.action().label());
    json.writeNumberProperty("shares", decision.shares());
    json.writeNumberProperty("share_price", decision.sharePrice());
  }

  private static byte[] object(Consumer<JsonGenerator> fields) {
    var bytes = new ByteArrayOutputStream(512);
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
      json.writeStartObject();
      fields.accept(json);
      json.writeEndObject();
    }
    return bytes.toByteArray();
  }

  private static String title(int status) {
    return switch (status) {
      case 400 -> "Bad Request";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 413 -> "Content Too Large";
      case 422 -> "Unprocessable Content";
      case 429 -> "Too Many Requests";
      case 500 -> "Internal Server Error";
      case 503 -> "Service Unavailable";
      default -> "Status " + status;
    };
  }
}
