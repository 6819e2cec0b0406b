package dev.bellwether.store.segments.columns;

import dev.bellwether.model.Value;
import dev.bellwether.store.query.Field.Intrinsic;
import dev.bellwether.store.query.TextPattern;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Predicate;

/// What a query can ask of spans besides attributes.
final class SpanFields implements SignalFields {
  private final Reading reading;
  private final SpanReading spans;

  SpanFields(Reading reading, SpanReading spans) {
    this.reading = reading;
    this.spans = spans;
  }

  @Override
  public Condition field(Intrinsic field, Leaf leaf) {
    return switch (field) {
      case NAME -> values(SpanColumns.NAME, leaf);
      case STATUS_MESSAGE -> values(SpanColumns.STATUS_MESSAGE, leaf);
      case EVENT_NAME -> values(SpanColumns.EVENTS, events -> leaf.test(names(events)));
      case KIND -> numbers(SpanColumns.KIND, leaf, Long.MIN_VALUE);
      case STATUS -> numbers(SpanColumns.STATUS, leaf, Long.MIN_VALUE);
      case DURATION -> numbers(SpanColumns.DURATION, leaf, 0);
      case TIMESTAMP -> numbers(SpanColumns.START, leaf, Long.MIN_VALUE);
      case TRACE_ID -> eachRow(leaf, row -> Value.of(spans.traceId(row).toString()));
      case SPAN_ID -> eachRow(leaf, row -> Value.of(spans.id(row).toString()));
      case PARENT_ID ->
          new Condition.EachRow(row -> {
            var parent = spans.parentId((int) row);
            return parent != null && leaf.test(Value.of(parent.toString()));
          });
      case SERVICE_NAME, SCOPE_NAME, SEVERITY, BODY -> Condition.NOTHING;
    };
  }

  @Override
  public Condition text(TextPattern pattern) {
    Predicate<Value> contains = value -> pattern.occursIn(value.text());
    return new Condition.Any(
        List.of(
            values(SpanColumns.NAME, contains),
            values(SpanColumns.STATUS_MESSAGE, contains),
            values(SpanColumns.EVENTS, events -> anyText(events, contains))));
  }

  private static Value names(Value events) {
    return new Value.ListOf(
        SpanParts.events(events, 0).stream().map(event -> Value.of(event.name())).toList());
  }

  private static boolean anyText(Value events, Predicate<Value> contains) {
    return SpanParts.events(events, 0).stream()
        .anyMatch(event ->
            contains.test(Value.of(event.name()))
                || event.attributes().values().stream().anyMatch(contains));
  }

  private Condition values(String column, Predicate<Value> test) {
    return Conditions.values(reading.fixed(column), test);
  }

  private Condition numbers(String column, Leaf leaf, long leastNumber) {
    return Conditions.numbers(reading.fixed(column), leaf, leastNumber);
  }

  private static Condition eachRow(Leaf leaf, IntFunction<Value> value) {
    return new Condition.EachRow(row -> leaf.test(value.apply((int) row)));
  }
}
