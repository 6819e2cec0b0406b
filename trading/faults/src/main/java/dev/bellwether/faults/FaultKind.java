package dev.bellwether.faults;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What can go wrong. Each kind is at home in one service, which does the damage.
public enum FaultKind {
  /// The feed of market data answers late. Milliseconds.
  SLOW_MARKET_DATA("slow-market-data", "trader", 1, 8_000, true),
  /// The model fails.
  MODEL_EXCEPTION("model-exception", "trader", 0, 0, false),
  /// The market of a symbol is tilted. Points of the market factor, which goes from -100 to 100.
  MARKET_SKEW("market-skew", "trader", -200, 200, false),
  /// Customers are looked up by an expensive hash. Thousands of rounds.
  EXPENSIVE_HASH("expensive-hash", "trader", 1, 2_000, false),
  /// Shares or price become negative, which the database refuses.
  DATABASE_ERROR("database-error", "recorder", 0, 0, true),
  /// The collector of garbage works more than the service. Mebibytes of garbage for each trade.
  GARBAGE_COLLECTION("garbage-collection", "recorder", 1, 512, true),
  /// A query holds a connection of the pool. Milliseconds.
  SLOW_QUERY("slow-query", "recorder", 1, 4_500, true),
  /// The external system answers late. Milliseconds.
  EXTERNAL_SLOW("external-slow", "clearinghouse", 1, 30_000, true),
  /// The external system answers 503.
  EXTERNAL_REFUSES("external-refuses", "clearinghouse", 0, 0, true),
  /// The external system drops the connection.
  EXTERNAL_AWAY("external-away", "clearinghouse", 0, 0, true),
  /// A browser sends `customerid` for `customer_id`.
  MALFORMED_REQUEST("malformed-request", "monkey", 0, 0, false),
  /// Most trades go to one place. Trades a second; 0 is as many as ever.
  THROUGHPUT_SURGE("throughput-surge", "monkey", 0, 1_000, false),
  /// Trades go to the new recorder.
  CANARY_ROUTING("canary-routing", "monkey", 0, 0, false);

  private static final List<String> BEFORE_THE_DECISION =
      List.of("customer_id", "region", "symbol", "day_of_week");

  private final String label;
  private final String service;
  private final int amountMin;
  private final int amountMax;
  private final boolean decided;

  FaultKind(String label, String service, int amountMin, int amountMax, boolean decided) {
    this.label = label;
    this.service = service;
    this.amountMin = amountMin;
    this.amountMax = amountMax;
    this.decided = decided;
  }

  static Optional<FaultKind> labelled(String label) {
    return Arrays.stream(values()).filter(kind -> kind.label.equals(label)).findFirst();
  }

  static List<FaultKind> of(String service) {
    return Arrays.stream(values()).filter(kind -> kind.service.equals(service)).toList();
  }

  /// The name in JSON.
  public String label() {
    return label;
  }

  /// Who does the damage. Any other instance of this service can, too.
  public String service() {
    return service;
  }

  int amountMin() {
    return amountMin;
  }

  int amountMax() {
    return amountMax;
  }

  /// What a predicate may speak of: what is known of a trade where this goes wrong.
  List<String> fields() {
    var fields = new ArrayList<>(BEFORE_THE_DECISION);
    if (service.equals("monkey")) {
      fields.add("browser");
      return List.copyOf(fields);
    }
    fields.addAll(List.of("data_source", "classification", "canary"));
    if (decided) {
      fields.add("action");
    }
    return List.copyOf(fields);
  }

  @Override
  public String toString() {
    return label;
  }
}
