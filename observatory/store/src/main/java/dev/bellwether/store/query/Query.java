package dev.bellwether.store.query;

import dev.bellwether.model.LogRecord;
import dev.bellwether.model.MetricPoint;
import dev.bellwether.model.Span;
import java.util.List;

/// A parsed query: a tree that says of any span, log record or metric point whether it matches.
///
/// `toString` prints the query language, so that `parse(query.toString())` equals `query`. The tree
/// never changes and many threads may use it.
public sealed interface Query {
  Query EVERYTHING = new Everything();

  /// Reads a query as [dev.bellwether.store.query] describes it. Blank text matches everything.
  ///
  /// @throws QuerySyntaxException at the first character that cannot be understood
  static Query parse(String text) {
    return new Parser(text).parse();
  }

  default boolean matches(Span span) {
    return Evaluation.matches(this, new Subject.OfSpan(span));
  }

  default boolean matches(LogRecord record) {
    return Evaluation.matches(this, new Subject.OfLogRecord(record));
  }

  /// A metric point has attributes, a service, a name, a scope and a time.
  default boolean matches(MetricPoint point) {
    return Evaluation.matches(this, new Subject.OfMetricPoint(point));
  }

  /// Matches every record. Made only here, while [Query] is loaded: a thread that made one
  /// elsewhere could wait for a thread that loads `Query`, and that one for it.
  final class Everything implements Query {
    private Everything() {}

    @Override
    public String toString() {
      return Printer.print(this);
    }
  }

  /// All clauses match.
  record And(List<Query> clauses) implements Query {
    public And {
      clauses = atLeastTwo("and", clauses);
    }

    @Override
    public String toString() {
      return Printer.print(this);
    }
  }

  /// One of the clauses matches, or several.
  record Or(List<Query> clauses) implements Query {
    public Or {
      clauses = atLeastTwo("or", clauses);
    }

    @Override
    public String toString() {
      return Printer.print(this);
    }
  }

  /// The clause does not match; a record without the field that the clause asks for is such a one.
  record Not(Query clause) implements Query {
    @Override
    public String toString() {
      return Printer.print(this);
    }
  }

  /// The record has the field.
  record Exists(Field field) implements Query {
    @Override
    public String toString() {
      return Printer.print(this);
    }
  }

  /// The field compares so with the literal; where it is a list, one of its values does.
  record Comparison(Field field, Operator operator, Literal literal) implements Query {
    public Comparison {
      if (operator != Operator.EQUAL && literal instanceof Literal.Text) {
        throw new IllegalArgumentException(
            "%s %s %s (expected: a literal that has an order)"
                .formatted(field.written(), operator.written(), literal));
      }
    }

    @Override
    public String toString() {
      return Printer.print(this);
    }
  }

  /// One of the record's texts contains the pattern: see [TextPattern#occursIn].
  record FullText(TextPattern pattern) implements Query {
    @Override
    public String toString() {
      return Printer.print(this);
    }
  }

  enum Operator {
    EQUAL(":"),
    GREATER(">"),
    AT_LEAST(">="),
    LESS("<"),
    AT_MOST("<=");

    private final String written;

    Operator(String written) {
      this.written = written;
    }

    public String written() {
      return written;
    }

    /// Whether a value that compares with the literal as `comparison` says satisfies it.
    ///
    /// @param comparison as [Comparable#compareTo] returns it
    boolean accepts(int comparison) {
      return switch (this) {
        case EQUAL -> comparison == 0;
        case GREATER -> comparison > 0;
        case AT_LEAST -> comparison >= 0;
        case LESS -> comparison < 0;
        case AT_MOST -> comparison <= 0;
      };
    }
  }

  private static List<Query> atLeastTwo(String what, List<Query> clauses) {
    if (clauses.size() < 2) {
      throw new IllegalArgumentException(
          "%s: %d clauses (expected: at least 2)".formatted(what, clauses.size()));
    }
    return List.copyOf(clauses);
  }
}
