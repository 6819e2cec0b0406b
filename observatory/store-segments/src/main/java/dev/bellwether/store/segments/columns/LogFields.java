package dev.bellwether.store.segments.columns;

import dev.bellwether.model.LogRecord.Severity;
import dev.bellwether.model.Value;
import dev.bellwether.store.query.Field.Intrinsic;
import dev.bellwether.store.query.TextPattern;
import java.util.List;
import java.util.function.Predicate;

/// What a query can ask of log records besides attributes.
final class LogFields implements SignalFields {
  private final Reading reading;
  private final LogReading records;

  LogFields(Reading reading, LogReading records) {
    this.reading = reading;
    this.records = records;
  }

  @Override
  public Condition field(Intrinsic field, Leaf leaf) {
    return switch (field) {
      case BODY -> values(LogColumns.BODY, leaf::testBody);
      case EVENT_NAME -> values(LogColumns.EVENT_NAME, leaf);
      case SEVERITY -> severity(leaf);
      case TIMESTAMP -> Conditions.numbers(reading.fixed(LogColumns.TIME), leaf, Long.MIN_VALUE);
      case TRACE_ID ->
          new Condition.EachRow(row -> {
            var id = records.traceId((int) row);
            return id != null && leaf.test(Value.of(id.toString()));
          });
      case SPAN_ID ->
          new Condition.EachRow(row -> {
            var id = records.spanId((int) row);
            return id != null && leaf.test(Value.of(id.toString()));
          });
      case SERVICE_NAME, SCOPE_NAME, NAME, KIND, STATUS, STATUS_MESSAGE, DURATION, PARENT_ID ->
          Condition.NOTHING;
    };
  }

  @Override
  public Condition text(TextPattern pattern) {
    Predicate<Value> contains = value -> pattern.occursIn(value.text());
    return new Condition.Any(
        List.of(values(LogColumns.BODY, contains), values(LogColumns.EVENT_NAME, contains)));
  }

  /// Asks once for each of the seven severities.
  @SuppressWarnings("EnumOrdinal") // the model promises the order of the numbers
  private Condition severity(Leaf leaf) {
    var matching = new boolean[Severity.values().length];
    for (var severity : Severity.values()) {
      matching[severity.ordinal()] =
          severity != Severity.UNSPECIFIED && leaf.test(Value.of(severity.ordinal()));
    }
    var numbers = reading.fixed(LogColumns.SEVERITY);
    return new Condition.EachRow(
        row -> matching[Severity.of((int) numbers.at((int) row)).ordinal()]);
  }

  private Condition values(String column, Predicate<Value> test) {
    return Conditions.values(reading.fixed(column), test);
  }
}
