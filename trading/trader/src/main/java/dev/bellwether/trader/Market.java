package dev.bellwether.trader;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/// The simulated market: what the model decides, at which price.
///
/// A price is the mean of five quotes: the one that goes with the trade's market factor and four
/// that came just before. All are drawn by the seed and the trade's id, so that the same trades
/// have the same prices in every run, whichever of them comes first. Decisions are remembered: a
/// request that is sent again, because its answer got lost, must not come out at another price if
/// the mood of the market has changed since. Many threads may use it.
public final class Market {
  /// What the model makes of a request.
  public record Outlook(int marketFactor, Decision decision) {}

  /// A minute of the monkey's fastest load, 70 a second: it has given up on a trade by then.
  private static final int REMEMBERED_MAX = 4_096;

  private final Object lock = new Object();
  private final TradeModel model;
  private final Map<TradeRequest, Outlook> remembered = bounded(REMEMBERED_MAX);

  public Market(TradeModel model) {
    this.model = model;
  }

  /// What a request meets; the same request meets the same again.
  ///
  /// @param skew what the market's mood adds to every factor; 0 is an ordinary market
  public Outlook outlook(TradeRequest request, int skew) {
    synchronized (lock) {
      return remembered.computeIfAbsent(request, _ -> decide(request, skew));
    }
  }

  /// Forgets what was decided. Where nothing has changed, it will be decided again.
  void reset() {
    synchronized (lock) {
      remembered.clear();
    }
  }

  private Outlook decide(TradeRequest request, int skew) {
    int factor = model.marketFactor(request.tradeId(), request.day(), skew);
    TradeModel.Order order = model.order(request.tradeId(), factor);
    double quotes =
        IntStream.concat(
                IntStream.of(factor), model.factorsBefore(request.tradeId(), request.day(), skew))
            .mapToDouble(each -> openingPrice(request.symbol()) * (1 + each / 200.0))
            .average()
            .orElseThrow();
    BigDecimal price = BigDecimal.valueOf(quotes).setScale(2, RoundingMode.HALF_EVEN);
    return new Outlook(factor, new Decision(order.action(), order.shares(), price));
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
