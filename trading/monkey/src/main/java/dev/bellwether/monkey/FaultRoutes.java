package dev.bellwether.monkey;

import dev.bellwether.faults.FaultKind;
import dev.bellwether.faults.FaultPlan;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The paths under which something goes wrong: `POST` begins it, `DELETE` ends it. `docs/faults.md`
/// has them with what they do.
final class FaultRoutes {
  /// What a path asks for.
  ///
  /// @param values by the names in braces
  record Match(Route route, Map<String, String> values) {}

  /// What is to begin.
  ///
  /// @param service whose instance it is, empty for all of them
  record Order(FaultPlan plan, String service, Map<String, String> decoys) {}

  /// @param path names in braces stand for a segment; a last one that is a strength is not needed
  ///   to end it
  /// @param amount where the path has none
  private record Route(String path, FaultKind kind, int amount) {
    /// The values of the path, if it is one of ours.
    Optional<Map<String, String>> values(List<String> segments, boolean ending) {
      List<String> wanted = List.of(path.split("/"));
      boolean shortened =
          ending && segments.size() == wanted.size() - 1 && STRENGTHS.contains(wanted.getLast());
      if (segments.size() != wanted.size() && !shortened) {
        return Optional.empty();
      }
      var values = new HashMap<String, String>();
      for (int i = 0; i < segments.size(); i++) {
        if (wanted.get(i).startsWith("{")) {
          values.put(wanted.get(i).replaceAll("[{}]", ""), segments.get(i));
        } else if (!wanted.get(i).equals(segments.get(i))) {
          return Optional.empty();
        }
      }
      return Optional.of(values);
    }
  }

  private static final List<String> STRENGTHS = List.of("{amount}", "{percent}", "{speed}");

  private static final List<Route> ROUTES =
      List.of(
          new Route("tput/region/{region}/{speed}", FaultKind.THROUGHPUT_SURGE, 0),
          new Route("tput/customer/{customer}/{speed}", FaultKind.THROUGHPUT_SURGE, 0),
          new Route("tput/symbol/{symbol}/{speed}", FaultKind.THROUGHPUT_SURGE, 0),
          new Route("latency/region/{region}/{amount}", FaultKind.SLOW_MARKET_DATA, 0),
          new Route("err/db/region/{region}/{percent}", FaultKind.DATABASE_ERROR, 0),
          new Route("err/db/customer/{customer}/{percent}", FaultKind.DATABASE_ERROR, 0),
          new Route("err/model/region/{region}/{percent}", FaultKind.MODEL_EXCEPTION, 0),
          new Route("err/browser/{browser}", FaultKind.MALFORMED_REQUEST, 0),
          new Route("skew_market_factor/symbol/{symbol}/{amount}", FaultKind.MARKET_SKEW, 0),
          new Route("canary/region/{region}", FaultKind.CANARY_ROUTING, 0),
          // About half a second of one core, a full collection, and nearly half of the pool.
          new Route("flags/HASHNEWALG", FaultKind.EXPENSIVE_HASH, 200),
          new Route("flags/GC", FaultKind.GARBAGE_COLLECTION, 16),
          new Route("flags/SLOWQUERY", FaultKind.SLOW_QUERY, 2_000),
          new Route("external/slow/{amount}", FaultKind.EXTERNAL_SLOW, 0),
          new Route("external/refuse/{percent}", FaultKind.EXTERNAL_REFUSES, 0),
          new Route("external/away/{percent}", FaultKind.EXTERNAL_AWAY, 0));

  /// As long as the origin's.
  private static final Duration ONE_SHOT = Duration.ofMinutes(5);

  private static final Duration LASTS_MAX = Duration.ofHours(12);

  private static final List<String> ONE_SHOTS =
      List.of("oneshot", "latency_oneshot", "err_db_oneshot", "err_request_oneshot");

  private final Cast cast;
  private final long seed;

  FaultRoutes(Cast cast, long seed) {
    this.cast = cast;
    this.seed = seed;
  }

