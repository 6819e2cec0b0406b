package dev.bellwether.store.segments;

import dev.bellwether.model.LogRecord;
import dev.bellwether.model.MetricPoint;
import dev.bellwether.model.MetricPoint.Buckets;
import dev.bellwether.model.MetricPoint.Temporality;
import dev.bellwether.model.Resource;
import dev.bellwether.model.Scope;
import dev.bellwether.model.Span;
import dev.bellwether.model.SpanId;
import dev.bellwether.model.TraceId;
import dev.bellwether.model.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Rebuilds the records of one batch. What they share is made once, and is the same object in all.
final class BatchDecoder {
  private static final Span.Kind[] KINDS = Span.Kind.values();
  private static final Span.Status.Code[] CODES = Span.Status.Code.values();
  private static final Temporality[] TEMPORALITIES = Temporality.values();

  private final ByteReader in;
  private final int signal;
  private final int records;
  private final List<String> texts;
  private final List<Map.Entry<String, Value>> attributes;
  private final List<TraceId> traces;
  private final List<Resource> resources;
  private final List<Scope> scopes;
  private long lastNanos;

  private BatchDecoder(byte[] batch) {
    this.in = new ByteReader(batch);
    requireKnown(in.readByte());
    this.signal = in.readByte();
    this.records = in.readCount();
    this.texts = all(in.readCount(), in::readText);
    this.attributes = all(in.readCount(), () -> Map.entry(text(), value()));
    this.traces = all(in.readCount(), () -> new TraceId(in.readLong(), in.readLong()));
    this.resources = all(in.readCount(), () -> new Resource(attributes()));
    this.scopes = all(in.readCount(), () -> new Scope(text(), text(), attributes()));
  }

  static Batch decode(byte[] batch) {
    var decoder = new BatchDecoder(batch);
    return switch (decoder.signal) {
      case BatchEncoder.SPANS -> new Batch.Spans(all(decoder.records, decoder::span));
      case BatchEncoder.LOGS -> new Batch.Logs(all(decoder.records, decoder::log));
      case BatchEncoder.POINTS -> new Batch.Points(all(decoder.records, decoder::point));
      default -> throw new IllegalStateException("batch: unknown signal " + decoder.signal);
    };
  }

  /// Whether the batch holds spans: for those who read nothing else.
  static boolean holdsSpans(byte[] batch) {
    requireKnown(batch[0]);
    return batch[1] == BatchEncoder.SPANS;
  }

  private static void requireKnown(int version) {
    if (version != BatchEncoder.VERSION) {
      throw new IllegalStateException(
          "batch: version %d (expected: %d; a later Bellwether wrote it)"
              .formatted(version, BatchEncoder.VERSION));
    }
  }

  private Span span() {
    var head = in.readByte();
    var trace = trace();
    var id = new SpanId(in.readLong());
    var parent = (head & BatchEncoder.HAS_PARENT) == 0 ? null : new SpanId(in.readLong());
    var flags = in.readSignedInt();
    var name = text();
    var start = nanos();
    var end = start + in.readSigned();
    var resource = resources.get(in.readCount());
    var scope = scopes.get(in.readCount());
    var values = attributes();
    var rest = (head & BatchEncoder.HAS_REST) == 0 ? Rest.NONE : rest(start);
    return new Span(
        trace,
        id,
        parent,
        rest.traceState,
        flags,
        name,
        KINDS[head & 7],
        start,
        end,
        values,
        rest.events,
        rest.links,
        status(CODES[head >> 3 & 3], rest.statusMessage),
        resource,
        scope,
        rest.droppedAttributes);
  }

  private static Span.Status status(Span.Status.Code code, String message) {
    return code == Span.Status.Code.UNSET && message.isEmpty()
        ? Span.Status.UNSET
        : new Span.Status(code, message);
  }

  /// What most spans do not have.
  private record Rest(
      String traceState,
      String statusMessage,
      int droppedAttributes,
      List<Span.Event> events,
      List<Span.Link> links) {
    static final Rest NONE = new Rest("", "", 0, List.of(), List.of());
  }

  private Rest rest(long startNanos) {
    return new Rest(
        text(),
        text(),
        in.readSignedInt(),
        all(
            in.readCount(),
            () -> new Span.Event(startNanos + in.readSigned(), text(), attributes())),
        all(
            in.readCount(),
            () -> new Span.Link(trace(), new SpanId(in.readLong()), text(), attributes())));
  }

  private LogRecord log() {
    var head = in.readByte();
    var trace = (head & BatchEncoder.HAS_TRACE) == 0 ? null : trace();
    var span = (head & BatchEncoder.HAS_SPAN) == 0 ? null : new SpanId(in.readLong());
    var time = nanos();
    var observed = time + in.readSigned();
    var severity = in.readSignedInt();
    var severityText = text();
    var body = value();
    var resource = resources.get(in.readCount());
    var scope = scopes.get(in.readCount());
    var values = attributes();
    var details = (head & BatchEncoder.HAS_DETAILS) != 0;
    var flags = details ? in.readSignedInt() : 0;
    var dropped = details ? in.readSignedInt() : 0;
    var eventName = details ? text() : "";
    return new LogRecord(
        time,
        observed,
        severity,
        severityText,
        eventName,
        body,
        values,
        trace,
        span,
        flags,
        resource,
        scope,
        dropped);
  }

