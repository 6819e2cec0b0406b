package dev.bellwether.store;

/// One engine: a place to write, and the readers that find what was written.
public interface Store extends AutoCloseable {
  TelemetryWriter writer();

  TraceReader traces();

  LogReader logs();

  MetricReader metrics();

  /// Hands `follower` every span that was stored from `position` on and is still there, then every
  /// span that is stored from now on, each once and in the order of storing. Returns when it has
  /// caught up; appends go on meanwhile.
  ///
  /// @param position 0 for everything, [#endPosition()] for nothing of before, or what the follower
  ///   was told last, also before a restart of an engine that outlives it
  /// @throws IllegalArgumentException when nothing was ever stored so far behind: the follower
  ///   remembers another store and must begin anew
  void follow(SpanFollower follower, long position);

  /// Where the next span will be stored. Positions grow with every span, not always by one.
  long endPosition();

  /// What was stored before this position survives a power cut. A view that keeps on disk how far
  /// it has come remembers no later position.
  long durablePosition();

  StoreStatus status();

  /// Closes the engine; calls after it throw [StoreException.Unavailable].
  @Override
  void close();
}
