package dev.bellwether.otlp;

import dev.bellwether.model.Resource;
import dev.bellwether.model.Scope;
import dev.bellwether.model.Span;
import dev.bellwether.model.SpanId;
import dev.bellwether.model.TraceId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads an `ExportTraceServiceRequest`. One request, one thread.
final class TraceDecoder {
  private static final Shape REQUEST = Shape.of("resourceSpans[]=1");
  private static final Shape RESOURCE_SPANS = Shape.of("resource=1 scopeSpans[]=2");
  private static final Shape SCOPE_SPANS = Shape.of("scope=1 spans[]=2");
  private static final Shape SPAN =
      Shape.of(
          "traceId=1 spanId=2 traceState=3 parentSpanId=4 name=5 kind=6 startTimeUnixNano=7"
              + " endTimeUnixNano=8 attributes[]=9 droppedAttributesCount=10 events[]=11"
              + " links[]=13 status=15 flags=16");
  private static final Shape EVENT =
      Shape.of("timeUnixNano=1 name=2 attributes[]=3 droppedAttributesCount=4");
  private static final Shape LINK = Shape.of("traceId=1 spanId=2 traceState=3 attributes[]=4");
  private static final Shape STATUS = Shape.of("message=2 code=3");

  private static final Span.Kind[] KINDS = Span.Kind.values();
  private static final Span.Status.Code[] CODES = Span.Status.Code.values();

  private final Fields in;
  private final Values values;
  private final Batch<Span> batch = new Batch<>();
  private final long[] halves = new long[2];
  private Resource resource = Values.nobody();
  private Scope scope = Scope.NONE;

  private TraceDecoder(Fields in, int attributesMax) {
    this.in = in;
    this.values = new Values(in, attributesMax);
  }

  static Batch<Span> decode(Fields in, int attributesMax) {
    var decoder = new TraceDecoder(in, attributesMax);
    decoder.request();
    return decoder.batch;
  }

  private void request() {
    for (int field = in.next(REQUEST); field != 0; field = in.next(REQUEST)) {
      switch (field) {
        case 1 -> resourceSpans();
        default -> in.skip();
      }
    }
  }

  private void resourceSpans() {
    resource = Values.nobody();
    int first = batch.mark();
    in.enter();
    for (int field = in.next(RESOURCE_SPANS); field != 0; field = in.next(RESOURCE_SPANS)) {
      switch (field) {
        case 1 -> {
          resource = values.resource();
          batch.changeFrom(first, span -> span.from(resource, span.scope()));
        }
        case 2 -> scopeSpans();
        default -> in.skip();
      }
    }
  }

  private void scopeSpans() {
    scope = Scope.NONE;
    int first = batch.mark();
    in.enter();
    for (int field = in.next(SCOPE_SPANS); field != 0; field = in.next(SCOPE_SPANS)) {
      switch (field) {
        case 1 -> {
          scope = values.scope();
          batch.changeFrom(first, span -> span.from(span.resource(), scope));
        }
        case 2 -> span();
        default -> in.skip();
      }
    }
  }

  private void span() {
    var draft = new Draft();
    in.enter();
    for (int field = in.next(SPAN); field != 0; field = in.next(SPAN)) {
      draft.read(field);
    }
    draft.judge();
  }

  private Span.Event event() {
    long timeNanos = 0;
    var name = "";
    var attributes = values.attributes();
    in.enter();
    for (int field = in.next(EVENT); field != 0; field = in.next(EVENT)) {
      switch (field) {
        case 1 -> timeNanos = in.fixed64();
        case 2 -> name = in.text();
        case 3 -> attributes.read();
        default -> in.skip();
      }
    }
    return new Span.Event(timeNanos, name, attributes.map());
  }

  /// A link, or null where it leads nowhere: the specification lets such links pass, and there is
  /// nothing that could be shown of them.
  private Span.@Nullable Link link() {
    @Nullable TraceId traceId = null;
    @Nullable SpanId spanId = null;
    var traceState = "";
    var attributes = values.attributes();
    in.enter();
    for (int field = in.next(LINK); field != 0; field = in.next(LINK)) {
      switch (field) {
        case 1 -> traceId = values.traceId();
        case 2 -> spanId = values.spanId();
        case 3 -> traceState = in.text();
        case 4 -> attributes.read();
        default -> in.skip();
      }
    }
    return traceId == null || spanId == null
        ? null
        : new Span.Link(traceId, spanId, traceState, attributes.map());
  }

  private Span.Status status() {
    var message = "";
    var code = Span.Status.Code.UNSET;
    in.enter();
    for (int field = in.next(STATUS); field != 0; field = in.next(STATUS)) {
      switch (field) {
        case 2 -> message = in.text();
        case 3 -> code = CODES[in.constant(CODES.length - 1)];
        default -> in.skip();
      }
    }
    return code == Span.Status.Code.UNSET && message.isEmpty()
        ? Span.Status.UNSET
        : new Span.Status(code, message);
  }

  /// A span that is being read.
  private final class Draft {
    private @Nullable TraceId traceId;
    private @Nullable SpanId id;
    private @Nullable SpanId parentId;
    private int parentIdBytes;
    private String traceState = "";
    private int flags;
    private String name = "";
    private Span.Kind kind = Span.Kind.UNSPECIFIED;
    private long startNanos;
    private long endNanos;
    private final Values.Attributes attributes = values.attributes();
    private int droppedByOthers;
    private final List<Span.Event> events = new ArrayList<>();
    private final List<Span.Link> links = new ArrayList<>();
    private Span.Status status = Span.Status.UNSET;

    void read(int field) {
      switch (field) {
        case 1 -> traceId = values.traceId();
        case 2 -> id = values.spanId();
        case 3 -> traceState = in.text();
        case 4 -> parentId();
        case 5 -> name = in.text();
        case 6 -> kind = KINDS[in.constant(KINDS.length - 1)];
        case 7 -> startNanos = in.fixed64();
        case 8 -> endNanos = in.fixed64();
        case 9 -> attributes.read();
        case 10 -> droppedByOthers = in.uint32();
        case 11 -> events.add(event());
        case 13 -> {
          var link = link();
          if (link != null) {
            links.add(link);
          }
        }
        case 15 -> status = status();
        case 16 -> flags = in.fixed32();
        default -> in.skip();
      }
    }

    /// A zero parent id is no parent, as some senders write it; another length is a mistake.
    private void parentId() {
      parentIdBytes = in.id(halves);
      parentId = parentIdBytes == 8 && halves[1] != 0 ? new SpanId(halves[1]) : null;
    }

    /// Adds the span to the batch, or the reason why it cannot be one.
    void judge() {
      if (traceId == null) {
        batch.reject("trace_id", "span", name, "trace id: none (expected: 16 bytes, not all zero)");
      } else if (id == null) {
        batch.reject("span_id", "span", name, "span id: none (expected: 8 bytes, not all zero)");
      } else if (parentIdBytes != 0 && parentIdBytes != 8) {
        batch.reject(
            "parent_span_id",
            "span",
            name,
            "parent span id: %d bytes (expected: 8 or none)".formatted(parentIdBytes));
      } else {
        batch.add(span(traceId, id));
      }
    }

    private Span span(TraceId ofTrace, SpanId ofSpan) {
      return new Span(
          ofTrace,
          ofSpan,
          parentId,
          traceState,
          flags,
          name,
          kind,
          startNanos,
          endNanos,
          attributes.map(),
          events,
          links,
          status,
          resource,
          scope,
          attributes.dropped() + droppedByOthers);
    }
  }
}
