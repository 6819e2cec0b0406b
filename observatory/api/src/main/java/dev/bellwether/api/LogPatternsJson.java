package dev.bellwether.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// `GET /api/logs/patterns`: what the log lines of a window read like.
///
/// @param startUnixNano where the first step of the counts begins
/// @param stepNano how long a step is
/// @param steps how many steps there are
/// @param before what the window was compared with; absent where it was not, or where nothing is
///   known of the time before
/// @param total how many patterns there are, those that vanished included
/// @param patterns most lines first, those that vanished last
public record LogPatternsJson(
    Reach window,
    @Nullable Reach before,
    String startUnixNano,
    long stepNano,
    int steps,
    int total,
    List<Pattern> patterns) {

  /// What was read of a time.
  ///
  /// @param records how many match
  /// @param truncated there may be more records, before `fromUnixNano`
  /// @param complete false when the time was over before everything was read
  public record Reach(
      String fromUnixNano, String toUnixNano, long records, boolean truncated, boolean complete) {}

  /// Lines that read alike but for their variable parts.
  ///
  /// @param pieces what stands before, between and behind the parts: one more than parts
  /// @param severity `trace`, `debug`, `info`, `warn`, `error`, `fatal` or `unspecified`
  /// @param counts a number for each step
  /// @param change absent where the pattern is written about as often as before
  /// @param example a line of it, one with a trace where there is one
  /// @param filter the query that finds its records, and others only where they differ in nothing
  ///   but the variable parts
  public record Pattern(
      String id,
      String template,
      List<String> pieces,
      List<Part> parts,
      String severity,
      List<ServiceCount> services,
      long count,
      List<Long> counts,
      @Nullable Change change,
      @Nullable Example example,
      String filter) {}

  /// What stood in one place.
  ///
  /// @param mask `<num>`, `<ip>`, `<uuid>`, …; `<*>` for any text
  /// @param seen how many values there were
  /// @param values the most frequent; counts may be too high, never too low
  public record Part(String mask, long seen, List<Value> values) {}

  /// A value of a part.
  ///
  /// @param filter the query that finds the lines with it
  public record Value(String value, long count, String filter) {}

  /// How many lines a service wrote.
  public record ServiceCount(String service, long count) {}

  /// How much more or less often a pattern is written than before.
  ///
  /// @param kind `new`, `more`, `vanished` or `fewer`
  /// @param before lines in the time before
  /// @param now lines in the window
  /// @param ratio of how often it is written, now against before; absent for what is new
  /// @param chance to see such a difference where there is none
  /// @param sentence says so, and by which rule
  public record Change(
      String kind, long before, long now, @Nullable Double ratio, double chance, String sentence) {}

  /// A line, and where it was written.
  public record Example(
      String timeUnixNano, String text, @Nullable String traceId, @Nullable String spanId) {}
}
