package dev.bellwether.otlp;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.Exemplar;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogram;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Gauge;
import io.opentelemetry.proto.metrics.v1.Histogram;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.metrics.v1.Sum;
import io.opentelemetry.proto.metrics.v1.Summary;
import io.opentelemetry.proto.metrics.v1.SummaryDataPoint;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/// Valid requests with a bit of everything in them, the same for the same seed.
final class RandomTelemetry {
  private static final String[] WORDS = {
    "",
    "a",
    "trader",
    "POST /trade/request",
    "com.example.customer_id",
    "é",
    "日本",
    "😀",
    "x".repeat(65),
    "SELECT 1 -- " + "y".repeat(200),
    "\u0000\n\u001b[31m",
    "a\"b\\c",
    "\uFFFD"
  };

  private final Random random;

  RandomTelemetry(long seed) {
    this.random = new Random(seed);
  }

  ExportTraceServiceRequest traces() {
    var request = ExportTraceServiceRequest.newBuilder();
    for (int i = random.nextInt(3); i >= 0; i--) {
      var resource = ResourceSpans.newBuilder().setResource(resource());
      for (int j = random.nextInt(3); j > 0; j--) {
        var scope = ScopeSpans.newBuilder().setScope(scope());
        scope.addAllSpans(several(this::span));
        resource.addScopeSpans(scope);
      }
      request.addResourceSpans(resource);
    }
    return request.build();
  }

  ExportLogsServiceRequest logs() {
    var request = ExportLogsServiceRequest.newBuilder();
    for (int i = random.nextInt(3); i >= 0; i--) {
      var scope = ScopeLogs.newBuilder().setScope(scope());
      scope.addAllLogRecords(several(this::logRecord));
      request.addResourceLogs(
          ResourceLogs.newBuilder().setResource(resource()).addScopeLogs(scope));
    }
    return request.build();
  }

  ExportMetricsServiceRequest metrics() {
    var request = ExportMetricsServiceRequest.newBuilder();
    for (int i = random.nextInt(3); i >= 0; i--) {
      var scope = ScopeMetrics.newBuilder().setScope(scope());
      scope.addAllMetrics(several(this::metric));
      request.addResourceMetrics(
          ResourceMetrics.newBuilder().setResource(resource()).addScopeMetrics(scope));
    }
    return request.build();
  }

  private Span span() {
    var span =
        Span.newBuilder()
            .setTraceId(id(16))
            .setSpanId(id(8))
            .setTraceState(word())
            .setName(word())
            .setKindValue(random.nextInt(6))
            .setStartTimeUnixNano(random.nextLong())
            .setEndTimeUnixNano(random.nextLong())
            .addAllAttributes(several(this::keyValue))
            .setDroppedAttributesCount(random.nextInt(3))
            .setFlags(random.nextInt());
    if (random.nextBoolean()) {
      span.setParentSpanId(id(8));
    }
    if (random.nextBoolean()) {
      span.setStatus(
          Status.newBuilder().setCodeValue(random.nextInt(3)).setMessage(word()).build());
    }
    span.addAllEvents(
        several(() ->
            Span.Event.newBuilder()
                .setTimeUnixNano(random.nextLong())
                .setName(word())
                .addAllAttributes(several(this::keyValue))
                .build()));
    span.addAllLinks(
        several(() ->
            Span.Link.newBuilder()
                .setTraceId(id(16))
                .setSpanId(id(8))
                .setTraceState(word())
                .setFlags(random.nextInt())
                .addAllAttributes(several(this::keyValue))
                .build()));
    return span.build();
  }

  private LogRecord logRecord() {
    var record =
        LogRecord.newBuilder()
            .setTimeUnixNano(random.nextLong())
            .setObservedTimeUnixNano(random.nextLong())
            .setSeverityNumberValue(random.nextInt(25))
            .setSeverityText(word())
            .setEventName(word())
            .setBody(value(0))
            .addAllAttributes(several(this::keyValue))
            .setDroppedAttributesCount(random.nextInt(3))
            .setFlags(random.nextInt());
    if (random.nextBoolean()) {
      record.setTraceId(id(16)).setSpanId(id(8));
    }
    return record.build();
  }

  private Metric metric() {
    var metric = Metric.newBuilder().setName("m" + word()).setDescription(word()).setUnit(word());
    var temporality = AggregationTemporality.forNumber(random.nextInt(3));
    switch (random.nextInt(5)) {
      case 0 -> metric.setGauge(Gauge.newBuilder().addAllDataPoints(several(this::number)));
      case 1 ->
          metric.setSum(
              Sum.newBuilder()
                  .addAllDataPoints(several(this::number))
                  .setIsMonotonic(random.nextBoolean())
                  .setAggregationTemporality(temporality));
      case 2 ->
          metric.setHistogram(
              Histogram.newBuilder()
                  .addAllDataPoints(several(this::histogram))
                  .setAggregationTemporality(temporality));
      case 3 ->
          metric.setExponentialHistogram(
              ExponentialHistogram.newBuilder()
                  .addAllDataPoints(several(this::exponential))
                  .setAggregationTemporality(temporality));
      default -> metric.setSummary(Summary.newBuilder().addAllDataPoints(several(this::summary)));
    }
    return metric.build();
  }

  private NumberDataPoint number() {
    var point =
        NumberDataPoint.newBuilder()
            .setStartTimeUnixNano(random.nextLong())
            .setTimeUnixNano(random.nextLong())
            .addAllAttributes(several(this::keyValue))
            .addAllExemplars(several(this::exemplar));
    return random.nextBoolean()
        ? point.setAsInt(random.nextLong()).build()
        : point.setAsDouble(decimal()).build();
  }

