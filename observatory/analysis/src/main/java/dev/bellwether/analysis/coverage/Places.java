package dev.bellwether.analysis.coverage;

import dev.bellwether.model.LogRecord;
import dev.bellwether.model.Resource;
import dev.bellwether.model.Span;
import dev.bellwether.model.SpanId;
import dev.bellwether.model.Value;
import dev.bellwether.store.Trace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The spans of one trace, parents before their children.
///
/// A span that is its own ancestor is placed as one whose parent is unknown.
record Places(Map<SpanId, Place> byId) {

  static Places of(Trace trace, String key) {
    Map<SpanId, Span> spans = new LinkedHashMap<>();
    trace.spans().forEach(span -> spans.putIfAbsent(span.id(), span));
    Map<SpanId, List<Span>> childrenOf = new HashMap<>();
    List<Span> uppermost = new ArrayList<>();
    for (var span : spans.values()) {
      if (span.parentId() == null || !spans.containsKey(span.parentId())) {
        uppermost.add(span);
      } else {
        childrenOf.computeIfAbsent(span.parentId(), _ -> new ArrayList<>()).add(span);
      }
    }
    Map<SpanId, Place> placed = new LinkedHashMap<>();
    uppermost.forEach(span -> place(span, childrenOf, key, placed));
    spans.values().forEach(span -> place(span, childrenOf, key, placed));
    placed.values().stream().toList().reversed().forEach(Place::tellParent);
    return new Places(placed);
  }

  /// The value under the key, the record's own or its resource's; absent where there is none.
  static @Nullable Value value(Span span, String key) {
    return value(span.attributes(), span.resource(), key);
  }

  static @Nullable Value value(LogRecord log, String key) {
    return value(log.attributes(), log.resource(), key);
  }

  boolean has(String service) {
    return byId.values().stream().anyMatch(place -> place.service().equals(service));
  }

  private static @Nullable Value value(Map<String, Value> own, Resource resource, String key) {
    var value = own.get(key);
    return value != null ? value : resource.attributes().get(key);
  }

  /// With a stack of our own: a trace may be 10,000 spans deep.
  private static void place(
      Span top, Map<SpanId, List<Span>> childrenOf, String key, Map<SpanId, Place> placed) {
    record Waiting(Span span, @Nullable Place parent) {}
    var waiting = new ArrayList<Waiting>();
    waiting.add(new Waiting(top, null));
    while (!waiting.isEmpty()) {
      var next = waiting.removeLast();
      var span = next.span;
      if (placed.containsKey(span.id())) {
        continue;
      }
      var place = new Place(span, next.parent, value(span, key) != null);
      placed.put(span.id(), place);
      childrenOf
          .getOrDefault(span.id(), List.of())
          .forEach(child -> waiting.add(new Waiting(child, place)));
    }
  }
}
