package dev.bellwether.trader;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// The simulated market: the price of each symbol, moved by every trade that is decided on.
///
/// A price is the mean of the symbol's last five quotes; a trade's market factor adds one quote.
/// Prices depend on the sequence of trades, so decisions are remembered: a request that is sent
/// again, because its answer got lost, must not come out at another price. Many threads may use it.
final class Market {
  /// What the model makes of a request.
  record Outlook(int marketFactor, Decision decision) {}

  /// Quotes that make a price.
  private static final int QUOTES = 5;

  /// The monkey knows 6; more are somebody's free choice and must not grow without bound.
  private static final int SYMBOLS_MAX = 1_000;

  /// A minute of the monkey's fastest load, 70 a second: it has given up on a trade by then.
  private static final int REMEMBERED_MAX = 4_096;

  private final Object lock = new Object();
  private final TradeModel model;
  private final Map<String, double[]> quotes = bounded(SYMBOLS_MAX);
  private final Map<TradeRequest, Outlook> remembered = bounded(REMEMBERED_MAX);

  Market(TradeModel model) {
    this.model = model;
  }

  Outlook outlook(TradeRequest request) {
    int factor = model.marketFactor(request.tradeId(), request.day(), 0);
    synchronized (lock) {
      return remembered.computeIfAbsent(request, _ -> decide(request, factor));
    }
  }

  /// Forgets all prices. Decisions made are kept: they may be on their way.
  void reset() {
    synchronized (lock) {
      quotes.clear();
    }
  }

  private Outlook decide(TradeRequest request, int factor) {
    double[] window = quotes.computeIfAbsent(request.symbol(), this::opening);
    System.arraycopy(window, 1, window, 0, QUOTES - 1);
    window[QUOTES - 1] = openingPrice(request.symbol()) * (1 + factor / 200.0);
    TradeModel.Order order = model.order(request.tradeId(), factor);
    BigDecimal price =
        BigDecimal.valueOf(Arrays.stream(window).sum() / QUOTES)
            .setScale(2, RoundingMode.HALF_EVEN);
    return new Outlook(factor, new Decision(order.action(), order.shares(), price));
  }

  private double[] opening(String symbol) {
    var window = new double[QUOTES];
    Arrays.fill(window, openingPrice(symbol));
    return window;
  }

  /// 20 to 220 dollars, the same in every run with this seed.
  private double openingPrice(String symbol) {
    return 20 + Math.floorMod(TradeModel.mix(model.seed() ^ symbol.hashCode()), 200);
  }

  /// A map that forgets what was used least recently.
  private static <K, V> Map<K, V> bounded(int entriesMax) {
    return new LinkedHashMap<>(16, 0.75f, true) {
      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > entriesMax;
      }
    };
  }
}
