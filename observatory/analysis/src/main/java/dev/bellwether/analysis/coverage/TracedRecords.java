package dev.bellwether.analysis.coverage;

import dev.bellwether.model.LogRecord;
import dev.bellwether.store.Trace;
import java.util.List;

/// A whole trace and the log records that carry its id.
public record TracedRecords(Trace trace, List<LogRecord> logs) {
  public TracedRecords {
    logs = List.copyOf(logs);
  }
}
