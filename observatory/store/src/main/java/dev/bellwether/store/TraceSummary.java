package dev.bellwether.store;

import dev.bellwether.model.Span;
import dev.bellwether.model.TraceId;
import java.util.List;

/// One line about a trace.
///
/// @param rootService the service of the earliest span without parent, else of the earliest span
/// @param rootName the name of that span
/// @param startNanos the earliest start
/// @param durationNanos from the earliest start to the latest end, never negative
/// @param services in alphabetical order
public record TraceSummary(
    TraceId traceId,
    String rootService,
    String rootName,
    long startNanos,
    long durationNanos,
    int spanCount,
    int errorCount,
    List<String> services) {
  public TraceSummary {
    services = List.copyOf(services);
  }

  public static TraceSummary of(Trace trace) {
    var spans = trace.spans();
    var earliest = spans.getFirst();
    var root = spans.stream().filter(s -> s.parentId() == null).findFirst().orElse(earliest);
    var end = spans.stream().mapToLong(Span::endNanos).max().orElseThrow();
    return new TraceSummary(
        trace.id(),
        root.service(),
        root.name(),
        earliest.startNanos(),
        Math.max(0, end - earliest.startNanos()),
        spans.size(),
        (int) spans.stream().filter(Span::failed).count(),
        spans.stream().map(Span::service).distinct().sorted().toList());
  }
}