  private MetricPoint point() {
    var name = text();
    var description = text();
    var unit = text();
    var time = nanos();
    var start = time + in.readSigned();
    var resource = resources.get(in.readCount());
    var scope = scopes.get(in.readCount());
    var values = attributes();
    var data = data();
    var exemplars = all(in.readCount(), () -> exemplar(time));
    return new MetricPoint(
        name, description, unit, values, start, time, data, exemplars, resource, scope);
  }

  private MetricPoint.Exemplar exemplar(long pointNanos) {
    var head = in.readByte();
    var trace = (head & BatchEncoder.HAS_TRACE) == 0 ? null : trace();
    var span = (head & BatchEncoder.HAS_SPAN) == 0 ? null : new SpanId(in.readLong());
    var time = pointNanos + in.readSigned();
    return new MetricPoint.Exemplar(time, value(), trace, span, attributes());
  }

  private MetricPoint.Data data() {
    var shape = in.readByte();
    return switch (shape) {
      case 0 -> new MetricPoint.Gauge(value());
      case 1 -> new MetricPoint.Sum(value(), TEMPORALITIES[in.readByte()], in.readByte() == 1);
      case 2 -> histogram();
      case 3 -> exponentialHistogram();
      case 4 ->
          new MetricPoint.Summary(
              in.readSigned(),
              in.readDouble(),
              all(
                  in.readCount(),
                  () -> new MetricPoint.Quantile(in.readDouble(), in.readDouble())));
      default -> throw new IllegalStateException("batch: unknown shape of a point " + shape);
    };
  }

  private MetricPoint.Histogram histogram() {
    var temporality = TEMPORALITIES[in.readByte()];
    var count = in.readSigned();
    var statistics = in.readByte();
    return new MetricPoint.Histogram(
        temporality,
        count,
        statistic(statistics, 1),
        statistic(statistics, 2),
        statistic(statistics, 4),
        all(in.readCount(), in::readDouble),
        counts());
  }

  private MetricPoint.ExponentialHistogram exponentialHistogram() {
    var temporality = TEMPORALITIES[in.readByte()];
    var count = in.readSigned();
    var statistics = in.readByte();
    return new MetricPoint.ExponentialHistogram(
        temporality,
        count,
        statistic(statistics, 1),
        statistic(statistics, 2),
        statistic(statistics, 4),
        in.readSignedInt(),
        in.readSigned(),
        in.readDouble(),
        buckets(),
        buckets());
  }

  private @Nullable Double statistic(int present, int bit) {
    return (present & bit) == 0 ? null : in.readDouble();
  }

  private Buckets buckets() {
    return new Buckets(in.readSignedInt(), counts());
  }

  private List<Long> counts() {
    return all(in.readCount(), in::readSigned);
  }

  private String text() {
    return texts.get(in.readCount());
  }

  private TraceId trace() {
    return traces.get(in.readCount());
  }

  private long nanos() {
    lastNanos += in.readSigned();
    return lastNanos;
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type has no other way
  private Map<String, Value> attributes() {
    var entries = new Map.Entry[in.readCount()];
    for (var i = 0; i < entries.length; i++) {
      entries[i] = attributes.get(in.readCount());
    }
    return Map.ofEntries((Map.Entry<String, Value>[]) entries);
  }

  private Value value() {
    var type = in.readByte();
    return switch (type) {
      case BatchParts.EMPTY -> Value.EMPTY;
      case BatchParts.TEXT -> Value.of(text());
      case BatchParts.WHOLE -> Value.of(in.readSigned());
      case BatchParts.DECIMAL -> Value.of(in.readDouble());
      case BatchParts.FALSE -> Value.of(false);
      case BatchParts.TRUE -> Value.of(true);
      case BatchParts.BYTES -> new Value.Bytes(in.readBytes());
      case BatchParts.LIST -> new Value.ListOf(all(in.readCount(), this::value));
      case BatchParts.MAP -> map();
      default -> throw new IllegalStateException("batch: unknown type of a value " + type);
    };
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type has no other way
  private Value map() {
    var entries = new Map.Entry[in.readCount()];
    for (var i = 0; i < entries.length; i++) {
      entries[i] = Map.entry(text(), value());
    }
    return new Value.MapOf(Map.ofEntries((Map.Entry<String, Value>[]) entries));
  }

  private static <T> List<T> all(int count, Supplier<T> next) {
    if (count == 0) {
      return List.of();
    }
    var list = new ArrayList<T>(count);
    for (var i = 0; i < count; i++) {
      list.add(next.get());
    }
    return list;
  }
}
