package dev.bellwether.history;

import dev.bellwether.faults.FaultKind;
import dev.bellwether.faults.FaultPlan;
import dev.bellwether.faults.Incident;
import dev.bellwether.monkey.Browser;
import dev.bellwether.monkey.Cast;
import dev.bellwether.monkey.Customer;
import dev.bellwether.monkey.Region;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/// Draws incidents: kind after kind, each with a predicate, an intensity and decoys by chance.
final class Scenarios {
  private static final List<FaultKind> KINDS = List.of(FaultKind.values());
  private static final List<String> ACTIONS = List.of("buy", "sell", "hold");

  private final long seed;
  private final Cast cast;

  Scenarios(long seed) {
    this.seed = seed;
    this.cast = Cast.of(seed);
  }

  PlannedIncident incident(int number, Instant from, Duration slot) {
    var random = new SplittableRandom(seed * 31 + number).split();
    var kind = KINDS.get(number % KINDS.size());
    long wait = slot.dividedBy(10).toMillis();
    var start = from.plus(slot.multipliedBy(2).dividedBy(5)).plusMillis(random.nextLong(wait));
    var end = start.plus(HistoryPlan.lasts(slot));
    var where = where(kind, random);
    var plan =
        new FaultPlan(
            "%s-%04d".formatted(kind, number),
            kind,
            where,
            percent(kind, random),
            amount(kind, random),
            random.nextLong(),
            end);
    return withDecoys(plan, start, random);
  }

  private Map<String, String> where(FaultKind kind, SplittableRandom random) {
    return switch (kind) {
      case SLOW_MARKET_DATA ->
          random.nextBoolean()
              ? Map.of("region", region(random))
              : Map.of("region", region(random), "action", one(ACTIONS, random));
      case MODEL_EXCEPTION ->
          random.nextBoolean()
              ? Map.of("region", region(random))
              : Map.of("symbol", one(Cast.SYMBOLS, random));
      case MARKET_SKEW -> Map.of("symbol", one(Cast.SYMBOLS, random));
      case DATABASE_ERROR ->
          switch (random.nextInt(3)) {
            case 0 -> Map.of("customer_id", customer(random).customerId());
            case 1 -> Map.of("region", region(random));
            default -> Map.of("region", region(random), "symbol", one(Cast.SYMBOLS, random));
          };
      case SLOW_QUERY ->
          random.nextBoolean() ? Map.of() : Map.of("symbol", one(Cast.SYMBOLS, random));
      case EXPENSIVE_HASH, GARBAGE_COLLECTION, EXTERNAL_SLOW -> Map.of();
      case EXTERNAL_REFUSES, EXTERNAL_AWAY ->
          random.nextBoolean() ? Map.of() : Map.of("region", region(random));
      case MALFORMED_REQUEST -> Map.of("browser", upgraded(customer(random)));
      case THROUGHPUT_SURGE ->
          switch (random.nextInt(3)) {
            case 0 -> Map.of("customer_id", customer(random).customerId());
            case 1 -> Map.of("region", region(random));
            default -> Map.of("symbol", one(Cast.SYMBOLS, random));
          };
      case CANARY_ROUTING -> Map.of("region", region(random));
    };
  }

  /// Of those that fulfil the predicate.
  private static double percent(FaultKind kind, SplittableRandom random) {
    return switch (kind) {
      case SLOW_MARKET_DATA, MODEL_EXCEPTION, DATABASE_ERROR -> random.nextInt(40, 101);
      case EXTERNAL_REFUSES, EXTERNAL_AWAY, SLOW_QUERY -> random.nextInt(60, 101);
      default -> 100;
    };
  }

