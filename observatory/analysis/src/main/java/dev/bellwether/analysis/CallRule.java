package dev.bellwether.analysis;

/// Which rule of the map drew a call; see `CallRules` and `MapDrawing`.
public enum CallRule {
  /// A client span of the caller is the parent of a server span of the callee.
  ANSWERED,

  /// A server span has a parent in another service that is no client span.
  UNDER_PARENT,

  /// A server span without a parent: a request from outside.
  ENTRY,

  /// A client span that nobody answered, named by its attributes.
  UNANSWERED,

  /// A client span that nobody answered, at an address behind which a service is known.
  KNOWN_ADDRESS,

  /// A client span to an address at which several services answer.
  BALANCED,

  /// A span that is no entry has its parent in another service.
  INFERRED,

  /// A producer span that names its queue.
  SEND,

  /// A consumer span that names its queue.
  RECEIVE,

  /// A consumer span whose parent sent the message.
  HANDOVER,

  /// A consumer span with a link to the span that sent the message.
  LINKED_HANDOVER
}
