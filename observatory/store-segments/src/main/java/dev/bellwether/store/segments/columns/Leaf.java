package dev.bellwether.store.segments.columns;

import dev.bellwether.model.Resource;
import dev.bellwether.model.Scope;
import dev.bellwether.model.Span;
import dev.bellwether.model.SpanId;
import dev.bellwether.model.TraceId;
import dev.bellwether.model.Value;
import dev.bellwether.store.query.Field;
import dev.bellwether.store.query.Literal;
import dev.bellwether.store.query.Query;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// A condition of a query on one field, asked of a value instead of a record.
///
/// What compares with what is decided by the reference itself: the value is put as an attribute
/// into a span that has nothing else, and [Query#matches(Span)] is asked.
///
/// @param about the field that the query names
/// @param onValue the same condition on the span's one attribute
record Leaf(Field about, Query onValue) implements Predicate<Value> {
  private static final String KEY = "value";
  private static final Field PLACE = new Field.Attribute(Field.Attribute.Source.OWN, KEY);
  private static final TraceId TRACE = new TraceId(0, 1);
  private static final SpanId ID = new SpanId(1);
  private static final Resource NOBODY = new Resource(Map.of());

  static Leaf of(Query.Exists exists) {
    return new Leaf(exists.field(), new Query.Exists(PLACE));
  }

  static Leaf of(Query.Comparison comparison) {
    return new Leaf(
        comparison.field(),
        new Query.Comparison(PLACE, comparison.operator(), comparison.literal()));
  }

  @Override
  public boolean test(Value value) {
    return onValue.matches(spanWith(value));
  }

  /// A body that is compared with text contains it.
  boolean testBody(Value body) {
    if (onValue instanceof Query.Comparison comparison
        && comparison.literal() instanceof Literal.Text text) {
      return text.pattern().occursIn(body.text());
    }
    return test(body);
  }

  private static Span spanWith(Value value) {
    return new Span(
        TRACE,
        ID,
        null,
        "",
        0,
        "",
        Span.Kind.UNSPECIFIED,
        0,
        0,
        Map.of(KEY, value),
        List.of(),
        List.of(),
        Span.Status.UNSET,
        NOBODY,
        Scope.NONE,
        0);
  }
}
