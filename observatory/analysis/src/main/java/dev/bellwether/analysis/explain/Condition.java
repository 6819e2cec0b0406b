package dev.bellwether.analysis.explain;

import dev.bellwether.model.Value;
import dev.bellwether.store.query.Field;
import dev.bellwether.store.query.Field.Intrinsic;
import dev.bellwether.store.query.Literal;
import dev.bellwether.store.query.Query;
import dev.bellwether.store.query.Query.Operator;
import dev.bellwether.store.query.TextPattern;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/// One thing that the requests of an explanation have in common.
public record Condition(Trait trait, Test test) {
  /// A query has at most 8,192 characters, and three conditions must fit in.
  private static final int QUERY_TEXT_MAX = 1_000;

  /// As much of a value as a sentence bears.
  private static final int SHOWN_TEXT_MAX = 80;

  /// Of a longer text, its beginning and its end: browsers tell their version last.
  private static final int SHOWN_START = 30;

  /// What is asked of the trait.
  public sealed interface Test {
    record Is(Value value) implements Test {}

    record Absent() implements Test {}

    record AtLeast(BigDecimal number) implements Test {}

    record Below(BigDecimal number) implements Test {}
  }

  /// `com.example.region = EU`, as a sentence says it.
  public String words() {
    return switch (test) {
      case Test.Is(Value value) -> trait.written() + " = " + shown(value.text());
      case Test.Absent() -> "no " + trait.written();
      case Test.AtLeast(BigDecimal number) -> trait.written() + " ≥ " + number.toPlainString();
      case Test.Below(BigDecimal number) -> trait.written() + " < " + number.toPlainString();
    };
  }

  /// Smaller is more actionable; what is there says more than what is not.
  int actionability() {
    return test instanceof Test.Absent ? Integer.MAX_VALUE : trait.actionability();
  }

  /// Several, joined.
  public static String words(List<Condition> conditions) {
    return String.join(" and ", conditions.stream().map(Condition::words).toList());
  }

  /// Spans that fulfil it; a text beyond 1,000 characters is searched by its beginning.
  Query query() {
    var field = trait.field();
    return switch (test) {
      case Test.Is(Value.ListOf(List<Value> values)) when values.size() > 1 ->
          new Query.And(values.stream().map(value -> equal(field, value)).toList());
      case Test.Is(Value.ListOf(List<Value> values)) when values.size() == 1 ->
          equal(field, values.getFirst());
      case Test.Is(Value value) -> equal(field, value);
      case Test.Absent() -> new Query.Not(new Query.Exists(field));
      case Test.AtLeast(BigDecimal number) ->
          new Query.Comparison(field, Operator.AT_LEAST, new Literal.Decimal(number));
      case Test.Below(BigDecimal number) ->
          new Query.Comparison(field, Operator.LESS, new Literal.Decimal(number));
    };
  }

  /// Spans that fulfil all of them, in the services that they are about.
  public static Query query(List<Condition> conditions) {
    var clauses = new ArrayList<Query>();
    conditions.stream()
        .map(condition -> condition.trait.service())
        .filter(service -> !service.isEmpty())
        .distinct()
        .map(service -> equal(Intrinsic.SERVICE_NAME, Value.of(service)))
        .forEach(clauses::add);
    for (var condition : conditions) {
      switch (condition.query()) {
        case Query.And(List<Query> several) -> clauses.addAll(several);
        case Query one -> clauses.add(one);
      }
    }
    return clauses.size() == 1 ? clauses.getFirst() : new Query.And(clauses);
  }

  private static Query equal(Field field, Value value) {
    return new Query.Comparison(field, Operator.EQUAL, literal(field, value));
  }

  private static Literal literal(Field field, Value value) {
    if (field instanceof Field.Attribute && value instanceof Value.Whole(long number)) {
      return Literal.Decimal.of(number);
    }
    var text = value.text();
    return new Literal.Text(
        text.length() <= QUERY_TEXT_MAX
            ? TextPattern.literal(text)
            : new TextPattern(List.of(text.substring(0, QUERY_TEXT_MAX), "")));
  }

  private static String shown(String text) {
    var line = text.strip().replaceAll("\\p{Cntrl}+", " ");
    if (line.isEmpty()) {
      return "(empty)";
    }
    if (line.length() <= SHOWN_TEXT_MAX) {
      return line;
    }
    var end = line.substring(line.length() - SHOWN_TEXT_MAX + SHOWN_START);
    int word = end.indexOf(' ') + 1;
    return line.substring(0, SHOWN_START).stripTrailing()
        + " … "
        + end.substring(word < end.length() / 2 ? word : 0);
  }
}
