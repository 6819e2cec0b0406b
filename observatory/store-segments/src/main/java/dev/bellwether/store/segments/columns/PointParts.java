package dev.bellwether.store.segments.columns;

import dev.bellwether.model.MetricPoint.Buckets;
import dev.bellwether.model.MetricPoint.Data;
import dev.bellwether.model.MetricPoint.Exemplar;
import dev.bellwether.model.MetricPoint.ExponentialHistogram;
import dev.bellwether.model.MetricPoint.Gauge;
import dev.bellwether.model.MetricPoint.Histogram;
import dev.bellwether.model.MetricPoint.Quantile;
import dev.bellwether.model.MetricPoint.Sum;
import dev.bellwether.model.MetricPoint.Summary;
import dev.bellwether.model.MetricPoint.Temporality;
import dev.bellwether.model.SpanId;
import dev.bellwether.model.TraceId;
import dev.bellwether.model.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a metric point measured, and its exemplars, as values:
///
/// ```
/// gauge       = [ 0, number ]
/// sum         = [ 1, number, temporality, monotonic ]
/// histogram   = [ 2, temporality, count, sum?, min?, max?, [ bounds ], [ counts ] ]
/// exponential = [ 3, temporality, count, sum?, min?, max?, scale, zero count, zero threshold,
///                 positive offset, [ positive counts ], negative offset, [ negative counts ] ]
/// summary     = [ 4, count, sum, [ quantile, value, quantile, value, … ] ]
/// exemplar    = [ nanoseconds since the point's time, number, [ trace id high, low ]?, span id?,
///                 { attributes } ]
/// ```
///
/// What is marked `?` is the empty value where it is absent. Temporality is 0 unspecified, 1 delta,
/// 2 cumulative.
@SuppressWarnings("EnumOrdinal") // the numbers are OTLP's, in the order of the enum
final class PointParts {
  private static final int GAUGE = 0;
  private static final int SUM = 1;
  private static final int HISTOGRAM = 2;
  private static final int EXPONENTIAL = 3;
  private static final int SUMMARY = 4;

  private PointParts() {}

  static Value of(Data data) {
    return switch (data) {
      case Gauge(Value number) -> list(Value.of(GAUGE), number);
      case Sum(Value number, Temporality temporality, boolean monotonic) ->
          list(Value.of(SUM), number, of(temporality), Value.of(monotonic));
      case Histogram histogram ->
          list(
              Value.of(HISTOGRAM),
              of(histogram.temporality()),
              Value.of(histogram.count()),
              orEmpty(histogram.sum()),
              orEmpty(histogram.min()),
              orEmpty(histogram.max()),
              decimals(histogram.bounds()),
              wholes(histogram.counts()));
      case ExponentialHistogram histogram ->
          list(
              Value.of(EXPONENTIAL),
              of(histogram.temporality()),
              Value.of(histogram.count()),
              orEmpty(histogram.sum()),
              orEmpty(histogram.min()),
              orEmpty(histogram.max()),
              Value.of(histogram.scale()),
              Value.of(histogram.zeroCount()),
              Value.of(histogram.zeroThreshold()),
              Value.of(histogram.positive().offset()),
              wholes(histogram.positive().counts()),
              Value.of(histogram.negative().offset()),
              wholes(histogram.negative().counts()));
      case Summary(long count, double sum, List<Quantile> quantiles) ->
          list(Value.of(SUMMARY), Value.of(count), Value.of(sum), of(quantiles));
    };
  }

  static Data data(Value stored) {
    var parts = new Parts(stored);
    var shape = (int) parts.whole();
    return switch (shape) {
      case GAUGE -> new Gauge(parts.next());
      case SUM -> new Sum(parts.next(), parts.temporality(), parts.flag());
      case HISTOGRAM ->
          new Histogram(
              parts.temporality(),
              parts.whole(),
              parts.decimalOrNull(),
              parts.decimalOrNull(),
              parts.decimalOrNull(),
              parts.decimals(),
              parts.wholes());
      case EXPONENTIAL ->
          new ExponentialHistogram(
              parts.temporality(),
              parts.whole(),
              parts.decimalOrNull(),
              parts.decimalOrNull(),
              parts.decimalOrNull(),
              (int) parts.whole(),
              parts.whole(),
              parts.decimal(),
              parts.buckets(),
              parts.buckets());
      case SUMMARY -> new Summary(parts.whole(), parts.decimal(), parts.quantiles());
      default ->
          throw new IllegalStateException("point of shape %d (expected: 0 to 4)".formatted(shape));
    };
  }

