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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Telemetry that no honest sender would send: every type of value, every extreme of a number,
/// texts that are not text. Equal for equal seeds.
final class RandomTelemetry {
  private static final List<String> TEXTS =
      List.of("", "a", "trader", "é", "取引", "\ud800", "\udfff\ud800", "\0\n\t", "x".repeat(300));

  private static final long[] NUMBERS = {
    0,
    1,
    -1,
    127,
    128,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    Integer.MAX_VALUE,
    1_700_000_000_000_000_000L
  };

  private static final double[] DECIMALS = {
    0.0, -0.0, 1.5, Double.NaN, Double.POSITIVE_INFINITY, Double.MIN_VALUE, -Double.MAX_VALUE
  };

  private final Random random;

  RandomTelemetry(Random random) {
    this.random = random;
  }

  List<Span> spans(int count) {
    return list(count, this::span);
  }

  List<LogRecord> logs(int count) {
    return list(count, this::log);
  }

  List<MetricPoint> points(int count) {
    return list(count, this::point);
  }

  Span span() {
    return new Span(
        traceId(),
        spanId(),
        orNull(this::spanId),
        text(),
        random.nextInt(),
        text(),
        oneOf(Span.Kind.values()),
        number(),
        number(),
        attributes(),
        list(random.nextInt(3), () -> new Span.Event(number(), text(), attributes())),
        list(random.nextInt(3), () -> new Span.Link(traceId(), spanId(), text(), attributes())),
        new Span.Status(oneOf(Span.Status.Code.values()), text()),
        new Resource(attributes()),
        new Scope(text(), text(), attributes()),
        random.nextInt());
  }

  LogRecord log() {
    return new LogRecord(
        number(),
        number(),
        random.nextInt(),
        text(),
        text(),
        value(3),
        attributes(),
        orNull(this::traceId),
        orNull(this::spanId),
        oneOf(0, 1, -1),
        new Resource(attributes()),
        new Scope(text(), text(), attributes()),
        oneOf(0, 1, Integer.MIN_VALUE));
  }

  MetricPoint point() {
    return new MetricPoint(
        text(),
        text(),
        text(),
        attributes(),
        number(),
        number(),
        data(),
        list(
            random.nextInt(3),
            () ->
                new MetricPoint.Exemplar(
                    number(), value(0), orNull(this::traceId), orNull(this::spanId), attributes())),
        new Resource(attributes()),
        new Scope(text(), text(), attributes()));
  }

  private MetricPoint.Data data() {
    var temporality = oneOf(Temporality.values());
    return switch (random.nextInt(5)) {
      case 0 -> new MetricPoint.Gauge(value(0));
      case 1 -> new MetricPoint.Sum(value(0), temporality, random.nextBoolean());
      case 2 ->
          new MetricPoint.Histogram(
              temporality,
              number(),
              orNull(this::decimal),
              orNull(this::decimal),
              orNull(this::decimal),
              list(random.nextInt(4), this::decimal),
              list(random.nextInt(4), this::number));
      case 3 ->
          new MetricPoint.ExponentialHistogram(
              temporality,
              number(),
              orNull(this::decimal),
              orNull(this::decimal),
              orNull(this::decimal),
              random.nextInt(),
              number(),
              decimal(),
              buckets(),
              buckets());
      default ->
          new MetricPoint.Summary(
              number(),
              decimal(),
              list(random.nextInt(4), () -> new MetricPoint.Quantile(decimal(), decimal())));
    };
  }

  private Buckets buckets() {
    return new Buckets(random.nextInt(), list(random.nextInt(4), this::number));
  }

  private Map<String, Value> attributes() {
    var attributes = new HashMap<String, Value>();
    for (var i = random.nextInt(6); i > 0; i--) {
      attributes.put(text(), value(3));
    }
    return attributes;
  }

  private Value value(int depthMax) {
    return switch (random.nextInt(depthMax > 0 ? 8 : 6)) {
      case 0 -> Value.EMPTY;
      case 1 -> Value.of(text());
      case 2 -> Value.of(number());
      case 3 -> Value.of(decimal());
      case 4 -> Value.of(random.nextBoolean());
      case 5 -> {
        var bytes = new byte[random.nextInt(5)];
        random.nextBytes(bytes);
        yield new Value.Bytes(bytes);
      }
      case 6 -> new Value.ListOf(list(random.nextInt(4), () -> value(depthMax - 1)));
      default -> {
        var values = new HashMap<String, Value>();
        for (var i = random.nextInt(4); i > 0; i--) {
          values.put(text(), value(depthMax - 1));
        }
        yield new Value.MapOf(values);
      }
    };
  }

  private TraceId traceId() {
    return new TraceId(random.nextInt(3), 1 + random.nextInt(5));
  }

  private SpanId spanId() {
    return new SpanId(oneOf(1L, -1L, random.nextLong() | 1));
  }

  private String text() {
    return random.nextInt(3) == 0
        ? Integer.toString(random.nextInt(1_000))
        : TEXTS.get(random.nextInt(TEXTS.size()));
  }

  private long number() {
    return random.nextBoolean() ? NUMBERS[random.nextInt(NUMBERS.length)] : random.nextLong();
  }

  private double decimal() {
    return random.nextBoolean()
        ? DECIMALS[random.nextInt(DECIMALS.length)]
        : random.nextDouble() - 0.5;
  }

  private <T> @Nullable T orNull(Supplier<T> maker) {
    return random.nextBoolean() ? null : maker.get();
  }

  @SafeVarargs
  private <T> T oneOf(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private static <T> List<T> list(int count, Supplier<T> maker) {
    return Stream.generate(maker).limit(count).toList();
  }
}
