package dev.bellwether.store.elasticsearch;

import dev.bellwether.store.query.Field;
import dev.bellwether.store.query.Field.Attribute.Source;
import dev.bellwether.store.query.Literal;
import dev.bellwether.store.query.Query;
import dev.bellwether.store.query.Query.Operator;
import dev.bellwether.store.query.TextPattern;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A query of ours in the words of the engines, over [SearchTerms].
///
/// The engine selects at least what matches: [#candidates]. What it selects too much of, [Query]
/// itself takes out afterwards. So the negation of a clause needs the opposite, no more than what
/// surely matches, and both directions are here: `most` and `least`.
final class QueryDsl {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final JsonNode ALL = NODES.objectNode().set("match_all", NODES.objectNode());
  private static final JsonNode NONE = NODES.objectNode().set("match_none", NODES.objectNode());
  private static final JsonNode PARTIAL = term("search.partial", NODES.booleanNode(true));

  /// A query may have 1,024 conditions. Engines stop at as many clauses, of which a condition takes
  /// up to four; a query beyond this is evaluated by us alone.
  private static final int CONDITIONS_MAX = 200;

  /// The engines refuse patterns that are too complex for an automaton; these are far from it.
  private static final int WILDCARD_PARTS_MAX = 8;

  private static final int WILDCARD_CHARACTERS_MAX = 256;

  private QueryDsl() {}

  /// Selects every record that matches the query, and perhaps others.
  static JsonNode candidates(Query query) {
    return conditions(query) > CONDITIONS_MAX ? ALL : most(query);
  }

  static JsonNode all(Collection<JsonNode> clauses) {
    return bool("filter", clauses);
  }

  static JsonNode term(String field, String value) {
    return term(field, NODES.stringNode(value));
  }

  static JsonNode terms(String field, Collection<String> values) {
    var list = NODES.arrayNode();
    values.forEach(list::add);
    return wrapped("terms", field, list);
  }

  /// From `from` (inclusive) to `to` (exclusive).
  static JsonNode range(String field, long from, long to) {
    return wrapped("range", field, NODES.objectNode().put("gte", from).put("lt", to));
  }

  private static int conditions(Query query) {
    return switch (query) {
      case Query.And(List<Query> clauses) -> clauses.stream().mapToInt(QueryDsl::conditions).sum();
      case Query.Or(List<Query> clauses) -> clauses.stream().mapToInt(QueryDsl::conditions).sum();
      case Query.Not(Query clause) -> conditions(clause);
      case Query.Everything _, Query.Exists _, Query.Comparison _, Query.FullText _ -> 1;
    };
  }

  private static JsonNode most(Query query) {
    return switch (query) {
      case Query.Everything _ -> ALL;
      case Query.And(List<Query> clauses) -> all(clauses.stream().map(QueryDsl::most).toList());
      case Query.Or(List<Query> clauses) -> any(clauses.stream().map(QueryDsl::most).toList());
      case Query.Not(Query clause) -> not(least(clause));
      case Query.Exists(Field field) -> any(fieldsOr(field, QueryDsl::exists));
      case Query.Comparison(Field field, Operator operator, Literal literal) ->
          mostOf(field, operator, literal);
      case Query.FullText(TextPattern pattern) -> words(pattern);
    };
  }

  private static JsonNode least(Query query) {
    return switch (query) {
      case Query.Everything _ -> ALL;
      case Query.And(List<Query> clauses) -> all(clauses.stream().map(QueryDsl::least).toList());
      case Query.Or(List<Query> clauses) -> any(clauses.stream().map(QueryDsl::least).toList());
      case Query.Not(Query clause) -> not(most(clause));
      case Query.Exists(Field field) -> any(fields(field).stream().map(QueryDsl::exists).toList());
      case Query.Comparison(Field field, Operator operator, Literal literal) ->
          leastOf(field, operator, literal);
      case Query.FullText _ -> NONE;
    };
  }

  @SuppressWarnings("EnumOrdinal") // the model promises the order of the numbers
  private static JsonNode mostOf(Field field, Operator operator, Literal literal) {
    if (field == Field.Intrinsic.BODY && literal instanceof Literal.Text(var pattern)) {
      return words(pattern);
    }
    return any(
        fieldsOr(
            field,
            name ->
                switch (literal) {
                  case Literal.Text(TextPattern pattern) -> text(name, pattern);
                  case Literal.Decimal(var number) ->
                      numbers(name, operator, number.doubleValue(), true);
                  case Literal.Duration(long nanos) ->
                      numbers(name, operator, (double) nanos, true);
                  case Literal.Time(long nanos) -> numbers(name, operator, (double) nanos, true);
                  case Literal.Choice(Enum<?> choice) ->
                      numbers(name, operator, choice.ordinal(), true);
                }));
  }

  /// Only in the first place where the field is looked for: what hides the others is not asked.
  @SuppressWarnings("EnumOrdinal") // the model promises the order of the numbers
  private static JsonNode leastOf(Field field, Operator operator, Literal literal) {
    var places = fields(field);
    if (places.isEmpty()) {
      return NONE;
    }
    var name = places.getFirst();
    return switch (literal) {
      case Literal.Text(TextPattern pattern) ->
          field == Field.Intrinsic.BODY || pattern.hasWildcard() ? NONE : text(name, pattern);
      case Literal.Decimal(var number) -> numbers(name, operator, number.doubleValue(), false);
      // These compare with whole numbers only; an attribute may hold text that is a number.
      case Literal _ when !(field instanceof Field.Intrinsic) -> NONE;
      case Literal.Duration(long nanos) -> numbers(name, operator, (double) nanos, false);
      case Literal.Time(long nanos) -> numbers(name, operator, (double) nanos, false);
      // Small numbers are exact: those that equal the bound are among them.
      case Literal.Choice(Enum<?> choice) -> choice(name, operator, choice.ordinal());
    };
  }

