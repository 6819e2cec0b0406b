package dev.bellwether.store.segments.columns;

import dev.bellwether.model.LogRecord;
import dev.bellwether.model.MetricPoint;
import dev.bellwether.model.Resource;
import dev.bellwether.model.Scope;
import dev.bellwether.model.Span;
import dev.bellwether.model.SpanId;
import dev.bellwether.model.TraceId;
import dev.bellwether.model.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Records with everything that the model allows and nobody sends: extreme times and numbers, keys
/// of several types, nested values, halves of surrogate pairs, parents that never came. Words and
/// moments are drawn from small sets, so that queries find something.
final class HostileRecords {
  static final List<String> KEYS = List.of("a", "b", "c.d", "service.name", "name", "n", "");
  static final List<String> TEXTS =
      List.of(
          "",
          "a",
          "b",
          "Refused",
          "connection refused",
          "l.hall",
          "10",
          "10.0",
          "-0",
          "1e1",
          "ß",
          "\ud800",
          "x\udc00y",
          "\ud83d\ude00",
          "trader",
          "[a, b]",
          "true",
          "4.5",
          "unknown_service");
  static final long[] NUMBERS = {
    0, 1, -1, 4, 10, 200_000_000, Long.MAX_VALUE, Long.MIN_VALUE, Integer.MAX_VALUE, 1L << 53
  };
  private static final double[] DECIMALS = {
    0, -0.0, 4.5, 10, 0.1, Double.NaN, Double.POSITIVE_INFINITY, Double.MIN_VALUE, -1e300
  };

  private final Random random;
  private final int traces;

  /// @param traces of how many traces the records are
  HostileRecords(long seed, int traces) {
    this.random = new Random(seed);
    this.traces = traces;
  }

  /// Each of another identity.
  List<Span> spans(int count) {
    return IntStream.range(0, count).mapToObj(this::span).toList();
  }

  List<LogRecord> logRecords(int count) {
    return Stream.generate(this::logRecord).limit(count).toList();
  }

  List<MetricPoint> metricPoints(int count) {
    return Stream.generate(this::metricPoint).limit(count).toList();
  }

  TraceId traceId() {
    var number = 1 + random.nextInt(traces);
    return new TraceId(number * 0x9E37_79B9_7F4A_7C15L, number % 3 == 0 ? 0 : number);
  }

  long nanos() {
    return random.nextInt(5) == 0
        ? NUMBERS[random.nextInt(NUMBERS.length)]
        : 1_000 + random.nextInt(50);
  }

  String text() {
    return TEXTS.get(random.nextInt(TEXTS.size()));
  }

  Value value(int depth) {
    return switch (random.nextInt(depth > 0 ? 10 : 7)) {
      case 0, 1 -> Value.of(text());
      case 2 -> Value.of(NUMBERS[random.nextInt(NUMBERS.length)]);
      case 3 -> Value.of(DECIMALS[random.nextInt(DECIMALS.length)]);
      case 4 -> Value.of(random.nextBoolean());
      case 5 -> new Value.Bytes(bytes());
      case 6 -> Value.EMPTY;
      case 7, 8 -> new Value.ListOf(some(() -> value(depth - 1)));
      default -> new Value.MapOf(attributes(depth - 1));
    };
  }

  private Span span(int number) {
    var start = nanos();
    return new Span(
        traceId(),
        new SpanId(id(number)),
        random.nextInt(3) == 0 ? null : new SpanId(id(random.nextInt(200))),
        text(),
        random.nextInt(4) == 0 ? random.nextInt() : 1,
        text(),
        oneOf(Span.Kind.values()),
        start,
        random.nextInt(4) == 0 ? nanos() : start + random.nextInt(-5, 20),
        attributes(2),
        some(() -> new Span.Event(nanos(), text(), attributes(1))),
        some(() -> new Span.Link(traceId(), new SpanId(id(3)), text(), attributes(1))),
        new Span.Status(oneOf(Span.Status.Code.values()), text()),
        resource(),
        scope(),
        random.nextInt(8) == 0 ? random.nextInt() : 0);
  }

