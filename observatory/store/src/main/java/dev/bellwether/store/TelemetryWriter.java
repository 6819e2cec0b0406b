package dev.bellwether.store;

import dev.bellwether.model.LogRecord;
import dev.bellwether.model.MetricPoint;
import dev.bellwether.model.Span;
import java.util.List;

/// Takes what was received. Many threads may call it at once.
///
/// Each method keeps all of its list or, when it throws, none of it. When it returns, the records
/// are as durable as the engine promises and the readers find them. What was refused is not stored,
/// restarts included; only where a disk fails and then the power, or a cluster takes something and
/// goes away before it says so, it may be found all the same. Spans may be sent again in any case.
///
/// @see Store#status() for how much an engine holds and what it had to let go
public interface TelemetryWriter {
  /// Appends spans. A span whose trace id and span id are already stored is the same span sent
  /// again and is left out, whatever else it says: the first to arrive stays.
  ///
  /// @throws StoreException when the engine cannot take them now; the sender may try again
  void appendSpans(List<Span> spans);

  /// Appends log records; they have no identity, so a record sent twice is stored twice.
  ///
  /// @throws StoreException when the engine cannot take them now; the sender may try again
  void appendLogs(List<LogRecord> records);

  /// Appends metric points.
  ///
  /// @throws StoreException when the engine cannot take them now; the sender may try again
  void appendPoints(List<MetricPoint> points);
}
