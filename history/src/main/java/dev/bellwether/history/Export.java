package dev.bellwether.history;

import java.util.function.Consumer;

/// Where encoded requests go, in the order that the agents send them.
///
/// @param traces takes an `ExportTraceServiceRequest` each
/// @param logs takes an `ExportLogsServiceRequest` each
/// @param takesLogs whether log records are wanted: else none are made
public record Export(Consumer<byte[]> traces, Consumer<byte[]> logs, boolean takesLogs) {
  public Export(Consumer<byte[]> traces, Consumer<byte[]> logs) {
    this(traces, logs, true);
  }

  public static Export ofTraces(Consumer<byte[]> traces) {
    return new Export(traces, _ -> {}, false);
  }
}
