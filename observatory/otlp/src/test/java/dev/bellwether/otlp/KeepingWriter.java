package dev.bellwether.otlp;

import dev.bellwether.model.LogRecord;
import dev.bellwether.model.MetricPoint;
import dev.bellwether.model.Span;
import dev.bellwether.store.StoreException;
import dev.bellwether.store.TelemetryWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// Keeps everything in lists, or refuses everything while it is told to.
final class KeepingWriter implements TelemetryWriter {
  final List<Span> spans = new CopyOnWriteArrayList<>();
  final List<LogRecord> logs = new CopyOnWriteArrayList<>();
  final List<MetricPoint> points = new CopyOnWriteArrayList<>();
  private volatile Optional<StoreException> refusal = Optional.empty();

  void refuse(StoreException with) {
    refusal = Optional.of(with);
  }

  void takeAgain() {
    refusal = Optional.empty();
  }

  @Override
  public void appendSpans(List<Span> more) {
    throwIfRefusing();
    spans.addAll(more);
  }

  @Override
  public void appendLogs(List<LogRecord> more) {
    throwIfRefusing();
    logs.addAll(more);
  }

  @Override
  public void appendPoints(List<MetricPoint> more) {
    throwIfRefusing();
    points.addAll(more);
  }

  private void throwIfRefusing() {
    if (refusal.isPresent()) {
      throw refusal.get();
    }
  }
}
