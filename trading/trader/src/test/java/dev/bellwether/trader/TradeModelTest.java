package dev.bellwether.trader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.EnumMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TradeModelTest {
  private static final int TRADES = 20_000;

  private final TradeModel model = new TradeModel(42);

  @Test
  void the_same_seed_and_id_give_the_same_draws_whatever_was_drawn_before() {
    var other = new TradeModel(42);
    for (int number = 0; number < 100; number++) {
      other.marketFactor(id(number), TradingDay.FRIDAY, 0);
    }

    for (int number = 0; number < 100; number++) {
      UUID id = id(number);
      assertThat(other.day(id)).isEqualTo(model.day(id));
      assertThat(other.marketFactor(id, TradingDay.MONDAY, 0))
          .isEqualTo(model.marketFactor(id, TradingDay.MONDAY, 0));
      assertThat(other.order(id, 80)).isEqualTo(model.order(id, 80));
    }
  }

  @Test
  void another_seed_gives_other_draws() {
    var other = new TradeModel(43);
    int same = 0;
    for (int number = 0; number < 1_000; number++) {
      same +=
          other.marketFactor(id(number), TradingDay.FRIDAY, 0)
                  == model.marketFactor(id(number), TradingDay.FRIDAY, 0)
              ? 1
              : 0;
    }

    assertThat(same).isLessThan(50);
  }

  @ParameterizedTest
  @EnumSource
  void a_days_factors_fill_its_range_and_no_more(TradingDay day) {
    int least = Integer.MAX_VALUE;
    int most = Integer.MIN_VALUE;
    for (int number = 0; number < TRADES; number++) {
      int factor = model.marketFactor(id(number), day, 0);
      least = Math.min(least, factor);
      most = Math.max(most, factor);
    }

    assertThat(least).isEqualTo(day.factorFrom());
    assertThat(most).isEqualTo(day.factorTo());
  }

  @ParameterizedTest
  @CsvSource({"1000, 100", "-1000, -100", "2147483647, 100", "-2147483648, -100"})
  void a_skewed_factor_stays_within_a_hundred(int skew, int expected) {
    assertThat(model.marketFactor(id(1), TradingDay.WEDNESDAY, skew)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "-100, SELL, 50, 100",
    " -75, SELL, 50, 100",
    " -74, SELL,  1,  50",
    " -25, SELL,  1,  50",
    " -24, HOLD,  0,   0",
    "   0, HOLD,  0,   0",
    "  24, HOLD,  0,   0",
    "  25, BUY,   1,  50",
    "  74, BUY,   1,  50",
    "  75, BUY,  50, 100",
    " 100, BUY,  50, 100"
  })
  void the_factor_decides_the_action_and_how_much(int factor, Action action, int least, int most) {
    int fewest = Integer.MAX_VALUE;
    int many = Integer.MIN_VALUE;
    for (int number = 0; number < TRADES; number++) {
      TradeModel.Order order = model.order(id(number), factor);
      assertThat(order.action()).isEqualTo(action);
      fewest = Math.min(fewest, order.shares());
      many = Math.max(many, order.shares());
    }

    assertThat(fewest).isEqualTo(least);
    assertThat(many).isEqualTo(most);
  }

  @Test
  void over_a_week_40_percent_hold_26_sell_and_35_buy() {
    var counts = new EnumMap<Action, Integer>(Action.class);
    for (int number = 0; number < TRADES; number++) {
      UUID id = id(number);
      int factor = model.marketFactor(id, model.day(id), 0);
      counts.merge(model.order(id, factor).action(), 1, Integer::sum);
    }

    assertThat(share(counts, Action.HOLD)).isCloseTo(0.40, within(0.02));
    assertThat(share(counts, Action.SELL)).isCloseTo(0.26, within(0.02));
    assertThat(share(counts, Action.BUY)).isCloseTo(0.35, within(0.02));
  }

  @Test
  void a_trade_without_a_day_gets_each_day_equally_often() {
    var counts = new EnumMap<TradingDay, Integer>(TradingDay.class);
    for (int number = 0; number < TRADES; number++) {
      counts.merge(model.day(id(number)), 1, Integer::sum);
    }

    assertThat(counts.values())
        .hasSize(5)
        .allSatisfy(count -> assertThat(count).isCloseTo(TRADES / 5, within(TRADES / 50)));
  }

  private static double share(EnumMap<Action, Integer> counts, Action action) {
    return counts.getOrDefault(action, 0) / (double) TRADES;
  }

  /// Ids that differ in few bits only, like those of the monkey.
  private static UUID id(int number) {
    return new UUID((long) number << 32 | 0x8000, Long.MIN_VALUE);
  }
}
