package dev.bellwether.history;

import java.util.SplittableRandom;

/// What chance decides: ids, and how long things take.
record Chance(SplittableRandom random) {
  /// One in two hundred calls meets a pause of its process.
  private static final double HICCUPS = 0.005;

  long id() {
    return random.nextLong() | 1;
  }

  int port() {
    return random.nextInt(32_768, 32_868);
  }

  /// About so long: most a little less, a few several times as much, as real calls take.
  long micros(int typical) {
    return (long) (typical * 1_000 * StrictMath.exp(0.4 * random.nextGaussian()));
  }

  /// Usually nothing; now and then what the machine is busy with.
  long hiccup() {
    return random.nextDouble() < HICCUPS ? random.nextLong(20_000_000, 120_000_000) : 0;
  }
}
