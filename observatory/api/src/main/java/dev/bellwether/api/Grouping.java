package dev.bellwether.api;

import dev.bellwether.http.Problem;
import dev.bellwether.model.LogRecord;
import dev.bellwether.model.LogRecord.Severity;
import dev.bellwether.model.Resource;
import dev.bellwether.model.Span;
import dev.bellwether.model.Value;
import dev.bellwether.store.query.Field;
import dev.bellwether.store.query.Field.Attribute;
import dev.bellwether.store.query.Field.Intrinsic;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/// Counts records apart by the value that they have for a key: a series for each of the most
/// frequent values, one for all others, one for records without the key.
final class Grouping {
  /// As many colours as can be told apart in one column.
  private static final int VALUES_MAX = 6;

  private static final String OTHERS = "(others)";
  private static final String WITHOUT = "(without it)";

  private final Field field;

  private Grouping(Field field) {
    this.field = field;
  }

  /// @throws Problem where records are not grouped by such a field
  static Grouping by(String key) {
    var field = Field.named(key);
    boolean grouped =
        switch (field) {
          case Attribute _ -> true;
          case Intrinsic intrinsic ->
              switch (intrinsic) {
                case SERVICE_NAME, NAME, KIND, STATUS, SEVERITY, EVENT_NAME, SCOPE_NAME -> true;
                case STATUS_MESSAGE, DURATION, TRACE_ID, SPAN_ID, PARENT_ID, BODY, TIMESTAMP ->
                    false;
              };
        };
    if (!grouped) {
      throw Problem.badRequest(
          "by: '%s' (expected: an attribute, service.name, name, kind, status, severity,"
                  .formatted(key)
              + " event.name or scope.name)");
    }
    return new Grouping(field);
  }

  Field field() {
    return field;
  }

  /// Empty where the span has no such value.
  String of(Span span) {
    return switch (field) {
      case Attribute attribute -> attribute(attribute, span.attributes(), span.resource());
      case Intrinsic intrinsic ->
          switch (intrinsic) {
            case SERVICE_NAME -> span.service();
            case NAME -> span.name();
            case KIND -> lowerCase(span.kind());
            case STATUS -> lowerCase(span.status().code());
            case SCOPE_NAME -> span.scope().name();
            default -> "";
          };
    };
  }

  /// Empty where the record has no such value.
  String of(LogRecord record) {
    return switch (field) {
      case Attribute attribute -> attribute(attribute, record.attributes(), record.resource());
      case Intrinsic intrinsic ->
          switch (intrinsic) {
            case SERVICE_NAME -> record.service();
            case SEVERITY ->
                record.severity() == Severity.UNSPECIFIED ? "" : lowerCase(record.severity());
            case EVENT_NAME -> record.eventName();
            case SCOPE_NAME -> record.scope().name();
            default -> "";
          };
    };
  }

  /// Adds a series for each frequent value to the timeline, by name: two that are about as frequent
  /// must not change places from one moment to the next.
  <T> void count(
      List<T> records, Function<T, String> valueOf, ToLongFunction<T> timeOf, Timeline timeline) {
    var counts = new HashMap<String, Integer>();
    records.forEach(record -> counts.merge(valueOf.apply(record), 1, Integer::sum));
    var frequent =
        counts.entrySet().stream()
            .filter(entry -> !entry.getKey().isEmpty())
            .sorted(
                Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                    .thenComparing(Map.Entry.comparingByKey()))
            .limit(VALUES_MAX)
            .map(Map.Entry::getKey)
            .sorted()
            .toList();
    frequent.forEach(timeline::declare);
    Set<String> shown = new HashSet<>(frequent);
    if (counts.keySet().stream().anyMatch(value -> !value.isEmpty() && !shown.contains(value))) {
      timeline.declare(OTHERS);
    }
    for (var record : records) {
      var value = valueOf.apply(record);
      var name = value.isEmpty() ? WITHOUT : shown.contains(value) ? value : OTHERS;
      timeline.count(name, timeOf.applyAsLong(record));
    }
  }

  private static String attribute(Attribute field, Map<String, Value> own, Resource resource) {
    var mine = own.getOrDefault(field.key(), Value.EMPTY).text();
    var theirs = resource.attributes().getOrDefault(field.key(), Value.EMPTY).text();
    return switch (field.source()) {
      case OWN -> mine;
      case RESOURCE -> theirs;
      case ANY -> own.containsKey(field.key()) ? mine : theirs;
    };
  }

  private static String lowerCase(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
