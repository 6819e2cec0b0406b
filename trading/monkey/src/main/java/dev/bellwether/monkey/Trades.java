package dev.bellwether.monkey;

import dev.bellwether.faults.FaultKind;
import dev.bellwether.faults.Faults;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;

/// The sequence of trades of a run.
///
/// Every draw is a function of the seed and the trade's number: two runs with one seed and the same
/// surges send the same trades. The week is counted in pauses drawn, not on a clock, for the same
/// reason. One thread calls [#next].
public final class Trades {
  private static final List<String> DAYS = List.of("M", "Tu", "W", "Th", "F");

  /// How many of the picks a surge gets.
  static final double SURGE_SHARE = 0.95;

  /// How far the pause before an ordinary trade is from the mean.
  private static final double PAUSE_SPREAD = 0.2;

  private static final long SURGE_PAUSE_MICROS_MIN = 2_000;
  private static final long SURGE_PAUSE_MICROS_MAX = 3_000;

  /// How far the run is: trades drawn, and the sum of the pauses after them.
  private record Progress(long drawn, long elapsedMicros) {}

  private final long seed;
  private final Cast cast;
  private final Throughput throughput;
  private final Upgrades upgrades;
  private final Faults faults;
  private final long pauseMicros;
  private final long dayMicros;
  private volatile Progress progress = new Progress(0, 0);

  public Trades(
      long seed,
      Cast cast,
      Throughput throughput,
      Upgrades upgrades,
      Faults faults,
      double tradesPerSecond,
      Duration day) {
    this.seed = seed;
    this.cast = cast;
    this.throughput = throughput;
    this.upgrades = upgrades;
    this.faults = faults;
    this.pauseMicros = (long) (1_000_000 / tradesPerSecond);
    this.dayMicros = day.toNanos() / 1_000;
  }

  public Trade next() {
    Progress before = progress;
    long number = before.drawn();
    SplittableRandom random = new SplittableRandom(mix(mix(seed) ^ number));
    UUID id = id(number, random);
    Pick<Customer> picked = customer(random);
    Customer customer = upgrades.of(picked.value());
    Pick<String> symbol = pick(random, throughput.symbols(), Cast.SYMBOLS);
    boolean fast = picked.fast() || symbol.fast();
    long pause =
        fast
            ? random.nextLong(SURGE_PAUSE_MICROS_MIN, SURGE_PAUSE_MICROS_MAX)
            : (long) (pauseMicros * random.nextDouble(1 - PAUSE_SPREAD, 1 + PAUSE_SPREAD));
    Map<String, String> fields = fields(customer, symbol.value());
    faults.strike(FaultKind.THROUGHPUT_SURGE, id, () -> fields);
    var trade =
        new Trade(
            number,
            id,
            customer,
            day(),
            symbol.value(),
            Duration.ofNanos(pause * 1_000),
            faults.strike(FaultKind.CANARY_ROUTING, id, () -> fields).isPresent(),
            faults.strike(FaultKind.MALFORMED_REQUEST, id, () -> fields).isPresent(),
            random.nextLong());
    progress = new Progress(number + 1, before.elapsedMicros() + pause);
    return trade;
  }

  /// What a predicate may speak of.
  private Map<String, String> fields(Customer customer, String symbol) {
    return Map.of(
        "customer_id",
        customer.customerId(),
        "region",
        customer.region().name(),
        "symbol",
        symbol,
        "day_of_week",
        day(),
        "browser",
        customer.browser());
  }

  /// How many trades were drawn. Any thread may ask.
  long drawn() {
    return progress.drawn();
  }

  /// The day of the trading week that it is now. Any thread may ask.
  String day() {
    return DAYS.get((int) (progress.elapsedMicros() / dayMicros % DAYS.size()));
  }

  /// A UUID of version 8 (RFC 9562, 5.8): 32 bits of the number, so that ids are in order and tell
  /// themselves apart at a glance, then 90 bits drawn.
  private static UUID id(long number, SplittableRandom random) {
    long high = (number << 32) | (random.nextLong() & 0xffff0fffL) | 0x8000;
    return new UUID(high, (random.nextLong() >>> 2) | Long.MIN_VALUE);
  }

  /// What was picked, and whether a surge that is fast picked it.
  private record Pick<T>(T value, boolean fast) {}

  /// A surge of a customer goes before one of a region.
  private Pick<Customer> customer(SplittableRandom random) {
    Pick<Region> region = pick(random, throughput.regions(), List.of(Region.values()));
    List<Customer> there = cast.customers(region.value());
    var ordinary = new Pick<>(there.get(random.nextInt(there.size())), region.fast());
    return surge(random, throughput.customers())
        .flatMap(
            hit -> cast.customer(hit.value()).map(customer -> new Pick<>(customer, hit.fast())))
        .orElse(ordinary);
  }

  private static <T extends Comparable<T>> Pick<T> pick(
      SplittableRandom random, Surges<T> surges, List<T> all) {
    var ordinary = new Pick<>(all.get(random.nextInt(all.size())), false);
    return surge(random, surges).orElse(ordinary);
  }

  /// Draws twice in any case: a surge must not shift the draws that follow.
  private static <T extends Comparable<T>> Optional<Pick<T>> surge(
      SplittableRandom random, Surges<T> surges) {
    boolean hit = random.nextDouble() < SURGE_SHARE;
    int among = random.nextInt(Integer.MAX_VALUE);
    Map<T, Speed> now = surges.now();
    if (!hit || now.isEmpty()) {
      return Optional.empty();
    }
    Map.Entry<T, Speed> chosen = List.copyOf(now.entrySet()).get(among % now.size());
    return Optional.of(new Pick<>(chosen.getKey(), chosen.getValue() == Speed.HIGH));
  }

  /// Spreads every bit of the input over all bits of the output (the finalizer of SplitMix64).
  static long mix(long bits) {
    bits = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
    bits = (bits ^ (bits >>> 27)) * 0x94d049bb133111ebL;
    return bits ^ (bits >>> 31);
  }
}