  /// Where a field may be found, the place that hides the others first: nowhere but in partial
  /// records where its key has no room.
  private static List<String> fields(Field field) {
    return switch (field) {
      case Field.Intrinsic intrinsic -> List.of(SearchTerms.field(intrinsic));
      case Field.Attribute(_, String key) when !SearchTerms.holdsKey(key) -> List.of();
      case Field.Attribute(Source source, String key) when source == Source.ANY ->
          List.of(SearchTerms.field(Source.OWN, key), SearchTerms.field(Source.RESOURCE, key));
      case Field.Attribute(Source source, String key) -> List.of(SearchTerms.field(source, key));
    };
  }

  private static List<JsonNode> fieldsOr(Field field, Function<String, JsonNode> condition) {
    var places = new ArrayList<JsonNode>();
    fields(field).forEach(name -> places.add(condition.apply(name)));
    places.add(PARTIAL);
    return places;
  }

  private static JsonNode exists(String name) {
    return term("search.keys", name);
  }

  private static JsonNode text(String name, TextPattern pattern) {
    if (pattern.parts().stream().anyMatch(part -> !SearchTerms.holdsValue(part))) {
      return NONE; // only a partial record may have it
    }
    if (!pattern.hasWildcard()) {
      return term("search.texts", SearchTerms.text(name, pattern.parts().getFirst()));
    }
    if (isComplex(pattern)) {
      return exists(name);
    }
    var wildcard = new ArrayList<String>();
    pattern.parts().forEach(part -> wildcard.add(escaped(part)));
    return wrapped(
        "wildcard",
        "search.texts",
        NODES
            .objectNode()
            .put("value", SearchTerms.text(escaped(name), String.join("*", wildcard))));
  }

  private static boolean isComplex(TextPattern pattern) {
    return pattern.parts().size() > WILDCARD_PARTS_MAX
        || pattern.parts().stream().mapToInt(String::length).sum() > WILDCARD_CHARACTERS_MAX;
  }

  private static String escaped(String text) {
    return text.replaceAll("[\\\\*?]", "\\\\$0");
  }

  /// Rounding to a double never changes the order of two numbers, but may make them equal: so with
  /// the bound there are the most, without it the least.
  private static JsonNode numbers(
      String name, Operator operator, double number, boolean withBound) {
    var bound = SearchTerms.number(name, number);
    var range = NODES.objectNode();
    switch (operator) {
      case EQUAL -> {
        return withBound ? term("search.numbers", bound) : NONE;
      }
      case GREATER, AT_LEAST ->
          range
              .put(withBound ? "gte" : "gt", bound)
              .put("lte", SearchTerms.number(name, Double.POSITIVE_INFINITY));
      case LESS, AT_MOST ->
          range
              .put("gte", SearchTerms.number(name, Double.NEGATIVE_INFINITY))
              .put(withBound ? "lte" : "lt", bound);
    }
    return wrapped("range", "search.numbers", range);
  }

  /// The nearest doubles of small numbers are the numbers themselves.
  private static JsonNode choice(String name, Operator operator, int ordinal) {
    return switch (operator) {
      case EQUAL, AT_LEAST, AT_MOST -> numbers(name, operator, ordinal, true);
      case GREATER, LESS -> numbers(name, operator, ordinal, false);
    };
  }

  /// All words that the pattern holds from end to end.
  private static JsonNode words(TextPattern pattern) {
    var terms = new ArrayList<JsonNode>();
    var parts = pattern.parts();
    for (var i = 0; i < parts.size(); i++) {
      wholeWords(parts.get(i), i == 0, i == parts.size() - 1).stream()
          .filter(SearchTerms::holdsWord)
          .forEach(word -> terms.add(term("search.words", word)));
    }
    return terms.isEmpty() ? ALL : any(List.of(all(terms), PARTIAL));
  }

  /// A word that touches a star may go on beyond it.
  private static List<String> wholeWords(String part, boolean first, boolean last) {
    var words = new ArrayList<String>();
    var start = 0;
    for (var end = 0; end <= part.length(); end++) {
      if (end < part.length() && Character.isLetterOrDigit(part.charAt(end))) {
        continue;
      }
      if (start < end && (start > 0 || first) && (end < part.length() || last)) {
        words.add(folded(part.substring(start, end)));
      }
      start = end + 1;
    }
    return words;
  }

  private static String folded(String word) {
    var folded = word.toCharArray();
    for (var i = 0; i < folded.length; i++) {
      folded[i] = SearchTerms.folded(folded[i]);
    }
    return new String(folded);
  }

  private static JsonNode any(Collection<JsonNode> clauses) {
    return clauses.isEmpty() ? NONE : bool("should", clauses);
  }

  private static JsonNode not(JsonNode clause) {
    return bool("must_not", List.of(clause));
  }

  private static JsonNode bool(String occurrence, Collection<JsonNode> clauses) {
    return wrapped("bool", occurrence, NODES.arrayNode().addAll(clauses));
  }

  private static JsonNode term(String field, JsonNode value) {
    return wrapped("term", field, value);
  }

  private static ObjectNode wrapped(String kind, String field, JsonNode content) {
    var node = NODES.objectNode();
    node.putObject(kind).set(field, content);
    return node;
  }
}
