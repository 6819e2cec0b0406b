package dev.bellwether.otlp;

import dev.bellwether.model.MetricPoint;
import dev.bellwether.model.MetricPoint.Temporality;
import dev.bellwether.model.SpanId;
import dev.bellwether.model.TraceId;
import dev.bellwether.model.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads the points of metrics, of all five kinds, and judges them. One request, one thread.
final class PointDecoder {
  private static final Shape NUMBER =
      Shape.of(
          "startTimeUnixNano=2 timeUnixNano=3 asDouble=4 exemplars[]=5 asInt=6 attributes[]=7");
  private static final Shape HISTOGRAM =
      Shape.of(
          "startTimeUnixNano=2 timeUnixNano=3 count=4 sum=5 bucketCounts[]=6 explicitBounds[]=7"
              + " exemplars[]=8 attributes[]=9 min=11 max=12");
  private static final Shape EXPONENTIAL =
      Shape.of(
          "attributes[]=1 startTimeUnixNano=2 timeUnixNano=3 count=4 sum=5 scale=6 zeroCount=7"
              + " positive=8 negative=9 exemplars[]=11 min=12 max=13 zeroThreshold=14");
  private static final Shape BUCKETS = Shape.of("offset=1 bucketCounts[]=2");
  private static final Shape SUMMARY =
      Shape.of(
          "startTimeUnixNano=2 timeUnixNano=3 count=4 sum=5 quantileValues[]=6 attributes[]=7");
  private static final Shape QUANTILE = Shape.of("quantile=1 value=2");
  private static final Shape EXEMPLAR =
      Shape.of("timeUnixNano=2 asDouble=3 spanId=4 traceId=5 asInt=6 filteredAttributes[]=7");

  /// The scales that OpenTelemetry's SDKs can produce; beyond them a bucket's bounds are no longer
  /// numbers.
  private static final int SCALE_MIN = -10;

  private static final int SCALE_MAX = 20;

  private final Fields in;
  private final Values values;

  // Of the point that is being read.
  private long startNanos;
  private long timeNanos;
  private Values.Attributes attributes;
  private List<MetricPoint.Exemplar> exemplars = new ArrayList<>();

  PointDecoder(Fields in, Values values) {
    this.in = in;
    this.values = values;
    this.attributes = values.attributes();
  }

  /// Reads the point that the walk stands on.
  Point point(Kind kind) {
    startNanos = 0;
    timeNanos = 0;
    attributes = values.attributes();
    exemplars = new ArrayList<>();
    in.enter();
    var data =
        switch (kind) {
          case GAUGE -> number(false);
          case SUM -> number(true);
          case HISTOGRAM -> histogram();
          case EXPONENTIAL_HISTOGRAM -> exponentialHistogram();
          case SUMMARY -> summary();
        };
    return new Point(attributes.map(), startNanos, timeNanos, exemplars, data);
  }

  private Judged number(boolean sum) {
    @Nullable Value number = null;
    for (int field = in.next(NUMBER); field != 0; field = in.next(NUMBER)) {
      switch (field) {
        case 2 -> startNanos = in.fixed64();
        case 3 -> timeNanos = in.fixed64();
        case 4 -> number = Value.of(in.float64());
        case 5 -> exemplar();
        case 6 -> number = Value.of(in.sfixed64());
        case 7 -> attributes.read();
        default -> in.skip();
      }
    }
    if (number == null) {
      return new Invalid("no_value", "point without a number");
    }
    return new Valid(
        sum
            ? new MetricPoint.Sum(number, Temporality.UNSPECIFIED, false)
            : new MetricPoint.Gauge(number));
  }

  private Judged histogram() {
    long count = 0;
    @Nullable Double sum = null;
    @Nullable Double min = null;
    @Nullable Double max = null;
    var counts = new Numbers();
    var bounds = new Numbers();
    for (int field = in.next(HISTOGRAM); field != 0; field = in.next(HISTOGRAM)) {
      switch (field) {
        case 2 -> startNanos = in.fixed64();
        case 3 -> timeNanos = in.fixed64();
        case 4 -> count = in.fixed64();
        case 5 -> sum = in.float64();
        case 6 -> in.fixed64s(counts);
        case 7 -> in.float64s(bounds);
        case 8 -> exemplar();
        case 9 -> attributes.read();
        case 11 -> min = in.float64();
        case 12 -> max = in.float64();
        default -> in.skip();
      }
    }
    return judged(count, sum, min, max, bounds.doubles(), counts.longs());
  }

  private static Judged judged(
      long count,
      @Nullable Double sum,
      @Nullable Double min,
      @Nullable Double max,
      List<Double> bounds,
      List<Long> counts) {
    // No buckets at all is a histogram with one, from minus to plus infinity.
    var all = counts.isEmpty() && bounds.isEmpty() ? List.of(count) : counts;
    if (all.size() != bounds.size() + 1) {
      return new Invalid(
          "buckets",
          "%d bucket counts for %d bounds (expected: one more)"
              .formatted(all.size(), bounds.size()));
    }
    for (int i = 0; i < bounds.size(); i++) {
      if (bounds.get(i).isNaN() || (i > 0 && bounds.get(i - 1) >= bounds.get(i))) {
        return new Invalid("bounds", "bound %d: not above the one before".formatted(i));
      }
    }
    if (total(all) != count) {
      return new Invalid("count", "count %d, buckets hold %d".formatted(count, total(all)));
    }
    return new Valid(
        new MetricPoint.Histogram(Temporality.UNSPECIFIED, count, sum, min, max, bounds, all));
  }

