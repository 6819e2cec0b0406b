package dev.bellwether.store.query;

import dev.bellwether.model.Value;
import dev.bellwether.store.query.Field.Intrinsic;
import dev.bellwether.store.query.Query.Comparison;
import dev.bellwether.store.query.Query.Operator;
import java.math.BigDecimal;
import java.util.List;

/// The meaning of a query: the reference that every engine is compared with.
final class Evaluation {
  private Evaluation() {}

  static boolean matches(Query query, Subject subject) {
    return switch (query) {
      case Query.Everything _ -> true;
      case Query.And(List<Query> clauses) -> all(clauses, subject);
      case Query.Or(List<Query> clauses) -> any(clauses, subject);
      case Query.Not(Query clause) -> !matches(clause, subject);
      case Query.Exists(Field field) -> subject.value(field) != null;
      case Comparison comparison -> compares(comparison, subject);
      case Query.FullText(TextPattern pattern) -> subject.anyText(pattern::occursIn);
    };
  }

  private static boolean all(List<Query> clauses, Subject subject) {
    for (var clause : clauses) {
      if (!matches(clause, subject)) {
        return false;
      }
    }
    return true;
  }

  private static boolean any(List<Query> clauses, Subject subject) {
    for (var clause : clauses) {
      if (matches(clause, subject)) {
        return true;
      }
    }
    return false;
  }

  private static boolean compares(Comparison comparison, Subject subject) {
    var value = subject.value(comparison.field());
    if (value == null) {
      return false;
    }
    if (comparison.field() == Intrinsic.BODY && comparison.literal() instanceof Literal.Text text) {
      return text.pattern().occursIn(value.text());
    }
    return compares(value, comparison.operator(), comparison.literal());
  }

  @SuppressWarnings("EnumOrdinal") // the model promises the order of the numbers
  private static boolean compares(Value value, Operator operator, Literal literal) {
    if (value instanceof Value.ListOf(List<Value> values)) {
      return values.stream().anyMatch(one -> compares(one, operator, literal));
    }
    return switch (literal) {
      case Literal.Text(TextPattern pattern) -> pattern.matches(value.text());
      case Literal.Decimal(BigDecimal number) -> {
        var theirs = Numbers.of(value);
        yield theirs != null && operator.accepts(theirs.compareTo(number));
      }
      case Literal.Duration(long nanos) -> compares(value, operator, nanos);
      case Literal.Time(long nanos) -> compares(value, operator, nanos);
      case Literal.Choice(Enum<?> choice) -> compares(value, operator, choice.ordinal());
    };
  }

  private static boolean compares(Value value, Operator operator, long ours) {
    return value instanceof Value.Whole(long theirs)
        && operator.accepts(Long.compare(theirs, ours));
  }
}
