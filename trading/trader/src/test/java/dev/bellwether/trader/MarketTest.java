package dev.bellwether.trader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MarketTest {
  private final Market market = new Market(new TradeModel(42));

  @Test
  void a_price_is_the_mean_of_five_quotes_around_the_opening_price() {
    var model = new TradeModel(42);
    TradeRequest request = request(1, "ZALM");

    double factors =
        model.marketFactor(request.tradeId(), request.day(), 0)
            + model.factorsBefore(request.tradeId(), request.day(), 0).sum();
    double opening = price(market, request).doubleValue() / (1 + factors / 5 / 200);

    assertThat(opening).isCloseTo(Math.rint(opening), within(0.02)).isBetween(20.0, 220.0);
  }

  @Test
  void a_price_does_not_depend_on_the_trades_before() {
    BigDecimal first = price(new Market(new TradeModel(42)), request(99, "ZALM"));
    IntStream.range(0, 50).forEach(number -> market.outlook(request(number, "ZALM"), 0));

    assertThat(price(market, request(99, "ZALM"))).isEqualTo(first);
  }

  @Test
  void a_request_that_is_sent_again_gets_the_price_it_got_before_whatever_the_mood() {
    Market.Outlook first = market.outlook(request(1, "ZALM"), 0);

    assertThat(market.outlook(request(1, "ZALM"), 90)).isEqualTo(first);
  }

  @Test
  void a_market_that_was_reset_decides_anew() {
    Market.Outlook first = market.outlook(request(1, "ZALM"), -150);

    market.reset();

    assertThat(market.outlook(request(1, "ZALM"), 0)).isNotEqualTo(first);
  }

  @Test
  void a_mood_moves_all_quotes_of_a_price() {
    double gloomy = market.outlook(request(1, "ZALM"), -200).decision().sharePrice().doubleValue();
    market.reset();
    double cheerful = market.outlook(request(1, "ZALM"), 200).decision().sharePrice().doubleValue();

    assertThat(cheerful).isCloseTo(3 * gloomy, within(0.02));
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
    return market.outlook(request, 0).decision().sharePrice();
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
