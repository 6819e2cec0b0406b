package dev.bellwether.store.query;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/// Writes a query as text that parses to the same query.
final class Printer {
  private Printer() {}

  static String print(Query query) {
    return switch (query) {
      case Query.Everything _ -> "*";
      case Query.And(List<Query> clauses) ->
          joined(clauses, " and ", Query.Or.class, Query.And.class);
      case Query.Or(List<Query> clauses) -> joined(clauses, " or ", Query.Or.class, Query.Or.class);
      case Query.Not(Query clause) -> "not " + within(clause, Query.Or.class, Query.And.class);
      case Query.Exists(Field field) -> print(field) + " : *";
      case Query.Comparison(Field field, Query.Operator operator, Literal literal) ->
          print(field) + " " + operator.written() + " " + print(literal);
      case Query.FullText(TextPattern pattern) -> print(pattern);
    };
  }

  private static String joined(List<Query> clauses, String word, Class<?> one, Class<?> other) {
    return clauses.stream()
        .map(clause -> within(clause, one, other))
        .collect(Collectors.joining(word));
  }

  /// In parentheses where the clause is of a kind that would be read apart without them.
  private static String within(Query clause, Class<?> one, Class<?> other) {
    var text = print(clause);
    return one.isInstance(clause) || other.isInstance(clause) ? "(" + text + ")" : text;
  }

  private static String print(Field field) {
    var name = field.written();
    return isWord(name) ? name : quoted(name);
  }

  private static String print(Literal literal) {
    return switch (literal) {
      case Literal.Text(TextPattern pattern) -> print(pattern);
      case Literal.Decimal(var number) -> number.toString();
      case Literal.Duration(long nanos) -> nanos + "ns";
      case Literal.Time(long nanos) -> quoted(instant(nanos).toString());
      case Literal.Choice choice -> choice.written();
    };
  }

  private static String print(TextPattern pattern) {
    if (!pattern.hasWildcard()) {
      var text = pattern.parts().getFirst();
      return isWord(text) && Numbers.parse(text) == null ? text : quoted(text);
    }
    return pattern.parts().stream().map(Printer::escaped).collect(Collectors.joining("*"));
  }

  private static Instant instant(long nanos) {
    return Instant.EPOCH.plusNanos(nanos);
  }

  /// Whether it can stand without quotes and is not taken for something else.
  private static boolean isWord(String text) {
    return !text.isEmpty() && text.chars().allMatch(Printer::isPlain) && !Parser.isKeyword(text);
  }

  private static boolean isPlain(int c) {
    return Character.isLetterOrDigit(c) || "._-/@".indexOf(c) >= 0;
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static String escaped(String part) {
    var escaped = new StringBuilder();
    for (var i = 0; i < part.length(); i++) {
      var c = part.charAt(i);
      if (!isPlain(c)) {
        escaped.append('\\');
      }
      escaped.append(c);
    }
    return escaped.toString();
  }
}
