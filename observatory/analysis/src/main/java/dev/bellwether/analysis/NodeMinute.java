package dev.bellwether.analysis;

import org.jspecify.annotations.Nullable;

/// Requests of one node that started in one minute, or in many.
///
/// Most are counted in one place: its histogram is copied only when there is a second one.
final class NodeMinute {
  private static final DurationHistogram NONE = new DurationHistogram();

  final long minute;
  long requests;
  long errors;
  private DurationHistogram durations = NONE;
  private @Nullable DurationHistogram copy;

  NodeMinute(long minute) {
    this.minute = minute;
  }

  /// Only to be read.
  DurationHistogram durations() {
    return durations;
  }

  /// @param more must not change as long as this is used
  void add(long requests, long errors, DurationHistogram more) {
    this.requests += requests;
    this.errors += errors;
    if (more.empty()) {
      return;
    }
    if (durations.empty()) {
      durations = more;
      return;
    }
    var sum = copy;
    if (sum == null) {
      sum = new DurationHistogram();
      sum.add(durations);
      copy = sum;
      durations = sum;
    }
    sum.add(more);
  }

  void add(NodeMinute other) {
    add(other.requests, other.errors, other.durations);
  }
}
