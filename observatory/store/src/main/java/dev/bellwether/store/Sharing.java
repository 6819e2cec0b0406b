package dev.bellwether.store;

import dev.bellwether.model.LogRecord;
import dev.bellwether.model.MetricPoint;
import dev.bellwether.model.Resource;
import dev.bellwether.model.Scope;
import dev.bellwether.model.Span;
import dev.bellwether.model.Value;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Replaces equal parts of records by the same object. Telemetry says the same words over and over,
/// and a decoder makes new objects of them each time. 200,000 spans of the trading system with 17
/// attributes each take 558 bytes a span with this and 2,709 without it (heap after a collection,
/// JDK 25), for some microseconds a span.
///
/// It remembers by hash which object it saw last in each slot, and forgets it when another comes:
/// it is bounded, needs no cleaning, and a miss costs memory, never correctness. One thread at a
/// time.
final class Sharing {
  /// Room for the few thousand keys, names and values that repeat, and for the ids and customers of
  /// traces under way: 256 KiB of references.
  private static final int SLOTS = 1 << 16;

  /// Longer text (statements, stack traces) repeats less and costs more to compare.
  private static final int SHARED_CHARACTERS_MAX = 256;

  private final Object[] slots = new Object[SLOTS];

  /// All records of a batch have few resources and scopes, mostly the one of the record before.
  private Resource lastResource = new Resource(Map.of());

  private Resource sharedResource = lastResource;
  private Scope lastScope = Scope.NONE;
  private Scope sharedScope = Scope.NONE;

  Span share(Span span) {
    return new Span(
        shared(span.traceId()),
        shared(span.id()),
        sharedOrNull(span.parentId()),
        text(span.traceState()),
        span.flags(),
        text(span.name()),
        span.kind(),
        span.startNanos(),
        span.endNanos(),
        attributes(span.attributes()),
        span.events().stream().map(this::event).toList(),
        span.links().stream().map(this::link).toList(),
        status(span.status()),
        resource(span.resource()),
        scope(span.scope()),
        span.droppedAttributes());
  }

  LogRecord share(LogRecord record) {
    return new LogRecord(
        record.timeNanos(),
        record.observedNanos(),
        record.severityNumber(),
        text(record.severityText()),
        text(record.eventName()),
        value(record.body()),
        attributes(record.attributes()),
        sharedOrNull(record.traceId()),
        sharedOrNull(record.spanId()),
        record.flags(),
        resource(record.resource()),
        scope(record.scope()),
        record.droppedAttributes());
  }

  /// Attributes of a point are those of its series: the whole map repeats.
  MetricPoint share(MetricPoint point) {
    return new MetricPoint(
        text(point.name()),
        text(point.description()),
        text(point.unit()),
        shared(point.attributes()),
        point.startNanos(),
        point.timeNanos(),
        point.data(),
        point.exemplars(),
        resource(point.resource()),
        scope(point.scope()));
  }

  private Span.Event event(Span.Event event) {
    return new Span.Event(event.timeNanos(), text(event.name()), attributes(event.attributes()));
  }

  private Span.Link link(Span.Link link) {
    return new Span.Link(
        shared(link.traceId()),
        link.spanId(),
        text(link.traceState()),
        attributes(link.attributes()));
  }

  private Span.Status status(Span.Status status) {
    return status.message().length() > SHARED_CHARACTERS_MAX ? status : shared(status);
  }

  @SuppressWarnings("ReferenceEquality") // the point is not to compare the contents
  private Resource resource(Resource resource) {
    if (resource != lastResource) {
      lastResource = resource;
      sharedResource = shared(resource);
    }
    return sharedResource;
  }

  @SuppressWarnings("ReferenceEquality") // the point is not to compare the contents
  private Scope scope(Scope scope) {
    if (scope != lastScope) {
      lastScope = scope;
      sharedScope = shared(scope);
    }
    return sharedScope;
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type has no other way
  private Map<String, Value> attributes(Map<String, Value> attributes) {
    var entries = new Map.Entry[attributes.size()];
    var count = 0;
    for (var attribute : attributes.entrySet()) {
      entries[count++] = Map.entry(text(attribute.getKey()), value(attribute.getValue()));
    }
    return Map.ofEntries((Map.Entry<String, Value>[]) entries);
  }

  private Value value(Value value) {
    return switch (value) {
      case Value.Text(String text) -> text.length() > SHARED_CHARACTERS_MAX ? value : shared(value);
      case Value.Whole _, Value.Decimal _, Value.Flag _, Value.Empty _ -> shared(value);
      case Value.Bytes _, Value.ListOf _, Value.MapOf _ -> value;
    };
  }

  private String text(String text) {
    return text.length() > SHARED_CHARACTERS_MAX ? text : shared(text);
  }

  private <T> @Nullable T sharedOrNull(@Nullable T part) {
    return part == null ? null : shared(part);
  }

  /// The object that was seen before and equals the part, else the part.
  @SuppressWarnings("unchecked") // what equals a part of our model is of its type
  private <T> T shared(T part) {
    var hash = part.hashCode() * 0x9e3779b9; // spreads hashes that differ in a few bits only
    var slot = hash >>> (Integer.SIZE - Integer.numberOfTrailingZeros(SLOTS));
    var seen = slots[slot];
    if (part.equals(seen)) {
      return (T) seen;
    }
    slots[slot] = part;
    return part;
  }
}
