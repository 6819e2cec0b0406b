package dev.bellwether.monkey;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/// Everybody who trades and everything that is traded. The same seed gives the same cast.
///
/// @param customers ten of each region, in the order of the regions
public record Cast(List<Customer> customers) {
  public static final List<String> SYMBOLS = List.of("ZVZZT", "ZALM", "ZYX", "CBAZ", "BAA", "OELK");

  private static final int CUSTOMERS_PER_REGION = 10;

  /// Who is there whatever the seed, because a lab asks for them by name.
  private static final Map<Region, List<String>> REGULARS =
      Map.of(
          Region.NA, List.of("l.hall", "q.bert"),
          Region.EMEA, List.of("mr.t"),
          Region.LATAM, List.of("j.casey"));

  private static final List<String> SURNAMES =
      List.of(
          "abara",
          "alvarez",
          "banks",
          "becker",
          "castillo",
          "chen",
          "dubois",
          "eriksen",
          "farouk",
          "fischer",
          "garcia",
          "haddad",
          "ito",
          "jansen",
          "kaur",
          "keller",
          "lindqvist",
          "lopez",
          "marsh",
          "mbeki",
          "mori",
          "nair",
          "novak",
          "okafor",
          "olsen",
          "park",
          "quinn",
          "reyes",
          "rossi",
          "sato",
          "silva",
          "tanaka",
          "torres",
          "usman",
          "vega",
          "weber",
          "wu",
          "young",
          "zhang",
          "zimmer");

  public Cast {
    customers = List.copyOf(customers);
  }

  public static Cast of(long seed) {
    var random = new SplittableRandom(Trades.mix(seed));
    List<String> names = names(random);
    var customers = new ArrayList<Customer>();
    for (Region region : Region.values()) {
      var ids = new ArrayList<>(REGULARS.getOrDefault(region, List.of()));
      while (ids.size() < CUSTOMERS_PER_REGION) {
        ids.add(names.removeLast());
      }
      for (int number = 1; number <= ids.size(); number++) {
        customers.add(customer(ids.get(number - 1), region, number, random));
      }
    }
    return new Cast(customers);
  }

  public List<Customer> customers(Region region) {
    return customers.stream().filter(customer -> customer.region() == region).toList();
  }

  public Optional<Customer> customer(String customerId) {
    return customers.stream().filter(it -> it.customerId().equals(customerId)).findFirst();
  }

  private static Customer customer(String id, Region region, int number, SplittableRandom random) {
    List<Browser> browsers = List.of(Browser.values());
    Browser browser = browsers.get(random.nextInt(browsers.size()));
    int version = browser.oldest() + random.nextInt(Browser.VERSIONS);
    return new Customer(
        id, region, region.address(number), browser.named(version), browser.userAgent(version));
  }

  /// More names than are needed, each once: every surname with an initial, then again with another.
  private static List<String> names(SplittableRandom random) {
    var names = new ArrayList<String>();
    for (int round = 0; round < 2; round++) {
      var surnames = new ArrayList<>(SURNAMES);
      while (!surnames.isEmpty()) {
        String surname = surnames.remove(random.nextInt(surnames.size()));
        // Initials a to m in one round, n to z in the other: nobody has a namesake.
        char initial = (char) ('a' + round * 13 + random.nextInt(13));
        names.add(initial + "." + surname);
      }
    }
    return names;
  }
}
