package dev.bellwether.store.tests;

import dev.bellwether.model.LogRecord;
import dev.bellwether.model.MetricPoint;
import dev.bellwether.model.Resource;
import dev.bellwether.model.Scope;
import dev.bellwether.model.Span;
import dev.bellwether.model.Span.Kind;
import dev.bellwether.model.SpanId;
import dev.bellwether.model.TraceId;
import dev.bellwether.model.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Draws traces in a few words:
///
/// ```java
/// var spans = trace(
///     server("trader", "POST /trade/request")
///         .with("com.example.customer_id", "l.hall")
///         .calling(
///             internal("trader", "trade"),
///             client("trader", "POST").calling(server("router", "POST /record"))));
/// ```
///
/// The same words always give the same ids and times. [SampleTrade] is a whole trade.
public final class SampleTraces {
  /// When samples begin: a Monday noon.
  public static final Instant NOON = Instant.parse("2026-05-04T12:00:00Z");

  public static final long NOON_NANOS = nanos(NOON);

  /// A name in the style of what the OpenTelemetry agent sends.
  public static final Scope SCOPE = new Scope("io.opentelemetry.sample", "1.0.0", Map.of());

  private static final long MILLISECOND = Duration.ofMillis(1).toNanos();

  private SampleTraces() {}

  public static SpanSketch server(String service, String name) {
    return new SpanSketch(service, Kind.SERVER, name);
  }

  public static SpanSketch client(String service, String name) {
    return new SpanSketch(service, Kind.CLIENT, name);
  }

  public static SpanSketch internal(String service, String name) {
    return new SpanSketch(service, Kind.INTERNAL, name);
  }

  public static SpanSketch producer(String service, String name) {
    return new SpanSketch(service, Kind.PRODUCER, name);
  }

  public static SpanSketch consumer(String service, String name) {
    return new SpanSketch(service, Kind.CONSUMER, name);
  }

  /// A call to a database that sends no telemetry of its own.
  public static SpanSketch query(String service, String database, String statement) {
    var operation = statement.substring(0, statement.indexOf(' '));
    return client(service, operation + " " + database)
        .with("db.system.name", "postgresql")
        .with("db.namespace", database)
        .with("db.query.text", statement)
        .with("server.address", "127.0.0.1")
        .with("server.port", 9032);
  }

  /// The spans of trace 1, which starts at [#NOON].
  public static List<Span> trace(SpanSketch root) {
    return trace(1, NOON_NANOS, root);
  }

  /// The spans of one trace, parents before children: `spanId(number, 1)` is the root's id, the
  /// others count on in the order in which they are written down.
  public static List<Span> trace(long number, long startNanos, SpanSketch root) {
    var layout = new Layout(number);
    layout.place(root, null, startNanos);
    return List.copyOf(layout.spans.values());
  }

  public static TraceId traceId(long number) {
    return new TraceId(0xbe11L << 48, number);
  }

  /// The id of the span that is written down as the `position`-th of its trace, from 1.
  public static SpanId spanId(long traceNumber, int position) {
    return new SpanId(traceNumber << 20 | position);
  }

  public static Resource service(String name) {
    return new Resource(Map.of("service.name", Value.of(name)));
  }

  /// A line at INFO that belongs to no trace.
  public static LogRecord log(String service, long timeNanos, String body) {
    return log(service, timeNanos, 9, body, Map.of(), null);
  }

  /// A line that was written while `span` ran.
  ///
  /// @param severity 1 to 24
  public static LogRecord log(
      String service,
      long timeNanos,
      int severity,
      String body,
      Map<String, Value> attributes,
      @Nullable Span span) {
    return new LogRecord(
        timeNanos,
        timeNanos + MILLISECOND,
        severity,
        LogRecord.Severity.of(severity).name(),
        "",
        Value.of(body),
        attributes,
        span == null ? null : span.traceId(),
        span == null ? null : span.id(),
        0,
        service(service),
        SCOPE,
        0);
  }

  public static MetricPoint gauge(String service, String name, long timeNanos, double number) {
    return new MetricPoint(
        name,
        "",
        "1",
        Map.of(),
        0,
        timeNanos,
        new MetricPoint.Gauge(Value.of(number)),
        List.of(),
        service(service),
        SCOPE);
  }

  public static long nanos(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
  }

  /// Gives out ids and times in the order of writing.
  private static final class Layout {
    private final long number;
    private final SortedMap<Integer, Span> spans = new TreeMap<>();
    private int positions;

    Layout(long number) {
      this.number = number;
    }

    /// Places a span and all below it; returns when it ends.
    long place(SpanSketch sketch, @Nullable SpanId parent, long startNanos) {
      var position = ++positions;
      var id = spanId(number, position);
      var next = startNanos + MILLISECOND;
      for (var child : sketch.children()) {
        var childEnd = place(child, id, child.startNanos(startNanos, next));
        next = Math.max(next, childEnd + MILLISECOND);
      }
      var span = sketch.span(traceId(number), id, parent, startNanos, next);
      spans.put(position, span);
      return span.endNanos();
    }
  }
}
