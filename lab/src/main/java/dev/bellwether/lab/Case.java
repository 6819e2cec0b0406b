package dev.bellwether.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import tools.jackson.databind.JsonNode;

/// The cases of the track *Root cause*. The learner's seed decides who is hit.
enum Case {
  /// The data of one region's market is slow, on a day when everybody wants the same symbol.
  SLOW_REGION,

  /// The database refuses one customer, while nearly all trades are of that customer's region.
  FAILING_CUSTOMER,

  /// A new version of a browser, which so far only one region has, sends a request that is wrong.
  CONFOUNDED_BROWSER,

  /// The second recorder loses trades; it gets many of one region's and a few of another's.
  NOISY_CANARY;

  private static final String LASTS = "oneshot=false&seed=";

  /// @throws IllegalArgumentException when there is no such case
  static Case named(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  /// Of the plans of this case in the ledger; the next one is of those that only confuse. The same
  /// learner has the same case again.
  @SuppressWarnings("EnumOrdinal") // a case keeps its place
  long seed(long learner) {
    return 2 * new SplittableRandom(learner ^ ((long) ordinal() << 32)).nextLong(1L << 40);
  }

  /// Paths of `monkey` that begin it.
  ///
  /// @param state of `monkey`: who trades, where, and what
  List<String> orders(JsonNode state, long learner) {
    var random = new SplittableRandom(seed(learner));
    var own = LASTS + seed(learner);
    var confusing = LASTS + (seed(learner) + 1);
    var regions = texts(state.path("regions"));
    var region = regions.remove(random.nextInt(regions.size()));
    return switch (this) {
      case SLOW_REGION ->
          List.of(
              "/latency/region/%s/1200?%s".formatted(region, own),
              "/tput/symbol/%s/normal?%s"
                  .formatted(pick(random, texts(state.path("symbols"))), confusing));
      case FAILING_CUSTOMER -> {
        var customer = pick(random, customers(state));
        yield List.of(
            "/err/db/customer/%s/100?%s".formatted(customer.path("customer_id").asString(""), own),
            "/tput/region/%s/normal?%s".formatted(customer.path("region").asString(""), confusing));
      }
      case CONFOUNDED_BROWSER -> {
        var customer = pick(random, customers(state));
        var browser = customer.path("browser").asString("").split(" ", 2)[0];
        yield List.of(
            "/err/browser/%s?region=%s&%s"
                .formatted(browser, customer.path("region").asString(""), own));
      }
      case NOISY_CANARY -> {
        var other = pick(random, regions);
        yield List.of(
            "/canary/region/%s?percent=60&%s".formatted(region, confusing),
            "/canary/region/%s?percent=30&%s".formatted(other, confusing),
            "/err/db/region/%s/80?service=recorder-canary&%s".formatted(region, own),
            "/err/db/region/%s/80?service=recorder-canary&%s".formatted(other, own));
      }
    };
  }

  private static List<JsonNode> customers(JsonNode state) {
    var customers = new ArrayList<JsonNode>();
    state.path("customers").forEach(customers::add);
    return customers;
  }

  private static List<String> texts(JsonNode array) {
    var texts = new ArrayList<String>();
    array.forEach(text -> texts.add(text.asString("")));
    return texts;
  }

  private static <T> T pick(SplittableRandom random, List<T> among) {
    return among.get(random.nextInt(among.size()));
  }
}
