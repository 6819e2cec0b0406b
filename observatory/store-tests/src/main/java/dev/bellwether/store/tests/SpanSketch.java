package dev.bellwether.store.tests;

import dev.bellwether.model.Resource;
import dev.bellwether.model.Span;
import dev.bellwether.model.Span.Event;
import dev.bellwether.model.Span.Kind;
import dev.bellwether.model.Span.Link;
import dev.bellwether.model.Span.Status;
import dev.bellwether.model.SpanId;
import dev.bellwether.model.TraceId;
import dev.bellwether.model.Value;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A span and those below it, before ids and times are given out by [SampleTraces#trace]. A sketch
/// never changes: every method returns a changed copy.
///
/// Unless told otherwise a span starts one millisecond after the previous span below the same
/// parent ended, and ends one millisecond after the last one below it.
public final class SpanSketch {
  private final String service;
  private final Kind kind;
  private final String name;
  private Map<String, Value> resource = Map.of();
  private Map<String, Value> attributes = Map.of();
  private List<Event> events = List.of();
  private List<Link> links = List.of();
  private Status status = Status.UNSET;
  private @Nullable Duration delay;
  private @Nullable Duration duration;
  private List<SpanSketch> children = List.of();

  SpanSketch(String service, Kind kind, String name) {
    this.service = service;
    this.kind = kind;
    this.name = name;
  }

  public SpanSketch with(String key, String value) {
    return with(Map.of(key, Value.of(value)));
  }

  public SpanSketch with(String key, long value) {
    return with(Map.of(key, Value.of(value)));
  }

  public SpanSketch with(Map<String, Value> more) {
    var copy = copy();
    copy.attributes = merged(attributes, more);
    return copy;
  }

  /// This span with the attributes, and all below it, as baggage is copied to all that follows.
  public SpanSketch withBaggage(Map<String, Value> baggage) {
    var copy = with(baggage);
    copy.children = children.stream().map(child -> child.withBaggage(baggage)).toList();
    return copy;
  }

  public SpanSketch with(Event event) {
    var copy = copy();
    copy.events = appended(events, event);
    return copy;
  }

  /// An attribute of the resource besides `service.name`: `service.instance.id`, for example.
  public SpanSketch from(String key, String value) {
    var copy = copy();
    copy.resource = merged(resource, Map.of(key, Value.of(value)));
    return copy;
  }

  /// Links it to the first span of another trace: a later attempt to the trade that asked for it.
  public SpanSketch linkedTo(List<Span> trace) {
    var target = trace.getFirst();
    var copy = copy();
    copy.links = appended(links, new Link(target.traceId(), target.id(), "", Map.of()));
    return copy;
  }

  public SpanSketch failing(String message) {
    return with(new Status(Status.Code.ERROR, message));
  }

  public SpanSketch with(Status status) {
    var copy = copy();
    copy.status = status;
    return copy;
  }

  /// Starts so long after its parent, whatever the spans beside it do. May be negative, as between
  /// two hosts whose clocks differ.
  public SpanSketch after(Duration delay) {
    var copy = copy();
    copy.delay = delay;
    return copy;
  }

  /// Takes so long, whatever the spans below it do. May be negative: a clock was set back.
  public SpanSketch lasting(Duration duration) {
    var copy = copy();
    copy.duration = duration;
    return copy;
  }

  public SpanSketch calling(SpanSketch... more) {
    var copy = copy();
    copy.children = Stream.concat(children.stream(), Stream.of(more)).toList();
    return copy;
  }

  List<SpanSketch> children() {
    return children;
  }

  /// When it starts: as told, else at `otherwiseNanos`.
  long startNanos(long parentNanos, long otherwiseNanos) {
    return delay == null ? otherwiseNanos : parentNanos + delay.toNanos();
  }

  Span span(TraceId traceId, SpanId id, @Nullable SpanId parent, long startNanos, long endNanos) {
    return new Span(
        traceId,
        id,
        parent,
        "",
        1,
        name,
        kind,
        startNanos,
        duration == null ? endNanos : startNanos + duration.toNanos(),
        attributes,
        events,
        links,
        status,
        new Resource(merged(resource, Map.of("service.name", Value.of(service)))),
        SampleTraces.SCOPE,
        0);
  }

  private SpanSketch copy() {
    var copy = new SpanSketch(service, kind, name);
    copy.resource = resource;
    copy.attributes = attributes;
    copy.events = events;
    copy.links = links;
    copy.status = status;
    copy.delay = delay;
    copy.duration = duration;
    copy.children = children;
    return copy;
  }

  private static Map<String, Value> merged(Map<String, Value> some, Map<String, Value> more) {
    var all = new HashMap<>(some);
    all.putAll(more);
    return Map.copyOf(all);
  }

  private static <T> List<T> appended(List<T> some, T more) {
    return Stream.concat(some.stream(), Stream.of(more)).toList();
  }
}
