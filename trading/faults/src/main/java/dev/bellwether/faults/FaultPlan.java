package dev.bellwether.faults;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/// What shall go wrong, for whom, until when.
///
/// @param where values that a trade must have, all of them; empty means every trade
/// @param percent of the trades that match
/// @param amount how bad it is, in the unit of the kind; 0 where the kind has none
/// @param seed of the choice of victims
public record FaultPlan(
    String id,
    FaultKind kind,
    Map<String, String> where,
    double percent,
    int amount,
    long seed,
    Instant end) {

  /// A predicate's values are ids and names of at most 64 characters; so is an id of ours.
  private static final int TEXT_MAX = 64;

  public FaultPlan {
    require(id.matches("[A-Za-z0-9._-]{1,64}"), "id", id, "1 to 64 of A-Z, a-z, 0-9, . _ and -");
    where = Collections.unmodifiableMap(new TreeMap<>(where));
    where.forEach((field, value) -> {
      require(
          kind.fields().contains(field),
          "where." + field,
          value,
          "of a trade, " + kind + " knows " + String.join(", ", kind.fields()));
      require(
          !value.isEmpty() && value.length() <= TEXT_MAX,
          "where." + field,
          value,
          "1 to %d characters".formatted(TEXT_MAX));
    });
    require(percent > 0 && percent <= 100, "percent", percent, "above 0, at most 100");
    require(
        amount >= kind.amountMin() && amount <= kind.amountMax(),
        "amount",
        amount,
        kind.amountMax() == 0
            ? "0, " + kind + " has none"
            : "%d to %d".formatted(kind.amountMin(), kind.amountMax()));
  }

  /// Whether a trade fulfils the predicate.
  boolean matches(Map<String, String> trade) {
    return where.entrySet().stream()
        .allMatch(wanted -> wanted.getValue().equals(trade.get(wanted.getKey())));
  }

  /// Whether a trade that matches is a victim: a function of the seed and the id, nothing else.
  public boolean hits(UUID tradeId) {
    return draw(tradeId) * 100 < percent;
  }

  /// 0 to 1, exclusive.
  private double draw(UUID tradeId) {
    long mixed = mix(mix(seed) ^ tradeId.getMostSignificantBits());
    return (mix(mixed ^ tradeId.getLeastSignificantBits()) >>> 11) * 0x1p-53;
  }

  /// Spreads every bit of the input over all bits of the output (the finalizer of SplitMix64).
  private static long mix(long bits) {
    bits += 0x9e3779b97f4a7c15L;
    bits = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
    bits = (bits ^ (bits >>> 27)) * 0x94d049bb133111ebL;
    return bits ^ (bits >>> 31);
  }

  private static void require(boolean kept, String field, Object value, String expected) {
    if (!kept) {
      throw new IllegalArgumentException("%s: %s (expected: %s)".formatted(field, value, expected));
    }
  }
}
