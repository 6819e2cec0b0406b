package dev.bellwether.analysis;

import dev.bellwether.analysis.OpenSpan.Role;
import dev.bellwether.model.Resource;
import dev.bellwether.model.Span;
import org.jspecify.annotations.Nullable;

/// Reads from a span what the map needs of it.
final class SpanFacts {
  private final NodeTable nodes;

  /// Spans of one resource come together.
  private @Nullable Resource lastResource;

  private NodeKey lastService = NodeKey.OTHER;

  SpanFacts(NodeTable nodes) {
    this.nodes = nodes;
  }

  static Role role(Span span) {
    return switch (span.kind()) {
      case SERVER -> Role.SERVER;
      case CONSUMER -> Role.CONSUMER;
      case CLIENT -> Role.CLIENT;
      case PRODUCER -> Role.PRODUCER;
      case INTERNAL, UNSPECIFIED -> Peer.named(span.attributes()) ? Role.CLIENT : Role.INNER;
    };
  }

  void read(Span span, Role role, OpenSpan into, long nowMillis) {
    into.role = role;
    into.service = service(span.resource(), nowMillis);
    into.peer = peer(role, span, nowMillis);
    into.startNanos = span.startNanos();
    into.durationNanos = span.durationNanos();
    into.weightMillis = Sampling.weightMillis(span.traceState());
    into.messages = role.queue() ? Peer.messages(span.attributes()) : 0;
    into.failed = span.failed();
    var parentId = span.parentId();
    into.parentId = parentId == null || parentId.equals(span.id()) ? 0 : parentId.bits();
  }

  /// Nodes may have been forgotten, and numbers given anew.
  void forget() {
    lastResource = null;
  }

  private NodeKey service(Resource resource, long nowMillis) {
    if (!resource.equals(lastResource)) {
      lastService = nodes.shared(NodeKey.service(resource.serviceName()), nowMillis);
      lastResource = resource;
    }
    return lastService;
  }

  private @Nullable Peer peer(Role role, Span span, long nowMillis) {
    var peer =
        switch (role) {
          case CLIENT -> Peer.of(span.attributes());
          case PRODUCER, CONSUMER -> Peer.queue(span.attributes());
          case SERVER, INNER -> null;
        };
    return peer == null ? null : new Peer(nodes.shared(peer.node(), nowMillis), peer.detail());
  }
}
