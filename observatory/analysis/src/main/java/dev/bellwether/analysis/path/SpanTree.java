package dev.bellwether.analysis.path;

import dev.bellwether.model.Span;
import dev.bellwether.model.SpanId;
import dev.bellwether.store.Trace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Who called whom in one trace, as seen from the root that matters most.
///
/// A span that names itself as its parent, or is its own ancestor, hangs in the air; the first by
/// [Trace#ORDER] of such a circle counts as one that nobody called.
record SpanTree(Span root, List<Span> apart, Map<SpanId, List<Span>> childrenOf) {
  static SpanTree of(Trace trace) {
    Map<SpanId, Span> byId = new HashMap<>();
    for (var span : trace.spans()) {
      byId.putIfAbsent(span.id(), span);
    }
    Map<SpanId, List<Span>> childrenOf = new HashMap<>();
    List<Span> roots = new ArrayList<>();
    var spans = byId.values().stream().sorted(Trace.ORDER).toList();
    for (var span : spans) {
      if (span.parentId() == null || !byId.containsKey(span.parentId())) {
        roots.add(span);
      } else {
        childrenOf.computeIfAbsent(span.parentId(), _ -> new ArrayList<>()).add(span);
      }
    }
    openCircles(spans, roots, childrenOf);
    var root = roots.stream().max(BY_WEIGHT).orElseThrow();
    var apart =
        roots.stream().filter(other -> !other.id().equals(root.id())).sorted(Trace.ORDER).toList();
    return new SpanTree(root, apart, childrenOf);
  }

  /// A true root before one whose parent is missing, then the longest, then the first.
  private static final Comparator<Span> BY_WEIGHT =
      Comparator.<Span, Boolean>comparing(span -> span.parentId() == null)
          .thenComparingLong(Span::durationNanos)
          .thenComparing(Trace.ORDER.reversed());

  List<Span> children(Span span) {
    return childrenOf.getOrDefault(span.id(), List.of());
  }

  private static void openCircles(
      List<Span> spans, List<Span> roots, Map<SpanId, List<Span>> childrenOf) {
    Set<SpanId> reached = new HashSet<>();
    roots.forEach(root -> reach(root, childrenOf, reached));
    for (var span : spans) {
      if (reached.contains(span.id())) {
        continue;
      }
      childrenOf.getOrDefault(span.parentId(), List.of()).remove(span);
      roots.add(span);
      reach(span, childrenOf, reached);
    }
  }

  private static void reach(Span from, Map<SpanId, List<Span>> childrenOf, Set<SpanId> reached) {
    var waiting = new ArrayList<>(List.of(from));
    while (!waiting.isEmpty()) {
      var span = waiting.removeLast();
      if (reached.add(span.id())) {
        waiting.addAll(childrenOf.getOrDefault(span.id(), List.of()));
      }
    }
  }
}
