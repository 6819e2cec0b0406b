package dev.bellwether.store.segments;

import dev.bellwether.model.LogRecord;
import dev.bellwether.model.MetricPoint;
import dev.bellwether.model.MetricPoint.Buckets;
import dev.bellwether.model.Span;
import dev.bellwether.model.SpanId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes the bytes of one batch, as [dev.bellwether.store.segments] describes them.
final class BatchEncoder {
  static final int VERSION = 1;
  static final int SPANS = 0;
  static final int LOGS = 1;
  static final int POINTS = 2;

  /// Bits of a span's head, above three of its kind and two of its status.
  static final int HAS_PARENT = 1 << 5;

  static final int HAS_REST = 1 << 6;

  /// Bits of the head of a log record.
  static final int HAS_TRACE = 1;

  static final int HAS_SPAN = 2;
  static final int HAS_DETAILS = 4;

  private final BatchParts parts = new BatchParts();
  private final ByteWriter rows;
  private long lastNanos;

  private BatchEncoder(int records) {
    this.rows = new ByteWriter(80 * records);
  }

  static byte[] encode(Batch batch) {
    return switch (batch) {
      case Batch.Spans(List<Span> spans) -> {
        var encoder = new BatchEncoder(spans.size());
        spans.forEach(encoder::write);
        yield encoder.finish(SPANS, spans.size());
      }
      case Batch.Logs(List<LogRecord> records) -> {
        var encoder = new BatchEncoder(records.size());
        records.forEach(encoder::write);
        yield encoder.finish(LOGS, records.size());
      }
      case Batch.Points(List<MetricPoint> points) -> {
        var encoder = new BatchEncoder(points.size());
        points.forEach(encoder::write);
        yield encoder.finish(POINTS, points.size());
      }
    };
  }

  private byte[] finish(int signal, int records) {
    var out = new ByteWriter(parts.bytes() + rows.length() + 64);
    out.writeByte(VERSION);
    out.writeByte(signal);
    out.writeUnsigned(records);
    parts.writeTo(out);
    out.writeAll(rows);
    return out.toBytes();
  }

  @SuppressWarnings("EnumOrdinal") // the model promises the order of the numbers
  private void write(Span span) {
    var rest = hasRest(span);
    rows.writeByte(
        span.kind().ordinal()
            | span.status().code().ordinal() << 3
            | (span.parentId() == null ? 0 : HAS_PARENT)
            | (rest ? HAS_REST : 0));
    parts.writeTraceId(rows, span.traceId());
    rows.writeLong(span.id().bits());
    if (span.parentId() != null) {
      rows.writeLong(span.parentId().bits());
    }
    rows.writeSigned(span.flags());
    parts.writeText(rows, span.name());
    writeNanos(span.startNanos());
    rows.writeSigned(span.endNanos() - span.startNanos());
    parts.writeResource(rows, span.resource());
    parts.writeScope(rows, span.scope());
    parts.writeAttributes(rows, span.attributes());
    if (rest) {
      writeRest(span);
    }
  }

  private static boolean hasRest(Span span) {
    return !span.traceState().isEmpty()
        || !span.events().isEmpty()
        || !span.links().isEmpty()
        || !span.status().message().isEmpty()
        || span.droppedAttributes() != 0;
  }

  private void writeRest(Span span) {
    parts.writeText(rows, span.traceState());
    parts.writeText(rows, span.status().message());
    rows.writeSigned(span.droppedAttributes());
    rows.writeUnsigned(span.events().size());
    for (var event : span.events()) {
      rows.writeSigned(event.timeNanos() - span.startNanos());
      parts.writeText(rows, event.name());
      parts.writeAttributes(rows, event.attributes());
    }
    rows.writeUnsigned(span.links().size());
    for (var link : span.links()) {
      parts.writeTraceId(rows, link.traceId());
      rows.writeLong(link.spanId().bits());
      parts.writeText(rows, link.traceState());
      parts.writeAttributes(rows, link.attributes());
    }
  }

