package dev.bellwether.http;

/// Answers requests, each blocking on a virtual thread of its own. Many threads call it at once.
@FunctionalInterface
public interface Handler {
  /// Answers a request that arrived whole.
  ///
  /// @throws Problem for an answer that is an error the caller can understand
  Response handle(Request request);

  /// Puts a refusal into words that this handler's callers understand: gRPC, for one, has its own.
  ///
  /// The listener asks for it when [#handle] throws a problem and also when a request never gets
  /// that far, because it is too large, too slow or from a stranger. Must not block: it may run on
  /// the event loop.
  ///
  /// @param head the request; where it did not arrive whole, its body is empty
  default Response refuse(Request head, Problem problem) {
    return problem.response(head);
  }
}
