package dev.bellwether.trader;

import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.IntStream;

/// The model that decides for a customer: a day's mood gives a market factor, the factor an order.
///
/// ```
/// factor  -100 ... -75 ... -25 ... 25 ... 75 ... 100
/// order     sell 50-100 | 1-50 | hold 0 | buy 1-50 | 50-100
/// ```
///
/// Every draw is a function of the seed and the trade's id alone. The same seed and ids give the
/// same orders, in whatever sequence and on however many threads.
public record TradeModel(long seed) {
  /// Bounds of the market factor, whatever skews it.
  static final int FACTOR_MAX = 100;

  /// Quotes that make a price.
  static final int QUOTES = 5;

  /// Says which draw of a trade is meant, so that they are independent of each other.
  private enum Draw {
    DAY(0),
    FACTOR(1),
    SHARES(2),
    FACTORS_BEFORE(3);

    private final int salt;

    Draw(int salt) {
      this.salt = salt;
    }
  }

  record Order(Action action, int shares) {}

  /// The day of a trade that names none.
  TradingDay day(UUID tradeId) {
    TradingDay[] days = TradingDay.values();
    return days[random(tradeId, Draw.DAY).nextInt(days.length)];
  }

  /// @param skew what a lab adds to the factor of a symbol; 0 is an ordinary market
  int marketFactor(UUID tradeId, TradingDay day, int skew) {
    int factor = random(tradeId, Draw.FACTOR).nextInt(day.factorFrom(), day.factorTo() + 1);
    return skewed(factor, skew);
  }

  /// Of the trades just before, as far as they matter for the price.
  IntStream factorsBefore(UUID tradeId, TradingDay day, int skew) {
    return random(tradeId, Draw.FACTORS_BEFORE)
        .ints(QUOTES - 1, day.factorFrom(), day.factorTo() + 1)
        .map(factor -> skewed(factor, skew));
  }

  private static int skewed(int factor, int skew) {
    return Math.clamp((long) factor + skew, -FACTOR_MAX, FACTOR_MAX);
  }

  Order order(UUID tradeId, int marketFactor) {
    int strength = Math.abs(marketFactor);
    if (strength < 25) {
      return new Order(Action.HOLD, 0);
    }
    SplittableRandom random = random(tradeId, Draw.SHARES);
    int shares = strength < 75 ? random.nextInt(1, 51) : random.nextInt(50, 101);
    return new Order(marketFactor < 0 ? Action.SELL : Action.BUY, shares);
  }

  private SplittableRandom random(UUID tradeId, Draw draw) {
    long mixed = mix(seed + draw.salt);
    mixed = mix(mixed ^ tradeId.getMostSignificantBits());
    return new SplittableRandom(mix(mixed ^ tradeId.getLeastSignificantBits()));
  }

  /// Spreads every bit of the input over all bits of the output (the finalizer of SplitMix64).
  static long mix(long bits) {
    bits = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
    bits = (bits ^ (bits >>> 27)) * 0x94d049bb133111ebL;
    return bits ^ (bits >>> 31);
  }
}
