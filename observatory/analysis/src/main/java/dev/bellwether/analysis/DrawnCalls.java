package dev.bellwether.analysis;

/// Calls between two nodes as one edge of the map shows them, after addresses were replaced by what
/// is behind them.
///
/// @param edge without an address in between
/// @param tally of the calls as they were counted
/// @param side from where the edge shows them
record DrawnCalls(EdgeKey edge, EdgeTally tally, Side side) {
  /// Never changed.
  private static final DurationHistogram NONE = new DurationHistogram();

  enum Side {
    BOTH,

    /// The way to a load balancer.
    CALLER,

    /// The way from a load balancer.
    CALLEE,

    /// Nobody answered, though the callee is known from other calls to the same address.
    UNANSWERED
  }

  long unresolved() {
    return side == Side.UNANSWERED ? tally.calls : 0;
  }

  long unresolvedErrors() {
    return side == Side.UNANSWERED ? tally.errors : 0;
  }

  /// As the callee measured them, else as the caller did; only to be read.
  DurationHistogram durations() {
    return switch (side) {
      case BOTH, CALLEE -> tally.durations;
      case CALLER -> waited();
      case UNANSWERED -> NONE;
    };
  }

  /// As the caller measured them, where the callee did as well; only to be read.
  DurationHistogram clientDurations() {
    return switch (side) {
      case BOTH -> tally.clientDurations;
      case CALLER, CALLEE -> NONE;
      case UNANSWERED -> tally.durations;
    };
  }

  /// As their caller saw them: what it measured itself, where it did.
  DurationHistogram waited() {
    return tally.clientDurations.count() > 0 ? tally.clientDurations : tally.durations;
  }
}
