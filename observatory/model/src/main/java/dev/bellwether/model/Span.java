package dev.bellwether.model;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One operation of one service.
///
/// Trace id and span id identify it: a second span with the same pair is the same span sent again.
///
/// @param parentId absent for the root of a trace
/// @param traceState W3C `tracestate` as it was sent, empty where there is none
/// @param flags W3C trace flags in the low byte, OTLP's `SpanFlags` above
/// @param endNanos may lie before `startNanos` when a clock was set back
/// @param droppedAttributes how many attributes the sender or our own limit left out
public record Span(
    TraceId traceId,
    SpanId id,
    @Nullable SpanId parentId,
    String traceState,
    int flags,
    String name,
    Kind kind,
    long startNanos,
    long endNanos,
    Map<String, Value> attributes,
    List<Event> events,
    List<Link> links,
    Status status,
    Resource resource,
    Scope scope,
    int droppedAttributes) {
  public Span {
    attributes = Map.copyOf(attributes);
    events = List.copyOf(events);
    links = List.copyOf(links);
  }

  public String service() {
    return resource.serviceName();
  }

  /// Never negative: a span that ends before it starts took no time.
  public long durationNanos() {
    return Math.max(0, endNanos - startNanos);
  }

  public boolean failed() {
    return status.code() == Status.Code.ERROR;
  }

  /// The same span with other attributes.
  public Span withAttributes(Map<String, Value> others) {
    return with(others, resource, scope);
  }

  /// The same span as another resource and scope send it.
  public Span from(Resource otherResource, Scope otherScope) {
    return with(attributes, otherResource, otherScope);
  }

  private Span with(Map<String, Value> otherAttributes, Resource otherResource, Scope otherScope) {
    return new Span(
        traceId,
        id,
        parentId,
        traceState,
        flags,
        name,
        kind,
        startNanos,
        endNanos,
        otherAttributes,
        events,
        links,
        status,
        otherResource,
        otherScope,
        droppedAttributes);
  }

  /// In the order of OTLP's numbers, 0 to 5.
  public enum Kind {
    UNSPECIFIED,
    INTERNAL,
    SERVER,
    CLIENT,
    PRODUCER,
    CONSUMER
  }

  /// How the operation ended.
  ///
  /// @param message why it failed; empty for other codes
  public record Status(Code code, String message) {
    public static final Status UNSET = new Status(Code.UNSET, "");

    /// In the order of OTLP's numbers, 0 to 2.
    public enum Code {
      UNSET,
      OK,
      ERROR
    }
  }

  /// Something that happened at one moment of a span, an exception for example.
  public record Event(long timeNanos, String name, Map<String, Value> attributes) {
    public Event {
      attributes = Map.copyOf(attributes);
    }
  }

  /// A span of this or another trace that led to this one without being its parent.
  public record Link(
      TraceId traceId, SpanId spanId, String traceState, Map<String, Value> attributes) {
    public Link {
      attributes = Map.copyOf(attributes);
    }
  }
}
