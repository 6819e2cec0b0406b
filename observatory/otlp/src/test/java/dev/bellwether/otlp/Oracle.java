package dev.bellwether.otlp;

import com.google.protobuf.ByteString;
import dev.bellwether.model.LogRecord;
import dev.bellwether.model.MetricPoint;
import dev.bellwether.model.Resource;
import dev.bellwether.model.Scope;
import dev.bellwether.model.Span;
import dev.bellwether.model.SpanId;
import dev.bellwether.model.TraceId;
import dev.bellwether.model.Value;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.SummaryDataPoint;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The plain, slow way from OTLP to our model: over the generated classes. Knows valid messages
/// only.
@SuppressWarnings("EnumOrdinal") // our constants are in the order of OTLP's numbers
final class Oracle {
  private Oracle() {}

  static List<Span> spans(ExportTraceServiceRequest request) {
    List<Span> spans = new ArrayList<>();
    for (var ofResource : request.getResourceSpansList()) {
      for (var ofScope : ofResource.getScopeSpansList()) {
        for (var span : ofScope.getSpansList()) {
          spans.add(span(span, resource(ofResource.getResource()), scope(ofScope.getScope())));
        }
      }
    }
    return spans;
  }

  static List<LogRecord> logs(ExportLogsServiceRequest request) {
    List<LogRecord> records = new ArrayList<>();
    for (var ofResource : request.getResourceLogsList()) {
      for (var ofScope : ofResource.getScopeLogsList()) {
        for (var record : ofScope.getLogRecordsList()) {
          records.add(
              new LogRecord(
                  record.getTimeUnixNano(),
                  record.getObservedTimeUnixNano(),
                  record.getSeverityNumberValue(),
                  record.getSeverityText(),
                  record.getEventName(),
                  value(record.getBody()),
                  attributes(record.getAttributesList()),
                  traceId(record.getTraceId()),
                  spanId(record.getSpanId()),
                  record.getFlags(),
                  resource(ofResource.getResource()),
                  scope(ofScope.getScope()),
                  record.getDroppedAttributesCount()));
        }
      }
    }
    return records;
  }

  static List<MetricPoint> points(ExportMetricsServiceRequest request) {
    List<MetricPoint> points = new ArrayList<>();
    for (var ofResource : request.getResourceMetricsList()) {
      for (var ofScope : ofResource.getScopeMetricsList()) {
        for (var metric : ofScope.getMetricsList()) {
          points.addAll(
              points(metric, resource(ofResource.getResource()), scope(ofScope.getScope())));
        }
      }
    }
    return points;
  }

  private static Span span(
      io.opentelemetry.proto.trace.v1.Span span, Resource resource, Scope scope) {
    return new Span(
        new TraceId(half(span.getTraceId(), 0), half(span.getTraceId(), 8)),
        new SpanId(half(span.getSpanId(), 0)),
        spanId(span.getParentSpanId()),
        span.getTraceState(),
        span.getFlags(),
        span.getName(),
        Span.Kind.values()[span.getKindValue()],
        span.getStartTimeUnixNano(),
        span.getEndTimeUnixNano(),
        attributes(span.getAttributesList()),
        span.getEventsList().stream()
            .map(event ->
                new Span.Event(
                    event.getTimeUnixNano(),
                    event.getName(),
                    attributes(event.getAttributesList())))
            .toList(),
        span.getLinksList().stream()
            .map(link ->
                new Span.Link(
                    new TraceId(half(link.getTraceId(), 0), half(link.getTraceId(), 8)),
                    new SpanId(half(link.getSpanId(), 0)),
                    link.getTraceState(),
                    attributes(link.getAttributesList())))
            .toList(),
        new Span.Status(
            Span.Status.Code.values()[span.getStatus().getCodeValue()],
            span.getStatus().getMessage()),
        resource,
        scope,
        span.getDroppedAttributesCount());
  }

  private static List<MetricPoint> points(Metric metric, Resource resource, Scope scope) {
    List<MetricPoint> points = new ArrayList<>();
    for (var point : metric.getGauge().getDataPointsList()) {
      points.add(number(metric, point, new MetricPoint.Gauge(number(point)), resource, scope));
    }
    for (var point : metric.getSum().getDataPointsList()) {
      var sum =
          new MetricPoint.Sum(
              number(point),
              temporality(metric.getSum().getAggregationTemporality()),
              metric.getSum().getIsMonotonic());
      points.add(number(metric, point, sum, resource, scope));
    }
    for (var point : metric.getHistogram().getDataPointsList()) {
      points.add(histogram(metric, point, resource, scope));
    }
    for (var point : metric.getExponentialHistogram().getDataPointsList()) {
      points.add(exponential(metric, point, resource, scope));
    }
    for (var point : metric.getSummary().getDataPointsList()) {
      points.add(summary(metric, point, resource, scope));
    }
    return points;
  }

  private static MetricPoint number(
      Metric metric, NumberDataPoint point, MetricPoint.Data data, Resource resource, Scope scope) {
    return new MetricPoint(
        metric.getName(),
        metric.getDescription(),
        metric.getUnit(),
        attributes(point.getAttributesList()),
        point.getStartTimeUnixNano(),
        point.getTimeUnixNano(),
        data,
        exemplars(point.getExemplarsList()),
        resource,
        scope);
  }

