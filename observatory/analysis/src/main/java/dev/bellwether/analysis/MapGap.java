package dev.bellwether.analysis;

import dev.bellwether.model.SpanId;
import dev.bellwether.model.TraceId;
import java.util.List;

/// Something that the map cannot draw, or not as it is, because spans are missing.
///
/// @param service whose spans tell of it
/// @param other who is at the other end, as far as that is known; else empty
/// @param spans how many spans tell of it
/// @param of how many spans could
/// @param sentence what was seen
/// @param remedy what to do
/// @param lines of configuration that do it; none where there is no one way
public record MapGap(
    Kind kind,
    String service,
    String other,
    long spans,
    long of,
    String sentence,
    String remedy,
    List<String> lines,
    TraceId traceId,
    SpanId spanId) {
  public MapGap {
    lines = List.copyOf(lines);
  }

  /// What to look after first comes first.
  public enum Kind {
    /// A call arrives without its context: the callee begins a trace of its own.
    CONTEXT_LOST,
    /// An entry span names a parent that was never received.
    PARENT_MISSING,
    /// A call to a service that usually answers, and did not.
    NO_ANSWER,
    /// Whoever is at the other end sends no spans.
    NO_SPANS
  }
}
