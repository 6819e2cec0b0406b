package dev.bellwether.analysis.coverage;

/// Why one record lacks the key, and between whom it was lost.
///
/// @param from the service that still had it, or that calls; empty where nobody is known
/// @param at the service that lacks it
/// @param over who is in between and silent: an address; empty where nobody is
record Finding(Cause cause, Signal signal, String from, String at, String over) {
  static Finding of(Cause cause, Place at) {
    var parent = at.parent;
    return new Finding(
        cause, Signal.SPANS, parent == null ? "" : parent.service(), at.service(), "");
  }

  static Finding ofLogs(Cause cause, String service) {
    return new Finding(cause, Signal.LOGS, "", service, "");
  }

  Finding forLogs() {
    return new Finding(cause, Signal.LOGS, from, at, over);
  }
}