  private static MetricPoint histogram(
      Metric metric, HistogramDataPoint point, Resource resource, Scope scope) {
    var data =
        new MetricPoint.Histogram(
            temporality(metric.getHistogram().getAggregationTemporality()),
            point.getCount(),
            point.hasSum() ? point.getSum() : null,
            point.hasMin() ? point.getMin() : null,
            point.hasMax() ? point.getMax() : null,
            point.getExplicitBoundsList(),
            point.getBucketCountsCount() == 0
                ? List.of(point.getCount())
                : point.getBucketCountsList());
    return new MetricPoint(
        metric.getName(),
        metric.getDescription(),
        metric.getUnit(),
        attributes(point.getAttributesList()),
        point.getStartTimeUnixNano(),
        point.getTimeUnixNano(),
        data,
        exemplars(point.getExemplarsList()),
        resource,
        scope);
  }

  private static MetricPoint exponential(
      Metric metric, ExponentialHistogramDataPoint point, Resource resource, Scope scope) {
    var data =
        new MetricPoint.ExponentialHistogram(
            temporality(metric.getExponentialHistogram().getAggregationTemporality()),
            point.getCount(),
            point.hasSum() ? point.getSum() : null,
            point.hasMin() ? point.getMin() : null,
            point.hasMax() ? point.getMax() : null,
            point.getScale(),
            point.getZeroCount(),
            point.getZeroThreshold(),
            new MetricPoint.Buckets(
                point.getPositive().getOffset(), point.getPositive().getBucketCountsList()),
            new MetricPoint.Buckets(
                point.getNegative().getOffset(), point.getNegative().getBucketCountsList()));
    return new MetricPoint(
        metric.getName(),
        metric.getDescription(),
        metric.getUnit(),
        attributes(point.getAttributesList()),
        point.getStartTimeUnixNano(),
        point.getTimeUnixNano(),
        data,
        exemplars(point.getExemplarsList()),
        resource,
        scope);
  }

  private static MetricPoint summary(
      Metric metric, SummaryDataPoint point, Resource resource, Scope scope) {
    var quantiles =
        point.getQuantileValuesList().stream()
            .map(value -> new MetricPoint.Quantile(value.getQuantile(), value.getValue()))
            .toList();
    return new MetricPoint(
        metric.getName(),
        metric.getDescription(),
        metric.getUnit(),
        attributes(point.getAttributesList()),
        point.getStartTimeUnixNano(),
        point.getTimeUnixNano(),
        new MetricPoint.Summary(point.getCount(), point.getSum(), quantiles),
        List.of(),
        resource,
        scope);
  }

  private static Value number(NumberDataPoint point) {
    return point.hasAsInt() ? Value.of(point.getAsInt()) : Value.of(point.getAsDouble());
  }

  private static List<MetricPoint.Exemplar> exemplars(
      List<io.opentelemetry.proto.metrics.v1.Exemplar> exemplars) {
    return exemplars.stream()
        .map(exemplar ->
            new MetricPoint.Exemplar(
                exemplar.getTimeUnixNano(),
                exemplar.hasAsInt()
                    ? Value.of(exemplar.getAsInt())
                    : Value.of(exemplar.getAsDouble()),
                traceId(exemplar.getTraceId()),
                spanId(exemplar.getSpanId()),
                attributes(exemplar.getFilteredAttributesList())))
        .toList();
  }

  private static MetricPoint.Temporality temporality(AggregationTemporality temporality) {
    return MetricPoint.Temporality.values()[temporality.getNumber()];
  }

  private static Resource resource(io.opentelemetry.proto.resource.v1.Resource resource) {
    return new Resource(attributes(resource.getAttributesList()));
  }

  private static Scope scope(InstrumentationScope scope) {
    return new Scope(scope.getName(), scope.getVersion(), attributes(scope.getAttributesList()));
  }

  private static Map<String, Value> attributes(List<KeyValue> pairs) {
    Map<String, Value> attributes = new HashMap<>();
    pairs.forEach(pair -> attributes.put(pair.getKey(), value(pair.getValue())));
    return attributes;
  }

  private static Value value(AnyValue value) {
    return switch (value.getValueCase()) {
      case STRING_VALUE -> Value.of(value.getStringValue());
      case BOOL_VALUE -> Value.of(value.getBoolValue());
      case INT_VALUE -> Value.of(value.getIntValue());
      case DOUBLE_VALUE -> Value.of(value.getDoubleValue());
      case BYTES_VALUE -> new Value.Bytes(value.getBytesValue().toByteArray());
      case ARRAY_VALUE ->
          new Value.ListOf(
              value.getArrayValue().getValuesList().stream().map(Oracle::value).toList());
      case KVLIST_VALUE -> new Value.MapOf(attributes(value.getKvlistValue().getValuesList()));
      case STRING_VALUE_STRINDEX, VALUE_NOT_SET -> Value.EMPTY;
    };
  }

  private static @Nullable TraceId traceId(ByteString bytes) {
    return bytes.isEmpty() ? null : new TraceId(half(bytes, 0), half(bytes, 8));
  }

  private static @Nullable SpanId spanId(ByteString bytes) {
    return bytes.isEmpty() ? null : new SpanId(half(bytes, 0));
  }

  private static long half(ByteString bytes, int at) {
    return ByteBuffer.wrap(bytes.toByteArray()).getLong(at);
  }
}
