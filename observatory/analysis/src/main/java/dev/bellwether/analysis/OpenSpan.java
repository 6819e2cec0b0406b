package dev.bellwether.analysis;

import dev.bellwether.model.TraceId;
import org.jspecify.annotations.Nullable;

/// A span whose part in the map may still change, or the place of one that others name as their
/// parent but that has not arrived. About 120 bytes with its place in the table: the attributes are
/// gone, the texts are shared.
///
/// Children are a list through `firstChild` and `nextSibling`. Spans of one id but different parts
/// in the call (Zipkin lets client and server share one) are a list through `twin`.
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

    /// Whether two spans of one id with these roles are one span that was sent twice.
    boolean same(Role other) {
      return entry() == other.entry() && exit() == other.exit();
    }
  }

  final TraceId traceId;
  final long id;

  /// From here to `parentId`: meaningless until the span has arrived.
  boolean arrived;

  NodeKey service = NodeKey.OTHER;
  Role role = Role.INNER;
  @Nullable Peer peer;
  long startNanos;
  long durationNanos;
  long weightMillis;
  int messages;
  boolean failed;

  /// What the span itself names, 0 where it names none: no span has this id.
  long parentId;

  /// The place of the parent, arrived or not; absent for a root.
  @Nullable OpenSpan parent;

  @Nullable OpenSpan firstChild;
  @Nullable OpenSpan nextSibling;
  @Nullable OpenSpan twin;

  /// The call that this exit span stands for was seen at the other side.
  boolean answered;

  /// The call that this exit span stands for is done by an exit span of the same service below it:
  /// HTTP below an Elasticsearch client, a driver below an object mapper.
  boolean delegated;

  /// The earliest server span below, by start, then id.
  @Nullable OpenSpan firstServer;

  /// What it adds to the map is in the sums.
  boolean counted;

  OpenSpan(TraceId traceId, long id) {
    this.traceId = traceId;
    this.id = id;
  }

  /// The same span without its place among others.
  OpenSpan facts() {
    var facts = new OpenSpan(traceId, id);
    facts.service = service;
    facts.role = role;
    facts.startNanos = startNanos;
    facts.durationNanos = durationNanos;
    facts.weightMillis = weightMillis;
    facts.failed = failed;
    return facts;
  }

  void attachTo(OpenSpan place) {
    parent = place;
    nextSibling = place.firstChild;
    place.firstChild = this;
    if (place.arrived) {
      place.adopt(this);
    }
  }

  /// Leaves its parent, which then looks at its other children again.
  void detach() {
    var from = parent;
    if (from == null) {
      return;
    }
    if (from.firstChild == this) {
      from.firstChild = nextSibling;
    } else {
      var before = from.firstChild;
      while (before != null && before.nextSibling != this) {
        before = before.nextSibling;
      }
      if (before != null) {
        before.nextSibling = nextSibling;
      }
    }
    parent = null;
    nextSibling = null;
    from.adoptAll();
  }

  /// Takes note of every child.
  void adoptAll() {
    answered = false;
    delegated = false;
    firstServer = null;
    if (arrived) {
      for (var child = firstChild; child != null; child = child.nextSibling) {
        adopt(child);
      }
    }
  }

  private void adopt(OpenSpan child) {
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
