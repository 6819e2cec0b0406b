package dev.bellwether.analysis;

/// Requests of one node that started in one minute.
final class NodeMinute {
  final long minute;
  long requests;
  long errors;
  final DurationHistogram durations = new DurationHistogram();

  NodeMinute(long minute) {
    this.minute = minute;
  }

  void add(long requests, long errors, DurationHistogram durations) {
    this.requests += requests;
    this.errors += errors;
    this.durations.add(durations);
  }

  void add(NodeMinute other) {
    add(other.requests, other.errors, other.durations);
  }
}
