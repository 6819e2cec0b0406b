package dev.bellwether.analysis.explain;

/// What is to be explained.
public enum Target {
  /// Requests that failed.
  FAILURES,
  /// Requests that took longer than others.
  LATENCY,
  /// Requests of which there are more, among all requests, than there were before.
  VOLUME
}
