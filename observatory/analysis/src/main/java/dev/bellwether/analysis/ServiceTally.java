package dev.bellwether.analysis;

/// What one service did.
final class ServiceTally {
  /// Spans of any kind: a service that serves nobody is still there.
  long spans;

  long requests;
  long errors;
  final DurationHistogram durations = new DurationHistogram();

  void request(int sign, boolean failed, long nanos) {
    requests += sign;
    errors += failed ? sign : 0;
    EdgeTally.change(durations, sign, nanos);
  }
}
