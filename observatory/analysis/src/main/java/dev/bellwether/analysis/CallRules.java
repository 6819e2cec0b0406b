package dev.bellwether.analysis;

import dev.bellwether.analysis.OpenSpan.Role;
import dev.bellwether.analysis.ServiceMap.EdgeKind;
import org.jspecify.annotations.Nullable;

/// What one span adds to the map. It depends only on the span, its parent, and on which kinds of
/// children it has; never on when anything arrived. What links add is in `Links`.
///
/// | span | and | adds |
/// |---|---|---|
/// | server | no parent | an entry edge, client → service |
/// | | the parent is unknown so far | 1 to `incomplete` |
/// | | the parent left its service, or is of another one | a call, parent's service → service |
/// | | anything else | nothing: a server span within a request |
/// | consumer | it names its queue | a receive, queue → service |
/// | | its parent left its service, or is of another one | an asynchronous call, parent's service → service |
/// | client | answered by another service | how long the caller waited, to the first answer |
/// | | delegated to a client span below | nothing |
/// | | anything else | a call, service → whom its attributes name |
/// | producer | it names its queue | a send, service → queue |
/// | any but the entries | the parent is of another service | a call that was not seen itself |
final class CallRules {
  /// Exit spans inside each other: an object mapper, a pool, a driver, a socket. A limit, since a
  /// broken trace may be a circle.
  static final int NESTED_EXITS_MAX = 8;

  private CallRules() {}

  /// Adds the span's contribution (`sign` 1) or takes it out (-1).
  static void apply(int sign, OpenSpan span, Contributions sums) {
    sums.span(sign, span);
    switch (span.role) {
      case SERVER -> server(sign, span, sums);
      case CONSUMER -> consumer(sign, span, sums);
      case CLIENT -> client(sign, span, sums);
      case PRODUCER -> producer(sign, span, sums);
      case INNER -> {}
    }
    var parent = span.parent;
    if (parent != null
        && parent.arrived
        && !parent.service.equals(span.service)
        && !span.role.entry()) {
      sums.inferredCall(sign, span, edge(parent.service, null, span.service, EdgeKind.SYNC));
    }
  }

  /// Whom an exit span calls: what it says itself, unless an exit span around it says it better.
  static @Nullable Peer peer(OpenSpan span) {
    var best = span.peer;
    var outer = span.parent;
    for (int i = 0; i < NESTED_EXITS_MAX; i++) {
      if (outer == null || !outer.arrived || !span.exitsInside(outer)) {
        break;
      }
      var theirs = outer.peer;
      if (theirs != null && (best == null || theirs.detail().compareTo(best.detail()) > 0)) {
        best = theirs;
      }
      outer = outer.parent;
    }
    return best;
  }

  private static void server(int sign, OpenSpan span, Contributions sums) {
    var parent = span.parent;
    if (parent == null) {
      var entry = edge(NodeKey.CLIENT, null, span.service, EdgeKind.SYNC);
      sums.request(sign, span);
      sums.call(sign, span, entry, span.failed, span.durationNanos);
      return;
    }
    if (!parent.arrived) {
      sums.request(sign, span);
      sums.incomplete(sign, span);
      return;
    }
    if (!parent.role.exit() && parent.service.equals(span.service)) {
      return;
    }
    boolean failed = span.failed || (parent.role.exit() && parent.failed);
    sums.request(sign, span);
    sums.call(sign, span, call(parent, span), failed, span.durationNanos);
  }

  private static void consumer(int sign, OpenSpan span, Contributions sums) {
    var parent = span.parent;
    boolean nested =
        parent != null
            && parent.arrived
            && parent.role.entry()
            && parent.service.equals(span.service);
    if (!nested) {
      sums.request(sign, span);
      receive(sign, span, sums);
    }
    if (parent != null && !parent.arrived) {
      sums.incomplete(sign, span);
    } else if (parent != null && !nested) {
      handover(sign, parent, span, sums);
    }
  }

  private static void receive(int sign, OpenSpan span, Contributions sums) {
    if (span.peer != null) {
      sums.queueCall(sign, span, edge(span.peer.node(), null, span.service, EdgeKind.ASYNC));
    }
  }

  /// From who sent a message to who got it; measured is how long it lay in between.
  static void handover(int sign, OpenSpan sender, OpenSpan span, Contributions sums) {
    if (!sender.role.exit() && sender.service.equals(span.service)) {
      return;
    }
    long waited = span.startNanos - (sender.startNanos + sender.durationNanos);
    if (waited < 0) {
      sums.skewedQueue(sign);
    }
    var edge = edge(sender.service, null, span.service, EdgeKind.ASYNC);
    sums.call(sign, span, edge, span.failed, Math.max(0, waited));
  }

  private static void client(int sign, OpenSpan span, Contributions sums) {
    var server = span.firstServer;
    if (server != null) {
      sums.clientDuration(sign, server, call(span, server), span.durationNanos);
    }
    if (span.answered || span.delegated) {
      return;
    }
    var peer = peer(span);
    if (peer != null) {
      var edge = edge(span.service, null, peer.node(), EdgeKind.SYNC);
      sums.call(sign, span, edge, span.failed, span.durationNanos);
    }
  }

  private static void producer(int sign, OpenSpan span, Contributions sums) {
    var peer = span.peer;
    if (peer != null && !span.delegated) {
      sums.queueCall(sign, span, edge(span.service, null, peer.node(), EdgeKind.ASYNC));
    }
  }

  private static EdgeKey call(OpenSpan caller, OpenSpan callee) {
    var via = caller.role == Role.CLIENT ? peer(caller) : null;
    return edge(caller.service, via == null ? null : via.node(), callee.service, EdgeKind.SYNC);
  }

  private static EdgeKey edge(
      NodeKey source, @Nullable NodeKey via, NodeKey target, EdgeKind kind) {
    return new EdgeKey(source, via, target, kind);
  }
}
