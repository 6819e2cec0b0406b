package dev.bellwether.analysis;

import dev.bellwether.model.TraceId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A span whose part in the map may still change, or the place of one that others refer to but that
/// has not arrived. About 120 bytes with its place in the table: the attributes are gone, the texts
/// are shared.
///
/// Children are a list through `firstChild` and `nextSibling`.
final class OpenSpan {
  enum Role {
    SERVER,
    CONSUMER,
    CLIENT,
    PRODUCER,
    INNER;

    /// Work came into a service.
    boolean entry() {
      return this == SERVER || this == CONSUMER;
    }

    /// Work left a service.
    boolean exit() {
      return this == CLIENT || this == PRODUCER;
    }

    /// A queue lies at the other end.
    boolean queue() {
      return this == PRODUCER || this == CONSUMER;
    }
  }

  private static final OpenSpan[] NONE = {};

  final TraceId traceId;
  final long id;

  /// From here to `links`: meaningless until the span has arrived.
  boolean arrived;

  NodeKey service = NodeKey.OTHER;
  Role role = Role.INNER;
  @Nullable Peer peer;
  long startNanos;
  long durationNanos;
  long weightMillis;
  int messages;
  boolean failed;
  @Nullable OpenSpan parent;
  OpenSpan[] links = NONE;

  @Nullable OpenSpan firstChild;
  @Nullable OpenSpan nextSibling;
  @Nullable List<OpenSpan> linkedFrom;

  /// The call that this exit span stands for was seen at the other side.
  boolean answered;

  /// The call that this exit span stands for is done by an exit span of the same service below it:
  /// HTTP below an Elasticsearch client, a driver below an object mapper.
  boolean delegated;

  /// The earliest server span below, by start, then id.
  @Nullable OpenSpan firstServer;

  /// Already in the list of spans to look at again.
  boolean touched;

  OpenSpan(TraceId traceId, long id) {
    this.traceId = traceId;
    this.id = id;
  }

  void waitFor(OpenSpan parent) {
    this.parent = parent;
    nextSibling = parent.firstChild;
    parent.firstChild = this;
  }

  void linkTo(OpenSpan[] targets) {
    links = targets;
    for (var target : targets) {
      if (target.linkedFrom == null) {
        target.linkedFrom = new ArrayList<>(1);
      }
      target.linkedFrom.add(this);
    }
  }

  /// Takes note of a child; both have arrived.
  void adopt(OpenSpan child) {
    if (child.role.entry()) {
      answered = true;
      if (child.role == Role.SERVER && (firstServer == null || child.before(firstServer))) {
        firstServer = child;
      }
    } else if (!child.service.equals(service)) {
      answered = true;
    } else if (child.role.exit()) {
      delegated = true;
    }
  }

  /// Both have arrived.
  boolean exitsInside(OpenSpan outer) {
    return outer.role.exit() && outer.service.equals(service);
  }

  private boolean before(OpenSpan other) {
    return startNanos != other.startNanos ? startNanos < other.startNanos : id < other.id;
  }
}