  /// The route that a path asks for.
  Optional<Match> find(List<String> segments, boolean ending) {
    return ROUTES.stream()
        .flatMap(route ->
            route.values(segments, ending).map(values -> new Match(route, values)).stream())
        .findFirst();
  }

  /// @throws Problem 400 or 404, naming the first value that is wrong
  Order order(Match match, @Nullable String query, Instant now) {
    var options = new Options(query);
    Map<String, String> where = where(match, options);
    var decoys = new TreeMap<String, String>();
    FaultKind kind = match.route.kind;
    if (kind == FaultKind.MALFORMED_REQUEST) {
      // Where the new version is used: everybody who fails is there, and it is not the reason.
      String region = where.remove("region");
      decoys.putAll(region == null ? Map.of() : Map.of("region", region));
      requireUsers(match, decoys);
    }
    if (where.containsKey("customer_id")) {
      Customer customer = cast.customer(where.get("customer_id")).orElseThrow();
      decoys.put("region", customer.region().name());
      decoys.put("browser", customer.browser());
      decoys.keySet().removeAll(where.keySet());
    }
    String service = service(options, kind);
    double percent = percent(match, options);
    int amount = amount(match, options);
    long planSeed = options.whole("seed", mixed(kind, where));
    Instant end = now.plus(lasts(options));
    options.refuseUnknown();
    try {
      return new Order(
          new FaultPlan(Incidents.newId(), kind, where, percent, amount, planSeed, end),
          service,
          decoys);
    } catch (IllegalArgumentException e) {
      throw new Problem(400, String.valueOf(e.getMessage()));
    }
  }

  /// The plans that a path with `DELETE` means.
  Predicate<FaultPlan> meant(Match match, @Nullable String query) {
    var options = new Options(query);
    Map<String, String> where = where(match, options);
    if (match.route.kind == FaultKind.MALFORMED_REQUEST) {
      where.remove("region");
    }
    return plan ->
        plan.kind() == match.route.kind && plan.where().entrySet().containsAll(where.entrySet());
  }

  /// The predicate: what the path names, and what the query adds to it.
  private Map<String, String> where(Match match, Options options) {
    var given = new TreeMap<>(match.values);
    for (String name : List.of("region", "customer", "symbol")) {
      options.take(name).ifPresent(value -> given.put(name, value));
    }
    var where = new TreeMap<String, String>();
    if (given.containsKey("region")) {
      where.put("region", region(given.get("region")));
    }
    if (given.containsKey("customer")) {
      where.put("customer_id", customer(given.get("customer")));
    }
    if (given.containsKey("symbol")) {
      where.put("symbol", symbol(given.get("symbol")));
    }
    if (given.containsKey("browser")) {
      Browser browser = browser(given.get("browser"));
      where.put("browser", browser.named(browser.next()));
    }
    options
        .take("latency_action")
        .or(() -> options.take("action"))
        .ifPresent(action -> where.put("action", oneOf("action", action, "buy", "sell", "hold")));
    options
        .take("day")
        .ifPresent(day -> where.put("day_of_week", oneOf("day", day, "M", "Tu", "W", "Th", "F")));
    return where;
  }

  private static double percent(Match match, Options options) {
    String inPath = match.values.get("percent");
    return inPath == null ? options.number("percent", 100) : number("percent", inPath);
  }

  private static int amount(Match match, Options options) {
    if (match.values.containsKey("speed")) {
      String speed = match.values.get("speed");
      return Speed.labelled(speed)
          .orElseThrow(() -> new Problem(400, refusal("speed", speed, "normal, high")))
          .tradesPerSecond();
    }
    String inPath = match.values.get("amount");
    return inPath == null
        ? Math.clamp(
            options.whole("amount", match.route.amount), Integer.MIN_VALUE, Integer.MAX_VALUE)
        : whole("amount", inPath);
  }

  private static String service(Options options, FaultKind kind) {
    String service = options.take("err_db_service").or(() -> options.take("service")).orElse("");
    if (service.isEmpty()) {
      return service;
    }
    return kind.service().equals("recorder")
        ? oneOf("service", service, "recorder", Incidents.CANARY)
        : oneOf("service", service, kind.service());
  }