  private static int amount(FaultKind kind, SplittableRandom random) {
    return switch (kind) {
      case SLOW_MARKET_DATA -> random.nextInt(400, 1_500);
      case MARKET_SKEW -> random.nextInt(60, 150) * (random.nextBoolean() ? 1 : -1);
      case EXPENSIVE_HASH -> random.nextInt(100, 400);
      case GARBAGE_COLLECTION -> random.nextInt(32, 96);
      case SLOW_QUERY -> random.nextInt(300, 1_000);
      case EXTERNAL_SLOW -> random.nextInt(500, 3_000);
      case MODEL_EXCEPTION,
          DATABASE_ERROR,
          EXTERNAL_REFUSES,
          EXTERNAL_AWAY,
          MALFORMED_REQUEST,
          THROUGHPUT_SURGE,
          CANARY_ROUTING ->
          0;
    };
  }

  /// What looks guilty: where a customer lives and what he trades with; the region in which alone a
  /// browser is renewed; a browser that is renewed, without harm, where there is harm of another
  /// kind; a region that most trades come from just then. Of a tilted market, what most victims do:
  /// it fails nobody and is nothing but a change, so a second change would be as guilty.
  private PlannedIncident withDecoys(FaultPlan plan, Instant start, SplittableRandom random) {
    var where = plan.where();
    var decoys = new TreeMap<String, String>();
    var harmless = List.<Incident>of();
    if (plan.kind() == FaultKind.MALFORMED_REQUEST) {
      decoys.put("region", regionOfUsers(where.getOrDefault("browser", ""), random));
    } else if (plan.kind() == FaultKind.MARKET_SKEW) {
      decoys.put("action", plan.amount() > 0 ? "buy" : "sell");
    } else if (where.containsKey("customer_id")) {
      var customer = cast.customer(where.getOrDefault("customer_id", "")).orElseThrow();
      decoys.put("region", customer.region().name());
      decoys.put("browser", customer.browser());
    } else if (where.containsKey("region") || plan.kind() == FaultKind.THROUGHPUT_SURGE) {
      var region = Region.valueOf(where.getOrDefault("region", region(random)));
      var browser = upgraded(one(cast.customers(region), random));
      decoys.put("browser", browser);
      harmless = List.of(upgrade(plan, start, browser, region.name()));
    } else {
      decoys.put("region", region(random));
      harmless = List.of(shift(plan, start, decoys.getOrDefault("region", "")));
    }
    var incident = new Incident(plan, start, Surroundings.instances(plan.kind()), decoys);
    return new PlannedIncident(incident, harmless);
  }

  private static Incident upgrade(FaultPlan plan, Instant start, String browser, String region) {
    return change(plan, start, FaultKind.MALFORMED_REQUEST, Map.of("browser", browser), region);
  }

  private static Incident shift(FaultPlan plan, Instant start, String region) {
    return change(plan, start, FaultKind.THROUGHPUT_SURGE, Map.of("region", region), region);
  }

  private static Incident change(
      FaultPlan plan, Instant start, FaultKind kind, Map<String, String> where, String region) {
    var change = new FaultPlan(plan.id() + "-decoy", kind, where, 100, 0, plan.seed(), plan.end());
    return new Incident(change, start, List.of(), Map.of("region", region));
  }

  private String regionOfUsers(String browser, SplittableRandom random) {
    var family = family(browser);
    var users =
        cast.customers().stream()
            .filter(customer -> family(customer.browser()).equals(family))
            .toList();
    return one(users, random).region().name();
  }

  /// The next version of what this customer uses.
  private static String upgraded(Customer customer) {
    var browser = Browser.labelled(family(customer.browser())).orElseThrow();
    return browser.named(browser.next());
  }

  private static String family(String browser) {
    return browser.replaceFirst(" .*", "");
  }

  private Customer customer(SplittableRandom random) {
    return one(cast.customers(), random);
  }

  private static String region(SplittableRandom random) {
    return one(List.of(Region.values()), random).name();
  }

  private static <T> T one(List<T> values, SplittableRandom random) {
    return values.get(random.nextInt(values.size()));
  }
}