  private HistogramDataPoint histogram() {
    var point =
        HistogramDataPoint.newBuilder()
            .setStartTimeUnixNano(random.nextLong())
            .setTimeUnixNano(random.nextLong())
            .addAllAttributes(several(this::keyValue))
            .addAllExemplars(several(this::exemplar));
    long count = 0;
    for (int i = random.nextInt(8); i >= 0; i--) {
      long inBucket = random.nextInt(1000);
      count += inBucket;
      point.addBucketCounts(inBucket);
    }
    for (int i = 0; i < point.getBucketCountsCount() - 1; i++) {
      point.addExplicitBounds(i * 10);
    }
    if (random.nextBoolean()) {
      point.setSum(decimal()).setMin(decimal()).setMax(0);
    }
    if (random.nextInt(4) == 0) {
      point.clearBucketCounts().clearExplicitBounds();
    }
    return point.setCount(count).build();
  }

  private ExponentialHistogramDataPoint exponential() {
    var point =
        ExponentialHistogramDataPoint.newBuilder()
            .setStartTimeUnixNano(random.nextLong())
            .setTimeUnixNano(random.nextLong())
            .addAllAttributes(several(this::keyValue))
            .addAllExemplars(several(this::exemplar))
            .setScale(random.nextInt(31) - 10)
            .setZeroCount(random.nextInt(1000))
            .setZeroThreshold(decimal());
    long count = point.getZeroCount();
    var positive = point.getPositiveBuilder().setOffset(random.nextInt());
    for (int i = random.nextInt(8); i > 0; i--) {
      long inBucket = random.nextInt(1000);
      count += inBucket;
      positive.addBucketCounts(inBucket);
    }
    if (random.nextBoolean()) {
      point.setSum(decimal()).setMin(0).setMax(decimal());
    }
    return point.setCount(count).build();
  }

  private SummaryDataPoint summary() {
    var point =
        SummaryDataPoint.newBuilder()
            .setStartTimeUnixNano(random.nextLong())
            .setTimeUnixNano(random.nextLong())
            .addAllAttributes(several(this::keyValue))
            .setCount(random.nextLong())
            .setSum(decimal());
    for (int i = random.nextInt(3); i > 0; i--) {
      point.addQuantileValues(
          SummaryDataPoint.ValueAtQuantile.newBuilder()
              .setQuantile(random.nextDouble())
              .setValue(decimal()));
    }
    return point.build();
  }

  private Exemplar exemplar() {
    var exemplar =
        Exemplar.newBuilder()
            .setTimeUnixNano(random.nextLong())
            .addAllFilteredAttributes(several(this::keyValue));
    if (random.nextBoolean()) {
      exemplar.setTraceId(id(16)).setSpanId(id(8));
    }
    return random.nextBoolean()
        ? exemplar.setAsInt(random.nextLong()).build()
        : exemplar.setAsDouble(decimal()).build();
  }

  private Resource resource() {
    return Resource.newBuilder()
        .addAttributes(
            KeyValue.newBuilder()
                .setKey("service.name")
                .setValue(AnyValue.newBuilder().setStringValue(word())))
        .addAllAttributes(several(this::keyValue))
        .build();
  }

  private InstrumentationScope scope() {
    return InstrumentationScope.newBuilder()
        .setName(word())
        .setVersion(word())
        .addAllAttributes(several(this::keyValue))
        .build();
  }

  private KeyValue keyValue() {
    return keyValue(0);
  }

  private KeyValue keyValue(int depth) {
    return KeyValue.newBuilder().setKey(word()).setValue(value(depth)).build();
  }

  private AnyValue value(int depth) {
    var value = AnyValue.newBuilder();
    switch (random.nextInt(depth < 4 ? 8 : 6)) {
      case 0 -> value.setBoolValue(random.nextBoolean());
      case 1 -> value.setIntValue(random.nextLong());
      case 2 -> value.setDoubleValue(decimal());
      case 3 -> value.setBytesValue(id(random.nextInt(20)));
      case 4 -> value.clear();
      case 6 -> {
        var list = ArrayValue.newBuilder();
        for (int i = random.nextInt(3); i > 0; i--) {
          list.addValues(value(depth + 1));
        }
        value.setArrayValue(list);
      }
      case 7 -> {
        var map = KeyValueList.newBuilder();
        for (int i = random.nextInt(3); i > 0; i--) {
          map.addValues(keyValue(depth + 1));
        }
        value.setKvlistValue(map);
      }
      default -> value.setStringValue(word());
    }
    return value.build();
  }

  private double decimal() {
    return switch (random.nextInt(6)) {
      case 0 -> Double.NaN;
      case 1 -> Double.NEGATIVE_INFINITY;
      case 2 -> 0;
      case 3 -> Double.MIN_VALUE;
      default -> random.nextGaussian() * 1000;
    };
  }

  private ByteString id(int length) {
    var bytes = new byte[length];
    random.nextBytes(bytes);
    return ByteString.copyFrom(bytes);
  }

  private String word() {
    return WORDS[random.nextInt(WORDS.length)];
  }

  private <T> List<T> several(Supplier<T> one) {
    var list = new ArrayList<T>();
    for (int i = random.nextInt(4); i > 0; i--) {
      list.add(one.get());
    }
    return list;
  }
}
