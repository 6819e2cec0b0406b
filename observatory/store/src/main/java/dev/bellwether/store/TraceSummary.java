package dev.bellwether.store;

import dev.bellwether.model.TraceId;
import java.util.List;

/// One line about a trace.
///
/// @param rootService the service of the span without parent, else of the earliest span
/// @param rootName the name of that span
/// @param startNanos the earliest start
/// @param durationNanos from the earliest start to the latest end
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
}
