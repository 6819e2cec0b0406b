package dev.bellwether.trader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MarketTest {
  private final Market market = new Market(new TradeModel(42));

  @Test
  void a_price_is_the_mean_of_the_last_five_quotes() {
    double opening = price(market, request(1, "ZALM")).doubleValue();
    // Five quotes at one factor, whichever: the price has to arrive there.
    List<TradeRequest> alike = atFactor(50, 6);

    alike.forEach(market::outlook);
    double settled = market.outlook(alike.getLast()).decision().sharePrice().doubleValue();

    double openingFactor = market.outlook(request(1, "ZALM")).marketFactor();
    double base = opening / (1 + openingFactor / 1_000);
    assertThat(settled).isCloseTo(base * 1.25, within(0.02));
  }

  @Test
  void a_request_that_is_sent_again_gets_the_price_it_got_before() {
    Market.Outlook first = market.outlook(request(1, "ZALM"));
    IntStream.range(2, 50).forEach(number -> market.outlook(request(number, "ZALM")));

    assertThat(market.outlook(request(1, "ZALM"))).isEqualTo(first);
  }

  @Test
  void trades_of_one_symbol_leave_the_prices_of_others_alone() {
    BigDecimal alone = price(new Market(new TradeModel(42)), request(1, "ZYX"));
    IntStream.range(2, 50).forEach(number -> market.outlook(request(number, "ZALM")));

    assertThat(price(market, request(1, "ZYX"))).isEqualTo(alone);
  }

  @Test
  void a_reset_market_opens_at_its_first_prices() {
    BigDecimal first = price(new Market(new TradeModel(42)), request(99, "ZALM"));
    IntStream.range(0, 50).forEach(number -> market.outlook(request(number, "ZALM")));

    market.reset();

    assertThat(price(market, request(99, "ZALM"))).isEqualTo(first);
  }

  @Test
  void prices_have_two_places_and_are_above_zero() {
    IntStream.range(0, 1_000)
        .forEach(number ->
            assertThat(price(market, request(number, "S" + number % 50)))
                .isPositive()
                .satisfies(price -> assertThat(price.scale()).isEqualTo(2)));
  }

  private static BigDecimal price(Market market, TradeRequest request) {
    return market.outlook(request).decision().sharePrice();
  }

  private static List<TradeRequest> atFactor(int factor, int count) {
    var model = new TradeModel(42);
    var found = new ArrayList<TradeRequest>();
    for (int number = 100; found.size() < count; number++) {
      TradeRequest request = request(number, "ZALM");
      if (model.marketFactor(request.tradeId(), request.day(), 0) == factor) {
        found.add(request);
      }
    }
    return found;
  }

  private static TradeRequest request(int number, String symbol) {
    return new TradeRequest(
        new UUID(number, Long.MIN_VALUE),
        "l.hall",
        TradingDay.FRIDAY,
        "NA",
        symbol,
        "monkey",
        null,
        false);
  }
}