  private void write(LogRecord record) {
    var details =
        record.flags() != 0 || record.droppedAttributes() != 0 || !record.eventName().isEmpty();
    rows.writeByte(
        (record.traceId() == null ? 0 : HAS_TRACE)
            | (record.spanId() == null ? 0 : HAS_SPAN)
            | (details ? HAS_DETAILS : 0));
    if (record.traceId() != null) {
      parts.writeTraceId(rows, record.traceId());
    }
    writeSpanId(record.spanId());
    writeNanos(record.timeNanos());
    rows.writeSigned(record.observedNanos() - record.timeNanos());
    rows.writeSigned(record.severityNumber());
    parts.writeText(rows, record.severityText());
    parts.writeValue(rows, record.body());
    parts.writeResource(rows, record.resource());
    parts.writeScope(rows, record.scope());
    parts.writeAttributes(rows, record.attributes());
    if (details) {
      rows.writeSigned(record.flags());
      rows.writeSigned(record.droppedAttributes());
      parts.writeText(rows, record.eventName());
    }
  }

  private void writeSpanId(@Nullable SpanId id) {
    if (id != null) {
      rows.writeLong(id.bits());
    }
  }

  private void write(MetricPoint point) {
    parts.writeText(rows, point.name());
    parts.writeText(rows, point.description());
    parts.writeText(rows, point.unit());
    writeNanos(point.timeNanos());
    rows.writeSigned(point.startNanos() - point.timeNanos());
    parts.writeResource(rows, point.resource());
    parts.writeScope(rows, point.scope());
    parts.writeAttributes(rows, point.attributes());
    write(point.data());
    rows.writeUnsigned(point.exemplars().size());
    for (var exemplar : point.exemplars()) {
      rows.writeByte(
          (exemplar.traceId() == null ? 0 : HAS_TRACE)
              | (exemplar.spanId() == null ? 0 : HAS_SPAN));
      if (exemplar.traceId() != null) {
        parts.writeTraceId(rows, exemplar.traceId());
      }
      writeSpanId(exemplar.spanId());
      rows.writeSigned(exemplar.timeNanos() - point.timeNanos());
      parts.writeValue(rows, exemplar.number());
      parts.writeAttributes(rows, exemplar.attributes());
    }
  }

  @SuppressWarnings("EnumOrdinal") // the model promises the order of the numbers
  private void write(MetricPoint.Data data) {
    switch (data) {
      case MetricPoint.Gauge gauge -> {
        rows.writeByte(0);
        parts.writeValue(rows, gauge.number());
      }
      case MetricPoint.Sum sum -> {
        rows.writeByte(1);
        parts.writeValue(rows, sum.number());
        rows.writeByte(sum.temporality().ordinal());
        rows.writeByte(sum.monotonic() ? 1 : 0);
      }
      case MetricPoint.Histogram histogram -> {
        rows.writeByte(2);
        rows.writeByte(histogram.temporality().ordinal());
        rows.writeSigned(histogram.count());
        writeStatistics(histogram.sum(), histogram.min(), histogram.max());
        rows.writeUnsigned(histogram.bounds().size());
        histogram.bounds().forEach(rows::writeDouble);
        writeCounts(histogram.counts());
      }
      case MetricPoint.ExponentialHistogram histogram -> {
        rows.writeByte(3);
        rows.writeByte(histogram.temporality().ordinal());
        rows.writeSigned(histogram.count());
        writeStatistics(histogram.sum(), histogram.min(), histogram.max());
        rows.writeSigned(histogram.scale());
        rows.writeSigned(histogram.zeroCount());
        rows.writeDouble(histogram.zeroThreshold());
        write(histogram.positive());
        write(histogram.negative());
      }
      case MetricPoint.Summary summary -> {
        rows.writeByte(4);
        rows.writeSigned(summary.count());
        rows.writeDouble(summary.sum());
        rows.writeUnsigned(summary.quantiles().size());
        for (var quantile : summary.quantiles()) {
          rows.writeDouble(quantile.quantile());
          rows.writeDouble(quantile.value());
        }
      }
    }
  }

  private void write(Buckets buckets) {
    rows.writeSigned(buckets.offset());
    writeCounts(buckets.counts());
  }

  private void writeCounts(List<Long> counts) {
    rows.writeUnsigned(counts.size());
    counts.forEach(rows::writeSigned);
  }

  private void writeStatistics(@Nullable Double sum, @Nullable Double min, @Nullable Double max) {
    rows.writeByte((sum == null ? 0 : 1) | (min == null ? 0 : 2) | (max == null ? 0 : 4));
    for (var statistic : new @Nullable Double[] {sum, min, max}) {
      if (statistic != null) {
        rows.writeDouble(statistic);
      }
    }
  }

  /// As the distance from the record before.
  private void writeNanos(long nanos) {
    rows.writeSigned(nanos - lastNanos);
    lastNanos = nanos;
  }
}
