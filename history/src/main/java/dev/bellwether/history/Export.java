package dev.bellwether.history;

import java.util.function.Consumer;

/// Where encoded requests go, in the order that the agents send them.
///
/// @param traces takes an `ExportTraceServiceRequest` each
/// @param logs takes an `ExportLogsServiceRequest` each
public record Export(Consumer<byte[]> traces, Consumer<byte[]> logs) {
  private static final Consumer<byte[]> NOWHERE = _ -> {};

  /// Nobody wants log records, so none are made.
  public static Export ofTraces(Consumer<byte[]> traces) {
    return new Export(traces, NOWHERE);
  }

  boolean takesLogs() {
    return logs != NOWHERE;
  }
}
