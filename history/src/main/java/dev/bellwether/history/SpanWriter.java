package dev.bellwether.history;

import java.util.List;

/// Writes the fields of one OTLP `Span`, or the attributes of anything else.
public final class SpanWriter {
  private static final int STATUS_ERROR = 2;

  /// W3C "sampled", and OTLP's "it is known whether the parent is remote".
  private static final int FLAGS = 0x101;

  private final ProtobufWriter out;
  private final int attributesField;

  public SpanWriter(ProtobufWriter out) {
    this(out, 9);
  }

  SpanWriter(ProtobufWriter out, int attributesField) {
    this.out = out;
    this.attributesField = attributesField;
  }

  /// Who it is: the first fields of a span.
  ///
  /// @param parentId 0 for the root
  /// @param kind OTLP's number
  public void head(long traceHigh, long traceLow, long id, long parentId, String name, int kind) {
    out.id(1, traceHigh, traceLow);
    out.id(2, id);
    if (parentId != 0) {
      out.id(4, parentId);
    }
    out.text(5, name);
    out.varint(6, kind);
    out.fixed32(16, FLAGS);
  }

  public void times(long startNanos, long endNanos) {
    out.fixed64(7, startNanos);
    out.fixed64(8, endNanos);
  }

  public void failed(String message) {
    out.message(
        15,
        () -> {
          if (!message.isEmpty()) {
            out.text(2, message);
          }
          out.varint(3, STATUS_ERROR);
        });
  }

  public void text(String key, String value) {
    attribute(key, () -> out.text(1, value));
  }

  public void whole(String key, long value) {
    attribute(key, () -> out.varint(3, value));
  }

  public void decimal(String key, double value) {
    attribute(key, () -> out.fixed64(4, Double.doubleToRawLongBits(value)));
  }

  /// An event with the attributes of an exception.
  void exception(long atNanos, String type, String message, String stacktrace) {
    out.message(
        11,
        () -> {
          out.fixed64(1, atNanos);
          out.text(2, "exception");
          var attributes = new SpanWriter(out, 3);
          attributes.text("exception.type", type);
          attributes.text("exception.message", message);
          attributes.text("exception.stacktrace", stacktrace);
        });
  }

  /// A link to a span of another trace.
  void link(long traceHigh, long traceLow, long spanId) {
    out.message(
        13,
        () -> {
          out.id(1, traceHigh, traceLow);
          out.id(2, spanId);
        });
  }

  void texts(String key, List<String> values) {
    attribute(
        key,
        () ->
            out.message(
                5, () -> values.forEach(value -> out.message(1, () -> out.text(1, value)))));
  }

  private void attribute(String key, Runnable value) {
    out.message(
        attributesField,
        () -> {
          out.text(1, key);
          out.message(2, value);
        });
  }
}
