package dev.bellwether.store.segments.columns;

import dev.bellwether.model.Span;
import dev.bellwether.model.Span.Event;
import dev.bellwether.model.Span.Link;
import dev.bellwether.model.SpanId;
import dev.bellwether.model.TraceId;
import dev.bellwether.model.Value;
import java.util.List;

/// Events and links of a span as values:
///
/// ```
/// event = [ nanoseconds since the span's start, name, { attributes } ]
/// link  = [ trace id high, trace id low, span id, trace state, { attributes } ]
/// ```
final class SpanParts {
  private SpanParts() {}

  static Value ofEvents(Span span) {
    return new Value.ListOf(
        span.events().stream().map(event -> value(event, span.startNanos())).toList());
  }

  static List<Event> events(Value stored, long startNanos) {
    return StoredValue.list(stored).stream().map(one -> event(one, startNanos)).toList();
  }

  static Value ofLinks(Span span) {
    return new Value.ListOf(span.links().stream().map(SpanParts::value).toList());
  }

  static List<Link> links(Value stored) {
    return StoredValue.list(stored).stream().map(SpanParts::link).toList();
  }

  private static Value value(Event event, long startNanos) {
    return new Value.ListOf(
        List.of(
            Value.of(event.timeNanos() - startNanos),
            Value.of(event.name()),
            new Value.MapOf(event.attributes())));
  }

  private static Event event(Value stored, long startNanos) {
    var parts = StoredValue.list(stored);
    return new Event(
        startNanos + StoredValue.whole(parts.get(0)),
        parts.get(1).text(),
        StoredValue.map(parts.get(2)));
  }

  private static Value value(Link link) {
    return new Value.ListOf(
        List.of(
            Value.of(link.traceId().high()),
            Value.of(link.traceId().low()),
            Value.of(link.spanId().bits()),
            Value.of(link.traceState()),
            new Value.MapOf(link.attributes())));
  }

  private static Link link(Value stored) {
    var parts = StoredValue.list(stored);
    return new Link(
        new TraceId(StoredValue.whole(parts.get(0)), StoredValue.whole(parts.get(1))),
        new SpanId(StoredValue.whole(parts.get(2))),
        parts.get(3).text(),
        StoredValue.map(parts.get(4)));
  }
}
