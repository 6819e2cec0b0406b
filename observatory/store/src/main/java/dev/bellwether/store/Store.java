package dev.bellwether.store;

/// One engine: a place to write, and the readers that find what was written.
public interface Store extends AutoCloseable {
  TelemetryWriter writer();

  TraceReader traces();

  LogReader logs();

  MetricReader metrics();

  /// Hands every span that is stored from now on to `follower`, once.
  void follow(SpanFollower follower);

  StoreStatus status();

  /// Closes the engine; calls after it throw [StoreException.Unavailable].
  @Override
  void close();
}
