package dev.bellwether.analysis;

/// Where goes what a span adds to the map: into the sums ([Minutes]), or to whoever wants to know
/// why something is drawn ([MapEvidence]).
///
/// `sign` is 1 for what is added and -1 for what is taken out again.
interface Contributions {
  void span(int sign, OpenSpan span);

  void request(int sign, OpenSpan span);

  /// An entry span or a link whose other end is unknown.
  void incomplete(int sign, OpenSpan span);

  /// A call from one node to another.
  ///
  /// @param nanos how long it took; negative where nobody measured it
  void call(int sign, OpenSpan span, EdgeKey edge, boolean failed, long nanos);

  /// A call to or from a queue, which may carry many messages.
  void queueCall(int sign, OpenSpan span, EdgeKey edge);

  /// A call that was not seen itself.
  void inferredCall(int sign, OpenSpan span, EdgeKey edge);

  /// How long a caller waited for a call that is counted at the callee.
  void clientDuration(int sign, OpenSpan span, EdgeKey edge, long nanos);

  /// A message that was received before it was sent.
  void skewedQueue(int sign);
}
