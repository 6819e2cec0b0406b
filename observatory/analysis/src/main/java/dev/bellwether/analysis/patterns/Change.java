package dev.bellwether.analysis.patterns;

/// A pattern that is written more or less often than before.
///
/// @param before lines in the earlier time
/// @param now lines in the later time
/// @param ratio of the lines a minute, now against before; infinite where there were none before
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
}
