package dev.bellwether.store.segments.columns;

import dev.bellwether.model.Value;
import dev.bellwether.store.TimeRange;
import dev.bellwether.store.query.Field;
import dev.bellwether.store.query.Field.Attribute;
import dev.bellwether.store.query.Field.Attribute.Source;
import dev.bellwether.store.query.Field.Intrinsic;
import dev.bellwether.store.query.Literal;
import dev.bellwether.store.query.Query;
import dev.bellwether.store.query.TextPattern;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Predicate;

/// Makes a query ready for the columns of one table: a condition on a field is asked once of each
/// distinct value, and then only ids are compared. Reads only dictionaries of columns that the
/// query names; full text names them all. One thread.
final class Conditions {
  private final Reading reading;
  private final SignalFields fields;

  Conditions(Reading reading, SignalFields fields) {
    this.reading = reading;
    this.fields = fields;
  }

  Condition of(Query query) {
    return switch (query) {
      case Query.Everything _ -> Condition.EVERYTHING;
      case Query.And(List<Query> clauses) ->
          new Condition.All(clauses.stream().map(this::of).toList());
      case Query.Or(List<Query> clauses) ->
          new Condition.Any(clauses.stream().map(this::of).toList());
      case Query.Not(Query clause) -> new Condition.Not(of(clause));
      case Query.Exists exists -> of(exists.field(), Leaf.of(exists));
      case Query.Comparison comparison -> of(comparison.field(), Leaf.of(comparison));
      case Query.FullText(TextPattern pattern) -> fullText(pattern);
    };
  }

  /// All rows of a page, counted from its first.
  static BitSet rowsOf(int page, int rows) {
    var all = new BitSet();
    all.set(0, Layout.rowsOfPage(page, rows));
    return all;
  }

  static Condition inRange(ColumnReading times, TimeRange range) {
    return range.fromNanos() == range.toNanos()
        ? Condition.NOTHING
        : new Condition.Between(times, range.fromNanos(), range.toNanos() - 1, Long.MIN_VALUE);
  }

  /// The values that match; having none does not.
  static Condition values(ColumnReading column, Predicate<Value> test) {
    return new Condition.OneOf(column, column.idsWhere(test));
  }

  /// A condition on numbers.
  ///
  /// @param leastNumber what stands for all smaller numbers in the column
  @SuppressWarnings("EnumOrdinal") // the model promises the order of the numbers
  static Condition numbers(ColumnReading column, Leaf leaf, long leastNumber) {
    if (leaf.onValue() instanceof Query.Comparison comparison) {
      return switch (comparison.literal()) {
        case Literal.Duration(long nanos) -> between(column, comparison, nanos, leastNumber);
        case Literal.Time(long nanos) -> between(column, comparison, nanos, leastNumber);
        case Literal.Choice(Enum<?> choice) ->
            between(column, comparison, choice.ordinal(), leastNumber);
        case Literal.Text _, Literal.Decimal _ ->
            new Condition.EachRow(
                row -> leaf.test(Value.of(Math.max(leastNumber, column.at((int) row)))));
      };
    }
    return Condition.EVERYTHING;
  }

  private static Condition between(
      ColumnReading column, Query.Comparison comparison, long ours, long leastNumber) {
    var isMost = ours == Long.MAX_VALUE;
    var isLeast = ours == Long.MIN_VALUE;
    return switch (comparison.operator()) {
      case EQUAL -> new Condition.Between(column, ours, ours, leastNumber);
      case GREATER ->
          isMost
              ? Condition.NOTHING
              : new Condition.Between(column, ours + 1, Long.MAX_VALUE, leastNumber);
      case AT_LEAST -> new Condition.Between(column, ours, Long.MAX_VALUE, leastNumber);
      case LESS ->
          isLeast
              ? Condition.NOTHING
              : new Condition.Between(column, Long.MIN_VALUE, ours - 1, leastNumber);
      case AT_MOST -> new Condition.Between(column, Long.MIN_VALUE, ours, leastNumber);
    };
  }

  private Condition of(Field field, Leaf leaf) {
    return switch (field) {
      case Attribute(Source source, String key) ->
          switch (source) {
            case OWN -> own(key, leaf, Condition.NOTHING);
            case RESOURCE -> resource(key, leaf);
            case ANY -> own(key, leaf, resource(key, leaf));
          };
      case Intrinsic.SERVICE_NAME ->
          values(
              reading.fixed(Origins.RESOURCE),
              stored -> leaf.test(Value.of(Origins.resource(stored).serviceName())));
      case Intrinsic.SCOPE_NAME ->
          values(
              reading.fixed(Origins.SCOPE),
              stored -> {
                var name = Origins.scope(stored).name();
                return !name.isEmpty() && leaf.test(Value.of(name));
              });
      case Intrinsic intrinsic -> fields.field(intrinsic, leaf);
    };
  }

  /// The row's own attribute, in its column or among the rest, never in both; else the other.
  private Condition own(String key, Leaf leaf, Condition otherwise) {
    var column = reading.attribute(key);
    if (column != null) {
      var present = new BitSet();
      present.set(1, column.distinct() + 1);
      return new Condition.OwnElse(column, present, column.idsWhere(leaf), otherwise);
    }
    var rest = reading.fixed(AttributeColumns.REST);
    var matching = new BitSet();
    var present = new BitSet();
    rest.forEachValue((stored, id) -> {
      var value = StoredValue.map(stored).get(key);
      present.set(id, value != null);
      matching.set(id, value != null && leaf.test(value));
    });
    return present.isEmpty()
        ? otherwise
        : new Condition.OwnElse(rest, present, matching, otherwise);
  }

  private Condition resource(String key, Leaf leaf) {
    return values(
        reading.fixed(Origins.RESOURCE),
        stored -> {
          var value = StoredValue.map(stored).get(key);
          return value != null && leaf.test(value);
        });
  }

  private Condition fullText(TextPattern pattern) {
    if (pattern.occursIn("")) {
      return Condition.EVERYTHING; // every record has a service's name, whatever it is
    }
    Predicate<Value> contains = value -> pattern.occursIn(value.text());
    var places = new ArrayList<Condition>();
    places.add(fields.text(pattern));
    places.add(
        values(
            reading.fixed(Origins.RESOURCE),
            stored -> pattern.occursIn(Origins.resource(stored).serviceName())));
    for (var column : reading.attributes()) {
      places.add(values(column, contains));
    }
    places.add(
        values(
            reading.fixed(AttributeColumns.REST),
            stored -> StoredValue.map(stored).values().stream().anyMatch(contains)));
    return new Condition.Any(places);
  }
}
