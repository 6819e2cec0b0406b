package dev.bellwether.analysis.patterns;

import java.util.Locale;

/// A pattern that is written more or less often than before.
///
/// @param before lines in the earlier time
/// @param now lines in the later time
/// @param ratio of how often it is written, now against before; infinite where there were none
///   before
/// @param chance to see such a difference where there is none
public record Change(
    Kind kind, Pattern pattern, long before, long now, double ratio, double chance) {
  /// In the order in which somebody wants to know.
  public enum Kind {
    /// There was none before.
    NEW,
    MORE,
    /// There is none any more.
    VANISHED,
    FEWER
  }

  /// What is told and why, in a sentence.
  public String sentence() {
    var lines = "%s now, %s before".formatted(number(now), number(before));
    return switch (kind) {
      case NEW -> "New: %s, none in the time before.".formatted(lines(now));
      case VANISHED ->
          "Vanished: none now, %s in the time before; %s.".formatted(lines(before), byChance());
      case MORE -> "%s times as often: %s; %s.".formatted(decimal(ratio), lines, byChance());
      case FEWER -> "%s times less often: %s; %s.".formatted(decimal(1 / ratio), lines, byChance());
    };
  }

  private String byChance() {
    return chance < 1e-9
        ? "by chance less than 1 in 10⁹"
        : "by chance 1 in " + number(Math.max(20, Math.round(1 / chance)));
  }

  private static String lines(long count) {
    return count == 1 ? "1 line" : number(count) + " lines";
  }

  private static String number(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  private static String decimal(double ratio) {
    return String.format(Locale.ROOT, ratio < 10 ? "%.1f" : "%,.0f", ratio);
  }
}
