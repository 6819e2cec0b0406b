package dev.bellwether.trader;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/// Makes ids for trades that came without one.
final class TradeIds {
  private TradeIds() {}

  /// A UUID of version 7 (RFC 9562, 5.7): 48 bits of milliseconds, so that an index of them grows
  /// at its end, and 74 random bits.
  static UUID next() {
    var random = ThreadLocalRandom.current();
    long time = (System.currentTimeMillis() << 16) | 0x7000 | random.nextInt(1 << 12);
    return new UUID(time, (random.nextLong() >>> 2) | Long.MIN_VALUE);
  }
}
