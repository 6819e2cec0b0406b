package dev.bellwether.analysis.patterns;

import dev.bellwether.model.LogRecord.Severity;
import dev.bellwether.model.SpanId;
import dev.bellwether.model.TraceId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Lines that read alike but for their variable parts.
///
/// @param id a hash of severity, template and first service; the same in every process
/// @param services who writes it, most lines first
/// @param pieces what stands before, between and behind the variable parts: one more than parts
/// @param parts the variable parts, in the order of the template
/// @param count lines in the time that was asked for
/// @param counts of the steps in which there were any, in order
/// @param examples such with a trace first, then the latest
public record Pattern(
    long id,
    Severity severity,
    List<ValueCount> services,
    List<String> pieces,
    List<Part> parts,
    long count,
    List<StepCount> counts,
    List<Example> examples,
    PatternFilter filter) {
  public Pattern {
    services = List.copyOf(services);
    pieces = List.copyOf(pieces);
    parts = List.copyOf(parts);
    counts = List.copyOf(counts);
    examples = List.copyOf(examples);
    if (pieces.size() != parts.size() + 1) {
      throw new IllegalArgumentException(
          "pattern: %d pieces, %d parts (expected: a piece more than parts)"
              .formatted(pieces.size(), parts.size()));
    }
  }

  /// What they read like, `user <*> logged in from <ip>`.
  public String template() {
    var template = new StringBuilder(pieces.getFirst());
    for (int i = 0; i < parts.size(); i++) {
      template.append(parts.get(i).mask()).append(pieces.get(i + 1));
    }
    return template.toString();
  }

  /// How many lines a step had.
  public record StepCount(long startNanos, long count) {}

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