  private LogRecord logRecord() {
    var hasTrace = random.nextBoolean();
    return new LogRecord(
        random.nextInt(3) == 0 ? 0 : nanos(),
        random.nextInt(3) == 0 ? 0 : nanos(),
        random.nextInt(-1, 27),
        text(),
        text(),
        value(2),
        attributes(2),
        hasTrace ? traceId() : null,
        random.nextInt(3) == 0 ? null : new SpanId(id(random.nextInt(9))),
        random.nextInt(4) == 0 ? random.nextInt() : 0,
        resource(),
        scope(),
        random.nextInt(8) == 0 ? random.nextInt() : 0);
  }

  private MetricPoint metricPoint() {
    return new MetricPoint(
        text(),
        text(),
        text(),
        attributes(1),
        nanos(),
        nanos(),
        data(),
        some(this::exemplar),
        resource(),
        scope());
  }

  private MetricPoint.Data data() {
    return switch (random.nextInt(5)) {
      case 0 -> new MetricPoint.Gauge(number());
      case 1 -> new MetricPoint.Sum(number(), temporality(), random.nextBoolean());
      case 2 ->
          new MetricPoint.Histogram(
              temporality(),
              nanos(),
              decimalOrNull(),
              decimalOrNull(),
              decimalOrNull(),
              some(this::decimal),
              some(this::nanos));
      case 3 ->
          new MetricPoint.ExponentialHistogram(
              temporality(),
              nanos(),
              decimalOrNull(),
              decimalOrNull(),
              decimalOrNull(),
              random.nextInt(),
              nanos(),
              decimal(),
              buckets(),
              buckets());
      default ->
          new MetricPoint.Summary(
              nanos(), decimal(), some(() -> new MetricPoint.Quantile(decimal(), decimal())));
    };
  }

  private MetricPoint.Buckets buckets() {
    return new MetricPoint.Buckets(random.nextInt(), some(this::nanos));
  }

  private MetricPoint.Exemplar exemplar() {
    return new MetricPoint.Exemplar(
        nanos(),
        number(),
        random.nextBoolean() ? traceId() : null,
        random.nextBoolean() ? new SpanId(id(1)) : null,
        attributes(1));
  }

  private MetricPoint.Temporality temporality() {
    return oneOf(MetricPoint.Temporality.values());
  }

  private Value number() {
    return random.nextBoolean() ? Value.of(nanos()) : Value.of(decimal());
  }

  private double decimal() {
    return DECIMALS[random.nextInt(DECIMALS.length)];
  }

  private @Nullable Double decimalOrNull() {
    return random.nextInt(3) == 0 ? null : decimal();
  }

  private Resource resource() {
    return new Resource(attributes(1));
  }

  private Scope scope() {
    return random.nextInt(3) == 0 ? Scope.NONE : new Scope(text(), text(), attributes(1));
  }

  private Map<String, Value> attributes(int depth) {
    var attributes = new HashMap<String, Value>();
    for (var i = random.nextInt(5); i > 0; i--) {
      attributes.put(KEYS.get(random.nextInt(KEYS.size())), value(depth));
    }
    return attributes;
  }

  private byte[] bytes() {
    var bytes = new byte[random.nextInt(4)];
    random.nextBytes(bytes);
    return bytes;
  }

  private <T> List<T> some(Supplier<T> supplier) {
    var list = new ArrayList<T>();
    for (var i = random.nextInt(6) - 2; i > 0; i--) {
      list.add(supplier.get());
    }
    return list;
  }

  @SafeVarargs
  private <T> T oneOf(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private static long id(int number) {
    return (number + 1) * 0xD6E8_FEB8_6659_FD93L;
  }
}