  private static Duration lasts(Options options) {
    boolean once = true;
    for (String name : ONE_SHOTS) {
      once &= !oneOf(name, options.take(name).orElse("true"), "true", "false").equals("false");
    }
    long seconds = options.whole("seconds", (once ? ONE_SHOT : LASTS_MAX).toSeconds());
    if (seconds < 1 || seconds > LASTS_MAX.toSeconds()) {
      throw new Problem(
          400, refusal("seconds", Long.toString(seconds), "1 to " + LASTS_MAX.toSeconds()));
    }
    return Duration.ofSeconds(seconds);
  }

  /// The same for the same order in every run with the same seed.
  private long mixed(FaultKind kind, Map<String, String> where) {
    return Trades.mix(Trades.mix(seed) ^ (kind.label() + where).hashCode());
  }

  private void requireUsers(Match match, Map<String, String> decoys) {
    String browser = Objects.requireNonNull(match.values.get("browser"));
    String region = decoys.getOrDefault("region", "");
    boolean used =
        cast.customers().stream()
            .filter(it -> region.isEmpty() || it.region().name().equals(region))
            .anyMatch(it -> it.browser().startsWith(browser + " "));
    if (!used) {
      throw new Problem(
          404, refusal("browser", browser, "one that somebody in %s uses".formatted(region)));
    }
  }

  private static String region(String name) {
    return known("region", name, Arrays.stream(Region.values()).map(Region::name).toList());
  }

  private String customer(String id) {
    return known("customer", id, cast.customers().stream().map(Customer::customerId).toList());
  }

  private static String symbol(String name) {
    return known("symbol", name, Cast.SYMBOLS);
  }

  private static Browser browser(String name) {
    known("browser", name, Arrays.stream(Browser.values()).map(Browser::toString).toList());
    return Browser.labelled(name).orElseThrow();
  }

  private static String known(String kind, String value, List<String> known) {
    if (!known.contains(value)) {
      throw new Problem(404, refusal(kind, value, String.join(", ", known)));
    }
    return value;
  }

  private static String oneOf(String name, String value, String... choices) {
    if (!List.of(choices).contains(value)) {
      throw new Problem(400, refusal(name, value, String.join(", ", choices)));
    }
    return value;
  }

  private static double number(String name, String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException _) {
      throw new Problem(400, refusal(name, text, "a number"));
    }
  }

  private static int whole(String name, String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException _) {
      throw new Problem(400, refusal(name, text, "a whole number"));
    }
  }

  private static String refusal(String name, String value, String expected) {
    return "%s: %s (expected: %s)".formatted(name, value, expected);
  }

  /// What follows the question mark, taken out one by one; what remains is a mistake.
  private static final class Options {
    private final Map<String, String> remaining = new TreeMap<>();
    private final TreeSet<String> asked = new TreeSet<>();

    Options(@Nullable String query) {
      if (query != null && !query.isEmpty()) {
        for (String pair : query.split("&", -1)) {
          String[] sides = pair.split("=", 2);
          String value = sides.length == 2 ? sides[1] : "";
          remaining.put(sides[0], URLDecoder.decode(value, StandardCharsets.UTF_8));
        }
      }
    }

    Optional<String> take(String name) {
      asked.add(name);
      return Optional.ofNullable(remaining.remove(name));
    }

    double number(String name, double otherwise) {
      return take(name).map(text -> FaultRoutes.number(name, text)).orElse(otherwise);
    }

    long whole(String name, long otherwise) {
      return take(name)
          .map(text -> {
            try {
              return Long.parseLong(text);
            } catch (NumberFormatException _) {
              throw new Problem(400, refusal(name, text, "a whole number"));
            }
          })
          .orElse(otherwise);
    }

    void refuseUnknown() {
      if (!remaining.isEmpty()) {
        String first = remaining.keySet().iterator().next();
        throw new Problem(400, refusal(first, "unknown", String.join(", ", asked)));
      }
    }
  }
}
