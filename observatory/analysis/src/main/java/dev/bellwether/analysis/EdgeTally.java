package dev.bellwether.analysis;

import dev.bellwether.model.TraceId;
import org.jspecify.annotations.Nullable;

/// What is known about the calls over one edge. Everything but the example traces can be taken out
/// again; those are hints and outlive what they were taken from until the tally is empty.
final class EdgeTally {
  long calls;
  long weightMillis;
  long errors;
  long messages;
  long inferred;
  long unresolved;
  long unresolvedErrors;
  final DurationHistogram durations = new DurationHistogram();
  final DurationHistogram clientDurations = new DurationHistogram();
  @Nullable TraceId slowTrace;
  @Nullable TraceId failedTrace;
  private long slowNanos = -1;
  private long failedNanos = -1;

  /// @param nanos how long it took; negative where nobody measured it
  void call(int sign, OpenSpan span, boolean failed, long nanos) {
    calls += sign;
    weightMillis += sign * span.weightMillis;
    errors += failed ? sign : 0;
    if (nanos >= 0) {
      change(durations, sign, nanos);
    }
    if (calls == 0) {
      forgetExamples();
    } else if (sign > 0) {
      example(span.traceId, nanos, failed ? span.startNanos : -1);
    }
  }

  static void change(DurationHistogram durations, int sign, long nanos) {
    if (sign > 0) {
      durations.add(nanos);
    } else {
      durations.remove(nanos);
    }
  }

  boolean empty() {
    return calls == 0 && clientDurations.empty();
  }

  void add(EdgeTally other) {
    addCalls(other);
    durations.add(other.durations);
    clientDurations.add(other.clientDurations);
  }

  /// Adds calls as an edge of the map shows them.
  void add(DrawnCalls shown) {
    addCalls(shown.tally());
    unresolved += shown.unresolved();
    unresolvedErrors += shown.unresolvedErrors();
    durations.add(shown.durations());
    clientDurations.add(shown.clientDurations());
  }

  void pack(Packer packer) {
    packer.signed(calls);
    packer.signed(weightMillis);
    packer.signed(errors);
    packer.signed(messages);
    packer.signed(inferred);
    durations.pack(packer);
    clientDurations.pack(packer);
    packer.optional(slowTrace);
    packer.signed(slowNanos);
    packer.optional(failedTrace);
    packer.signed(failedNanos);
  }

  static EdgeTally unpack(Unpacker unpacker) {
    var tally = new EdgeTally();
    tally.calls = unpacker.signed();
    tally.weightMillis = unpacker.signed();
    tally.errors = unpacker.signed();
    tally.messages = unpacker.signed();
    tally.inferred = unpacker.signed();
    tally.durations.addPacked(unpacker);
    tally.clientDurations.addPacked(unpacker);
    tally.slowTrace = unpacker.optional();
    tally.slowNanos = unpacker.signed();
    tally.failedTrace = unpacker.optional();
    tally.failedNanos = unpacker.signed();
    return tally;
  }

  private void addCalls(EdgeTally other) {
    calls += other.calls;
    weightMillis += other.weightMillis;
    errors += other.errors;
    messages += other.messages;
    inferred += other.inferred;
    if (other.slowTrace != null && better(other.slowNanos, other.slowTrace, slowNanos, slowTrace)) {
      slowTrace = other.slowTrace;
      slowNanos = other.slowNanos;
    }
    if (other.failedTrace != null
        && better(other.failedNanos, other.failedTrace, failedNanos, failedTrace)) {
      failedTrace = other.failedTrace;
      failedNanos = other.failedNanos;
    }
  }

  private void example(TraceId trace, long nanos, long failedAtNanos) {
    if (better(nanos, trace, slowNanos, slowTrace)) {
      slowTrace = trace;
      slowNanos = nanos;
    }
    if (better(failedAtNanos, trace, failedNanos, failedTrace)) {
      failedTrace = trace;
      failedNanos = failedAtNanos;
    }
  }

  /// Among equals the trace id decides, so that the order of arrival does not.
  private static boolean better(long nanos, TraceId trace, long best, @Nullable TraceId bestTrace) {
    return nanos > best || (nanos == best && bestTrace != null && trace.compareTo(bestTrace) > 0);
  }

  private void forgetExamples() {
    slowTrace = null;
    failedTrace = null;
    slowNanos = -1;
    failedNanos = -1;
  }
}
