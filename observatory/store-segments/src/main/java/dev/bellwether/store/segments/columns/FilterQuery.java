package dev.bellwether.store.segments.columns;

import dev.bellwether.model.TraceId;
import dev.bellwether.store.query.Field;
import dev.bellwether.store.query.Field.Attribute;
import dev.bellwether.store.query.Field.Intrinsic;
import dev.bellwether.store.query.Literal;
import dev.bellwether.store.query.Query;
import dev.bellwether.store.query.TextPattern;
import dev.bellwether.store.segments.columns.Fingerprint.Source;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;

/// Asks a table's filter whether a row may match.
///
/// @param fields which fields of the records are in the filter
record FilterQuery(Section filter, Set<Intrinsic> fields) {
  /// False only where certainly no row matches.
  boolean mayMatch(Query query) {
    return switch (query) {
      case Query.Everything _, Query.Not _, Query.FullText _ -> true;
      case Query.And(List<Query> clauses) -> clauses.stream().allMatch(this::mayMatch);
      case Query.Or(List<Query> clauses) -> clauses.stream().anyMatch(this::mayMatch);
      case Query.Exists(Field field) ->
          !(field instanceof Attribute(Attribute.Source source, String key))
              || mayHave(source, key);
      case Query.Comparison comparison -> mayMatch(comparison);
    };
  }

  boolean mayHave(TraceId id) {
    return has(Fingerprint.trace(id));
  }

  private boolean mayMatch(Query.Comparison comparison) {
    return switch (comparison.field()) {
      case Attribute(Attribute.Source source, String key) -> mayMatch(source, key, comparison);
      case Intrinsic.TRACE_ID -> mayHaveTrace(comparison.literal());
      case Intrinsic field ->
          !fields.contains(field) || mayHaveValue(Fingerprint.field(field), comparison);
    };
  }

  private boolean mayMatch(Attribute.Source source, String key, Query.Comparison comparison) {
    return switch (source) {
      case OWN -> mayHaveValue(Source.OWN, key, comparison);
      case RESOURCE -> mayHaveValue(Source.RESOURCE, key, comparison);
      case ANY ->
          mayMatch(Attribute.Source.OWN, key, comparison)
              || mayMatch(Attribute.Source.RESOURCE, key, comparison);
    };
  }

  private boolean mayHave(Attribute.Source source, String key) {
    return switch (source) {
      case OWN -> mayHave(Source.OWN, key);
      case RESOURCE -> mayHave(Source.RESOURCE, key);
      case ANY -> mayHave(Attribute.Source.OWN, key) || mayHave(Attribute.Source.RESOURCE, key);
    };
  }

  private boolean mayHave(Source source, String key) {
    return has(Fingerprint.key(source, key))
        || Fingerprint.hasFlag(filter, Fingerprint.uncovered(source));
  }

  private boolean mayHaveValue(Source source, String key, Query.Comparison comparison) {
    return mayHaveValue(Fingerprint.key(source, key), comparison)
        || Fingerprint.hasFlag(filter, Fingerprint.uncovered(source));
  }

  private boolean mayHaveValue(long key, Query.Comparison comparison) {
    if (!has(key)) {
      return false;
    }
    if (comparison.operator() != Query.Operator.EQUAL) {
      return true;
    }
    return switch (comparison.literal()) {
      case Literal.Text(TextPattern pattern) ->
          pattern.hasWildcard()
              || has(Fingerprint.text(key, pattern.parts().getFirst()))
              || Fingerprint.hasFlag(filter, Fingerprint.uncovered(key));
      case Literal.Decimal(BigDecimal number) ->
          has(Fingerprint.number(key, number.doubleValue()))
              || Fingerprint.hasFlag(filter, Fingerprint.uncovered(key));
      case Literal.Duration _, Literal.Time _, Literal.Choice _ -> true;
    };
  }

  private boolean mayHaveTrace(Literal literal) {
    if (!(literal instanceof Literal.Text(TextPattern pattern)) || pattern.hasWildcard()) {
      return true;
    }
    try {
      return mayHave(TraceId.parse(pattern.parts().getFirst()));
    } catch (IllegalArgumentException _) {
      return false; // no trace's id reads so
    }
  }

  private boolean has(long fingerprint) {
    return BloomFilter.mayContain(filter, fingerprint);
  }
}