  private Judged exponentialHistogram() {
    long count = 0;
    @Nullable Double sum = null;
    @Nullable Double min = null;
    @Nullable Double max = null;
    int scale = 0;
    long zeroCount = 0;
    double zeroThreshold = 0;
    var positive = MetricPoint.Buckets.NONE;
    var negative = MetricPoint.Buckets.NONE;
    for (int field = in.next(EXPONENTIAL); field != 0; field = in.next(EXPONENTIAL)) {
      switch (field) {
        case 1 -> attributes.read();
        case 2 -> startNanos = in.fixed64();
        case 3 -> timeNanos = in.fixed64();
        case 4 -> count = in.fixed64();
        case 5 -> sum = in.float64();
        case 6 -> scale = in.sint32();
        case 7 -> zeroCount = in.fixed64();
        case 8 -> positive = buckets();
        case 9 -> negative = buckets();
        case 11 -> exemplar();
        case 12 -> min = in.float64();
        case 13 -> max = in.float64();
        case 14 -> zeroThreshold = in.float64();
        default -> in.skip();
      }
    }
    if (scale < SCALE_MIN || scale > SCALE_MAX) {
      return new Invalid(
          "scale", "scale: %d (expected: %d to %d)".formatted(scale, SCALE_MIN, SCALE_MAX));
    }
    long held = zeroCount + total(positive.counts()) + total(negative.counts());
    if (held != count) {
      return new Invalid("count", "count %d, buckets hold %d".formatted(count, held));
    }
    return new Valid(
        new MetricPoint.ExponentialHistogram(
            Temporality.UNSPECIFIED,
            count,
            sum,
            min,
            max,
            scale,
            zeroCount,
            zeroThreshold,
            positive,
            negative));
  }

  private MetricPoint.Buckets buckets() {
    int offset = 0;
    var counts = new Numbers();
    in.enter();
    for (int field = in.next(BUCKETS); field != 0; field = in.next(BUCKETS)) {
      switch (field) {
        case 1 -> offset = in.sint32();
        case 2 -> in.uint64s(counts);
        default -> in.skip();
      }
    }
    return new MetricPoint.Buckets(offset, counts.longs());
  }

  private Judged summary() {
    long count = 0;
    double sum = 0;
    List<MetricPoint.Quantile> quantiles = new ArrayList<>();
    for (int field = in.next(SUMMARY); field != 0; field = in.next(SUMMARY)) {
      switch (field) {
        case 2 -> startNanos = in.fixed64();
        case 3 -> timeNanos = in.fixed64();
        case 4 -> count = in.fixed64();
        case 5 -> sum = in.float64();
        case 6 -> quantiles.add(quantile());
        case 7 -> attributes.read();
        default -> in.skip();
      }
    }
    for (var quantile : quantiles) {
      if (!(0 <= quantile.quantile() && quantile.quantile() <= 1)) {
        return new Invalid(
            "quantile", "quantile: %s (expected: 0 to 1)".formatted(quantile.quantile()));
      }
    }
    return new Valid(new MetricPoint.Summary(count, sum, quantiles));
  }

  private MetricPoint.Quantile quantile() {
    double quantile = 0;
    double value = 0;
    in.enter();
    for (int field = in.next(QUANTILE); field != 0; field = in.next(QUANTILE)) {
      switch (field) {
        case 1 -> quantile = in.float64();
        case 2 -> value = in.float64();
        default -> in.skip();
      }
    }
    return new MetricPoint.Quantile(quantile, value);
  }

  /// Reads an exemplar and keeps it if it has a number.
  private void exemplar() {
    long nanos = 0;
    @Nullable Value number = null;
    @Nullable TraceId traceId = null;
    @Nullable SpanId spanId = null;
    var filtered = values.attributes();
    in.enter();
    for (int field = in.next(EXEMPLAR); field != 0; field = in.next(EXEMPLAR)) {
      switch (field) {
        case 2 -> nanos = in.fixed64();
        case 3 -> number = Value.of(in.float64());
        case 4 -> spanId = values.spanId();
        case 5 -> traceId = values.traceId();
        case 6 -> number = Value.of(in.sfixed64());
        case 7 -> filtered.read();
        default -> in.skip();
      }
    }
    if (number != null) {
      exemplars.add(new MetricPoint.Exemplar(nanos, number, traceId, spanId, filtered.map()));
    }
  }

  private static long total(List<Long> counts) {
    long total = 0;
    for (long count : counts) {
      total += count;
    }
    return total;
  }

  enum Kind {
    GAUGE,
    SUM,
    HISTOGRAM,
    EXPONENTIAL_HISTOGRAM,
    SUMMARY
  }

  /// A point without the name and temporality of its metric.
  record Point(
      Map<String, Value> attributes,
      long startNanos,
      long timeNanos,
      List<MetricPoint.Exemplar> exemplars,
      Judged data) {}

  /// What a point says, or why it says nothing.
  sealed interface Judged {}

  record Valid(MetricPoint.Data data) implements Judged {}

  record Invalid(String reason, String rule) implements Judged {}
}
