package dev.bellwether.store.segments;

import dev.bellwether.model.LogRecord;
import dev.bellwether.model.MetricPoint;
import dev.bellwether.model.Span;
import java.util.List;

/// What one append stored: one record of the journal. Never empty.
sealed interface Batch {
  /// Spans that were new; those that were sent again are not in it.
  record Spans(List<Span> spans) implements Batch {}

  record Logs(List<LogRecord> records) implements Batch {}

  record Points(List<MetricPoint> points) implements Batch {}
}