  /// The empty value where there are none.
  static Value of(List<Exemplar> exemplars, long timeNanos) {
    return exemplars.isEmpty()
        ? Value.EMPTY
        : new Value.ListOf(exemplars.stream().map(one -> of(one, timeNanos)).toList());
  }

  static List<Exemplar> exemplars(@Nullable Value stored, long timeNanos) {
    return stored == null
        ? List.of()
        : StoredValue.list(stored).stream().map(one -> exemplar(one, timeNanos)).toList();
  }

  private static Value of(Exemplar exemplar, long timeNanos) {
    var trace = exemplar.traceId();
    var span = exemplar.spanId();
    return list(
        Value.of(exemplar.timeNanos() - timeNanos),
        exemplar.number(),
        trace == null ? Value.EMPTY : list(Value.of(trace.high()), Value.of(trace.low())),
        span == null ? Value.EMPTY : Value.of(span.bits()),
        new Value.MapOf(exemplar.attributes()));
  }

  private static Exemplar exemplar(Value stored, long timeNanos) {
    var parts = new Parts(stored);
    return new Exemplar(
        timeNanos + parts.whole(),
        parts.next(),
        parts.traceIdOrNull(),
        parts.spanIdOrNull(),
        StoredValue.map(parts.next()));
  }

  private static Value of(List<Quantile> quantiles) {
    var values = new ArrayList<Double>();
    for (var quantile : quantiles) {
      values.add(quantile.quantile());
      values.add(quantile.value());
    }
    return decimals(values);
  }

  private static Value of(Temporality temporality) {
    return Value.of(temporality.ordinal());
  }

  private static Value orEmpty(@Nullable Double number) {
    return number == null ? Value.EMPTY : Value.of(number);
  }

  private static Value decimals(List<Double> numbers) {
    return new Value.ListOf(numbers.stream().map(Value::of).toList());
  }

  private static Value wholes(List<Long> numbers) {
    return new Value.ListOf(numbers.stream().map(Value::of).toList());
  }

  private static Value list(Value... values) {
    return new Value.ListOf(List.of(values));
  }

  /// Takes the parts of a list one after the other.
  private static final class Parts {
    private static final Temporality[] TEMPORALITIES = Temporality.values();

    private final List<Value> values;
    private int next;

    Parts(Value stored) {
      values = StoredValue.list(stored);
    }

    Value next() {
      return values.get(next++);
    }

    long whole() {
      return StoredValue.whole(next());
    }

    double decimal() {
      return StoredValue.decimal(next());
    }

    @Nullable Double decimalOrNull() {
      var value = next();
      return value.equals(Value.EMPTY) ? null : Double.valueOf(StoredValue.decimal(value));
    }

    boolean flag() {
      return next().equals(Value.of(true));
    }

    Temporality temporality() {
      return TEMPORALITIES[(int) whole()];
    }

    List<Long> wholes() {
      return StoredValue.list(next()).stream().map(StoredValue::whole).toList();
    }

    List<Double> decimals() {
      return StoredValue.list(next()).stream().map(StoredValue::decimal).toList();
    }

    Buckets buckets() {
      return new Buckets((int) whole(), wholes());
    }

    List<Quantile> quantiles() {
      var numbers = decimals();
      var quantiles = new ArrayList<Quantile>();
      for (var i = 0; i < numbers.size(); i += 2) {
        quantiles.add(new Quantile(numbers.get(i), numbers.get(i + 1)));
      }
      return quantiles;
    }

    @Nullable TraceId traceIdOrNull() {
      var value = next();
      if (value.equals(Value.EMPTY)) {
        return null;
      }
      var halves = StoredValue.list(value);
      return new TraceId(StoredValue.whole(halves.get(0)), StoredValue.whole(halves.get(1)));
    }

    @Nullable SpanId spanIdOrNull() {
      var value = next();
      return value.equals(Value.EMPTY) ? null : new SpanId(StoredValue.whole(value));
    }
  }
}
