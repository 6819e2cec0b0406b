package dev.bellwether.analysis.patterns;

import dev.bellwether.model.LogRecord.Severity;
import dev.bellwether.model.SpanId;
import dev.bellwether.model.TraceId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Lines that read alike but for their variable parts.
///
/// @param id a hash of service, severity and template; the same in every process
/// @param template what they read like, `user <*> logged in from <ip>`
/// @param count lines in the time that was asked for
/// @param minutes counts of the minutes in which there were any, in order
/// @param parts the variable parts, in the order of the template
/// @param examples the latest lines, such with a trace first
public record Pattern(
    long id,
    String service,
    Severity severity,
    String template,
    long count,
    List<MinuteCount> minutes,
    List<Part> parts,
    List<Example> examples) {
  public Pattern {
    minutes = List.copyOf(minutes);
    parts = List.copyOf(parts);
    examples = List.copyOf(examples);
  }

  /// How many lines a minute had.
  ///
  /// @param minute since the epoch
  public record MinuteCount(long minute, long count) {}

  /// What stood in one place of the template.
  ///
  /// @param mask as the template shows it
  /// @param seen how many values there were, since the pattern is known
  /// @param top the most frequent; counts may be too high, never too low
  public record Part(String mask, long seen, List<ValueCount> top) {
    public Part {
      top = List.copyOf(top);
    }
  }

  public record ValueCount(String value, long count) {}

  /// A line, and where it was written.
  ///
  /// @param text the beginning of the line
  public record Example(
      long timeNanos, String text, @Nullable TraceId traceId, @Nullable SpanId spanId) {}
}
