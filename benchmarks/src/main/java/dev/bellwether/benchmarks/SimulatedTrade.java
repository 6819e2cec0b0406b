package dev.bellwether.benchmarks;

import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// What one trade is about, drawn at random.
///
/// Three trades in a hundred fail, and four fifths of those are of region EMEA on a Friday: that is
/// what an explanation of the failures has to find.
record SimulatedTrade(
    long startNanos,
    long traceHigh,
    long traceLow,
    UUID id,
    String customer,
    String region,
    String symbol,
    String day,
    boolean fraud,
    boolean canary,
    boolean failing) {
  static final List<String> CUSTOMERS =
      IntStream.range(0, 57).mapToObj(SimulatedTrade::customer).toList();
  static final List<String> REGIONS = List.of("NA", "LATAM", "EU", "EMEA", "APAC");
  static final List<String> SYMBOLS = List.of("ZVZZT", "ZALM", "ZYX", "CBAZ", "BAA", "OELK");
  private static final List<String> DAYS = List.of("M", "Tu", "W", "Th", "F");

  /// EMEA on Friday is one trade in 25: 0.6 × 0.04 + 0.006 × 0.96 is 3 %.
  private static final double FAILING_EMEA_FRIDAY = 0.6;

  private static final double FAILING_ELSEWHERE = 0.006;

  static SimulatedTrade draw(RandomGenerator random, long startNanos) {
    var region = one(REGIONS, random);
    var day = one(DAYS, random);
    boolean troubled = region.equals("EMEA") && day.equals("F");
    return new SimulatedTrade(
        startNanos,
        random.nextLong(),
        random.nextLong() | 1,
        randomUuid(random),
        one(CUSTOMERS, random),
        region,
        one(SYMBOLS, random),
        day,
        random.nextInt(50) == 0,
        random.nextInt(20) == 0,
        random.nextDouble() < (troubled ? FAILING_EMEA_FRIDAY : FAILING_ELSEWHERE));
  }

  static UUID randomUuid(RandomGenerator random) {
    return new UUID(
        (random.nextLong() & ~0xF000L) | 0x4000L, (random.nextLong() & ~(3L << 62)) | (1L << 63));
  }

  private static <T> T one(List<T> values, RandomGenerator random) {
    return values.get(random.nextInt(values.size()));
  }

  private static String customer(int number) {
    var surnames = List.of("hall", "bert", "casey", "chen", "lopez", "mbeki", "sato", "vega");
    return (char) ('a' + number / surnames.size()) + "." + surnames.get(number % surnames.size());
  }
}
