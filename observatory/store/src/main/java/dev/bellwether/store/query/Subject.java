package dev.bellwether.store.query;

import dev.bellwether.model.LogRecord;
import dev.bellwether.model.LogRecord.Severity;
import dev.bellwether.model.MetricPoint;
import dev.bellwether.model.Resource;
import dev.bellwether.model.Span;
import dev.bellwether.model.Value;
import dev.bellwether.store.query.Field.Attribute;
import dev.bellwether.store.query.Field.Intrinsic;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What a query is asked about, and the one place that knows where a field's value is found.
///
/// A choice (`kind`, `status`, `severity`) is its number in the order of the enum; a duration or
/// time is its nanoseconds.
sealed interface Subject {
  /// The field's value, or null where the record has none. Empty text of OTLP's own fields means
  /// that the sender gave none; an attribute with empty text is there.
  @Nullable Value value(Field field);

  /// Whether one of the texts that a full text search looks at passes the test.
  boolean anyText(Predicate<String> test);

  record OfSpan(Span span) implements Subject {
    @Override
    public @Nullable Value value(Field field) {
      return switch (field) {
        case Attribute attribute -> attribute(attribute, span.attributes(), span.resource());
        case Intrinsic intrinsic -> intrinsic(intrinsic);
      };
    }

    @SuppressWarnings("EnumOrdinal") // the model promises the order of the numbers
    private @Nullable Value intrinsic(Intrinsic field) {
      return switch (field) {
        case SERVICE_NAME -> Value.of(span.service());
        case NAME -> textOrNull(span.name());
        case KIND -> Value.of(span.kind().ordinal());
        case STATUS -> Value.of(span.status().code().ordinal());
        case STATUS_MESSAGE -> textOrNull(span.status().message());
        case DURATION -> Value.of(span.durationNanos());
        case TRACE_ID -> Value.of(span.traceId().toString());
        case SPAN_ID -> Value.of(span.id().toString());
        case PARENT_ID -> span.parentId() == null ? null : Value.of(span.parentId().toString());
        case EVENT_NAME -> eventNames();
        case SCOPE_NAME -> textOrNull(span.scope().name());
        case TIMESTAMP -> Value.of(span.startNanos());
        case SEVERITY, BODY -> null;
      };
    }

    private @Nullable Value eventNames() {
      return span.events().isEmpty()
          ? null
          : new Value.ListOf(span.events().stream().map(e -> Value.of(e.name())).toList());
    }

    @Override
    public boolean anyText(Predicate<String> test) {
      return test.test(span.name())
          || test.test(span.status().message())
          || test.test(span.service())
          || anyValue(span.attributes(), test)
          || span.events().stream()
              .anyMatch(event -> test.test(event.name()) || anyValue(event.attributes(), test));
    }
  }

  record OfLogRecord(LogRecord record) implements Subject {
    @Override
    public @Nullable Value value(Field field) {
      return switch (field) {
        case Attribute attribute -> attribute(attribute, record.attributes(), record.resource());
        case Intrinsic intrinsic -> intrinsic(intrinsic);
      };
    }

    @SuppressWarnings("EnumOrdinal") // the model promises the order of the numbers
    private @Nullable Value intrinsic(Intrinsic field) {
      return switch (field) {
        case SERVICE_NAME -> Value.of(record.service());
        case TRACE_ID -> record.traceId() == null ? null : Value.of(record.traceId().toString());
        case SPAN_ID -> record.spanId() == null ? null : Value.of(record.spanId().toString());
        case SEVERITY ->
            record.severity() == Severity.UNSPECIFIED
                ? null
                : Value.of(record.severity().ordinal());
        case BODY -> record.body() instanceof Value.Empty ? null : record.body();
        case EVENT_NAME -> textOrNull(record.eventName());
        case SCOPE_NAME -> textOrNull(record.scope().name());
        case TIMESTAMP -> Value.of(record.effectiveNanos());
        case NAME, KIND, STATUS, STATUS_MESSAGE, DURATION, PARENT_ID -> null;
      };
    }

    @Override
    public boolean anyText(Predicate<String> test) {
      return test.test(record.body().text())
          || test.test(record.eventName())
          || test.test(record.service())
          || anyValue(record.attributes(), test);
    }
  }

  record OfMetricPoint(MetricPoint point) implements Subject {
    @Override
    public @Nullable Value value(Field field) {
      return switch (field) {
        case Attribute attribute -> attribute(attribute, point.attributes(), point.resource());
        case Intrinsic intrinsic -> intrinsic(intrinsic);
      };
    }

    private @Nullable Value intrinsic(Intrinsic field) {
      return switch (field) {
        case SERVICE_NAME -> Value.of(point.service());
        case NAME -> Value.of(point.name());
        case SCOPE_NAME -> textOrNull(point.scope().name());
        case TIMESTAMP -> Value.of(point.timeNanos());
        case KIND,
            STATUS,
            STATUS_MESSAGE,
            DURATION,
            TRACE_ID,
            SPAN_ID,
            PARENT_ID,
            SEVERITY,
            BODY,
            EVENT_NAME ->
            null;
      };
    }

    @Override
    public boolean anyText(Predicate<String> test) {
      return test.test(point.name())
          || test.test(point.service())
          || anyValue(point.attributes(), test);
    }
  }

  private static @Nullable Value attribute(
      Attribute field, Map<String, Value> own, Resource resource) {
    return switch (field.source()) {
      case OWN -> own.get(field.key());
      case RESOURCE -> resource.attributes().get(field.key());
      case ANY -> {
        var value = own.get(field.key());
        yield value != null ? value : resource.attributes().get(field.key());
      }
    };
  }

  private static @Nullable Value textOrNull(String text) {
    return text.isEmpty() ? null : Value.of(text);
  }

  private static boolean anyValue(Map<String, Value> attributes, Predicate<String> test) {
    for (var value : attributes.values()) {
      if (test.test(value.text())) {
        return true;
      }
    }
    return false;
  }
}
