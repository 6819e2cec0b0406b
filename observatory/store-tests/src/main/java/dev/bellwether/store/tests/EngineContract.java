package dev.bellwether.store.tests;

import dev.bellwether.model.LogRecord;
import dev.bellwether.model.MetricPoint;
import dev.bellwether.model.Span;
import dev.bellwether.store.Store;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// What the contracts share: a fresh, empty engine for each test.
public abstract class EngineContract {
  private Store store;

  /// Opens an empty engine with room for at least 20,000 records of each signal.
  protected abstract Store open();

  @BeforeEach
  void openStore() {
    store = open();
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  protected final Store store() {
    return store;
  }

  final void stored(List<Span> spans) {
    store.writer().appendSpans(spans);
  }

  final void storedLogs(LogRecord... records) {
    store.writer().appendLogs(List.of(records));
  }

  final void storedPoints(MetricPoint... points) {
    store.writer().appendPoints(List.of(points));
  }
}
