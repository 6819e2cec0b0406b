package dev.bellwether.store.segments;

import java.util.concurrent.ThreadLocalRandom;

/// Hashes of identifiers. Ids are chosen by whoever sends them; what they hash to in this process
/// cannot be known there, so nobody can choose ids that collide.
final class Hash {
  private static final long SEED = ThreadLocalRandom.current().nextLong() | 1;

  private Hash() {}

  static long of(long first, long second) {
    return mixed(mixed(first ^ SEED) + second);
  }

  static long of(long first, long second, long third) {
    return mixed(of(first, second) + third);
  }

  /// The finisher of SplittableRandom, multiplied by what was drawn at the start.
  private static long mixed(long value) {
    var z = value * SEED;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
