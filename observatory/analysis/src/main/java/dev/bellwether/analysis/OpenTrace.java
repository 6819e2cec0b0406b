package dev.bellwether.analysis;

import dev.bellwether.analysis.OpenSpan.Role;
import dev.bellwether.model.Span;
import dev.bellwether.model.TraceId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The spans of one trace, each with its parent and its children, whatever arrived first.
///
/// A hash table from span id to span with linear probing: half the memory of a `HashMap` of `Long`.
final class OpenTrace {
  final TraceId id;
  long usedMillis;

  /// It was open before, and what arrived then is in the store only.
  boolean reopened;

  /// Of a reopened trace: spans whose links are not counted before the rest is known.
  final List<Span> linking = new ArrayList<>(0);

  private @Nullable OpenSpan[] slots = new @Nullable OpenSpan[8];
  private int size;
  private int twins;

  OpenTrace(TraceId id) {
    this.id = id;
  }

  /// How many spans take up memory: arrived ones and places of others.
  int size() {
    return size + twins;
  }

  /// Where a span that arrives now goes; nothing when it has arrived before.
  @Nullable OpenSpan arrival(long spanId, Role role) {
    var head = place(spanId);
    if (!head.arrived) {
      return head;
    }
    var last = head;
    for (var half = head; half != null; half = half.twin) {
      if (half.role.same(role)) {
        return null;
      }
      last = half;
    }
    var twin = new OpenSpan(id, spanId);
    last.twin = twin;
    twins++;
    return twin;
  }

  boolean has(long spanId, Role role) {
    return half(spanId, role) != null;
  }

  /// A span that has arrived.
  OpenSpan arrived(long spanId, Role role) {
    return Objects.requireNonNull(half(spanId, role), "the span has arrived");
  }

  private @Nullable OpenSpan half(long spanId, Role role) {
    for (var half = slots[slot(spanId)]; half != null; half = half.twin) {
      if (half.arrived && half.role.same(role)) {
        return half;
      }
    }
    return null;
  }

  /// The span with this id that has arrived; of two that share it the one that sends.
  @Nullable OpenSpan find(long spanId) {
    OpenSpan found = null;
    for (var half = slots[slot(spanId)]; half != null; half = half.twin) {
      if (half.arrived && (found == null || half.role.exit())) {
        found = half;
      }
    }
    return found;
  }

  /// All spans that have arrived.
  void forEach(Consumer<OpenSpan> action) {
    for (var head : slots) {
      for (var half = head; half != null; half = half.twin) {
        if (half.arrived) {
          action.accept(half);
        }
      }
    }
  }

  /// Names the spans whose part may change when `span`, whose facts are known, gets connected.
  void neighbours(OpenSpan span, Consumer<OpenSpan> touch) {
    var parent = parentOf(span);
    if (parent != null && parent.arrived) {
      touch.accept(parent);
    }
    below(span, 0, span.role.exit(), touch);
    var head = place(span.id);
    if (head != span) {
      for (var half = head; half != null; half = half.twin) {
        if (half.arrived) {
          touch.accept(half);
        }
        if (half.parent != null && half.parent.arrived) {
          touch.accept(half.parent);
        }
        below(half, 0, true, touch);
      }
    }
  }

  /// Exit spans inside each other name their peer together, so all of them look again.
  private static void below(OpenSpan span, int depth, boolean exit, Consumer<OpenSpan> touch) {
    for (var child = span.firstChild; child != null; child = child.nextSibling) {
      touch.accept(child);
      if (depth < CallRules.NESTED_EXITS_MAX && exit && child.role.exit()) {
        below(child, depth + 1, true, touch);
      }
    }
  }

  /// Puts a span whose facts are known between its parent and its children.
  void connect(OpenSpan span) {
    span.arrived = true;
    var head = place(span.id);
    if (head == span && span.twin == null) {
      span.adoptAll();
    } else {
      regroup(head, span);
    }
    attach(span);
  }

  private void attach(OpenSpan span) {
    var parent = parentOf(span);
    if (parent != null) {
      span.attachTo(parent);
    }
  }

  /// Gives the children of spans that share an id each to the right one, now that there is another.
  private void regroup(OpenSpan head, OpenSpan added) {
    var children = new ArrayList<OpenSpan>();
    for (var half = head; half != null; half = half.twin) {
      for (var child = half.firstChild; child != null; child = child.nextSibling) {
        children.add(child);
      }
      if (half != added && half.arrived) {
        children.add(half);
      }
    }
    children.forEach(OpenSpan::detach);
    children.forEach(this::attach);
  }

  /// The place of a span's parent; absent for a root. A server span that shares the id of a client
  /// span is its child.
  private @Nullable OpenSpan parentOf(OpenSpan span) {
    if (span.role.entry()) {
      for (var half = place(span.id); half != null; half = half.twin) {
        if (half.arrived && half.role.exit()) {
          return half;
        }
      }
    }
    if (span.parentId == 0 || span.parentId == span.id) {
      return null;
    }
    var head = place(span.parentId);
    var best = head;
    for (var half = head.twin; half != null; half = half.twin) {
      if (half.arrived && closeness(half, span) > closeness(best, span)) {
        best = half;
      }
    }
    return best;
  }

  /// Which of the spans that share an id a child belongs to: the one of its own service, then the
  /// server's.
  private static int closeness(OpenSpan parent, OpenSpan child) {
    int sameService = parent.service.equals(child.service) ? 4 : 0;
    return sameService + (parent.role.entry() ? 2 : 0) + (parent.role.exit() ? 1 : 0);
  }

  private OpenSpan place(long spanId) {
    int at = slot(spanId);
    var found = slots[at];
    if (found != null) {
      return found;
    }
    var span = new OpenSpan(id, spanId);
    slots[at] = span;
    size++;
    if (size * 4 > slots.length * 3) {
      grow();
    }
    return span;
  }

  private int slot(long spanId) {
    // Fibonacci hashing: ids that differ only in their high bits are spread as well.
    int at = (int) ((spanId * 0x9E3779B97F4A7C15L) >>> 32) & (slots.length - 1);
    for (var there = slots[at]; there != null && there.id != spanId; there = slots[at]) {
      at = (at + 1) & (slots.length - 1);
    }
    return at;
  }

  private void grow() {
    var old = slots;
    slots = new @Nullable OpenSpan[old.length * 2];
    for (var span : old) {
      if (span != null) {
        slots[slot(span.id)] = span;
      }
    }
  }
}
