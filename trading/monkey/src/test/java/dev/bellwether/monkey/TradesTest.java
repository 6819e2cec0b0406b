package dev.bellwether.monkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bellwether.faults.Faults;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TradesTest {
  private static final int MANY = 10_000;
  private static final Faults NONE = new Faults("monkey", InstantSource.system());

  private final Throughput throughput = Throughput.ordinary();

  @Test
  void the_same_seed_sends_the_same_trades() {
    List<Trade> first = draw(trades(7), 1_000);
    List<Trade> second = draw(trades(7), 1_000);

    assertThat(second).isEqualTo(first);
    assertThat(draw(trades(8), 10)).isNotEqualTo(first.subList(0, 10));
  }

  @Test
  void an_id_is_a_uuid_of_version_8_that_begins_with_the_trades_number() {
    List<Trade> drawn = draw(trades(7), 1_000);

    assertThat(drawn)
        .extracting(Trade::id)
        .doesNotHaveDuplicates()
        .isSortedAccordingTo((left, right) -> left.toString().compareTo(right.toString()));
    assertThat(drawn)
        .allSatisfy(trade -> {
          assertThat(trade.id().version()).isEqualTo(8);
          assertThat(trade.id().variant()).isEqualTo(2);
          assertThat(trade.id().toString()).startsWith("%08x-".formatted(trade.number()));
        });
  }

  @Test
  void ids_of_different_seeds_differ() {
    assertThat(trades(7).next().id()).isNotEqualTo(trades(8).next().id());
  }

  @Test
  void without_surges_everything_is_picked_equally_often_200_to_300_ms_apart() {
    List<Trade> drawn = draw(trades(7), MANY);

    for (Region region : Region.values()) {
      assertThat(share(drawn, trade -> trade.customer().region() == region))
          .isCloseTo(0.2, within(0.02));
    }
    for (String symbol : Cast.SYMBOLS) {
      assertThat(share(drawn, trade -> trade.symbol().equals(symbol)))
          .isCloseTo(1 / 6.0, within(0.02));
    }
    assertThat(drawn).extracting(trade -> trade.customer().customerId()).contains("l.hall");
    assertThat(drawn)
        .allSatisfy(trade ->
            assertThat(trade.pause()).isBetween(Duration.ofMillis(200), Duration.ofMillis(300)));
  }

  @Test
  void a_surge_gets_95_percent_of_the_picks_and_a_few_of_the_rest() {
    throughput.regions().set(Map.of(Region.LATAM, Speed.HIGH));

    List<Trade> drawn = draw(trades(7), MANY);

    assertThat(share(drawn, trade -> trade.customer().region() == Region.LATAM))
        .isCloseTo(0.95 + 0.05 / 5, within(0.01));
  }

  @Test
  void a_fast_surge_sends_its_trades_2_to_3_ms_apart_and_a_normal_one_does_not() {
    throughput.customers().set(Map.of("l.hall", Speed.HIGH));
    throughput.symbols().set(Map.of("ZALM", Speed.NORMAL));

    List<Trade> drawn = draw(trades(7), MANY);

    double fast =
        share(
            drawn,
            trade ->
                trade.pause().compareTo(Duration.ofMillis(2)) >= 0
                    && trade.pause().compareTo(Duration.ofMillis(3)) < 0);
    assertThat(fast).isCloseTo(0.95, within(0.01));
    assertThat(share(drawn, trade -> trade.customer().customerId().equals("l.hall")))
        .isCloseTo(0.95, within(0.01));
    assertThat(share(drawn, trade -> trade.symbol().equals("ZALM"))).isCloseTo(0.96, within(0.01));

    throughput.follow(List.of());
    throughput.symbols().set(Map.of("ZALM", Speed.NORMAL));
    assertThat(draw(trades(7), 100))
        .allSatisfy(trade -> assertThat(trade.pause()).isGreaterThan(Duration.ofMillis(100)));
  }

  @Test
  void a_surge_of_a_customer_goes_before_one_of_a_region() {
    throughput.regions().set(Map.of(Region.APAC, Speed.NORMAL));
    throughput.customers().set(Map.of("j.casey", Speed.NORMAL));

    List<Trade> drawn = draw(trades(7), MANY);

    assertThat(share(drawn, trade -> trade.customer().customerId().equals("j.casey")))
        .isCloseTo(0.95, within(0.01));
  }

  @Test
  void two_surges_of_a_kind_share_the_picks() {
    throughput.symbols().set(Map.of("BAA", Speed.NORMAL, "OELK", Speed.NORMAL));

    List<Trade> drawn = draw(trades(7), MANY);

    assertThat(share(drawn, trade -> trade.symbol().equals("BAA"))).isCloseTo(0.48, within(0.02));
  }

  @Test
  void a_surge_leaves_ids_and_all_other_picks_as_they_were() {
    List<Trade> before = draw(trades(7), 100);
    throughput.symbols().set(Map.of("ZYX", Speed.NORMAL));

    List<Trade> after = draw(trades(7), 100);

    assertThat(after).extracting(Trade::id).isEqualTo(before.stream().map(Trade::id).toList());
    assertThat(after)
        .extracting(Trade::customer)
        .isEqualTo(before.stream().map(Trade::customer).toList());
  }

  @Test
  void a_week_has_five_days_of_a_minute_each_counted_in_pauses() {
    Trades trades = trades(7);
    // 4 a second, 60 seconds a day, 5 days, and Monday again.
    List<String> days = draw(trades, 240 * 6).stream().map(Trade::day).distinct().toList();

    assertThat(days).containsExactly("M", "Tu", "W", "Th", "F");
    assertThat(trades.day()).isIn("M", "Tu");
  }

  @Test
  void the_rate_sets_the_pause() {
    var fast =
        new Trades(7, Cast.of(7), throughput, new Upgrades(), NONE, 1_000, Duration.ofMinutes(1));

    assertThat(draw(fast, 100))
        .allSatisfy(trade ->
            assertThat(trade.pause())
                .isBetween(Duration.ofNanos(800_000), Duration.ofNanos(1_200_000)));
  }

  private Trades trades(long seed) {
    return new Trades(
        seed, Cast.of(seed), throughput, new Upgrades(), NONE, 4, Duration.ofMinutes(1));
  }

  private static List<Trade> draw(Trades trades, int count) {
    return IntStream.range(0, count).mapToObj(_ -> trades.next()).toList();
  }

  private static double share(List<Trade> drawn, Predicate<Trade> wanted) {
    return drawn.stream().filter(wanted).count() / (double) drawn.size();
  }
}
