package dev.bellwether.store.query;

import dev.bellwether.store.query.Query.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Reads a query by recursive descent: one method for each rule of the grammar, in its order.
final class Parser {
  /// Longer than anybody types; what a page or a script builds is bounded by the clauses.
  private static final int CHARACTERS_MAX = 8 * 1024;

  /// Parentheses and `not` within each other. Evaluation recurses as deep.
  private static final int DEPTH_MAX = 32;

  /// Elasticsearch refuses more in one query by default.
  private static final int CLAUSES_MAX = 1_024;

  private final String text;
  private int at;
  private int depth;
  private int clauses;

  Parser(String text) {
    this.text = text;
  }

  static boolean isKeyword(String word) {
    return word.equalsIgnoreCase("and")
        || word.equalsIgnoreCase("or")
        || word.equalsIgnoreCase("not");
  }

  Query parse() {
    if (text.length() > CHARACTERS_MAX) {
      throw error(
          "query of %d characters (expected: at most %d), cut off"
              .formatted(text.length(), CHARACTERS_MAX),
          CHARACTERS_MAX);
    }
    if (atEnd()) {
      return Query.EVERYTHING;
    }
    var query = either(this::condition);
    if (!atEnd()) {
      throw error("expected 'and' or 'or'", at);
    }
    return query;
  }

  /// `both { "or" both }`
  private Query either(Supplier<Query> leaf) {
    var parts = new ArrayList<Query>();
    do {
      parts.add(both(leaf));
    } while (takeKeyword("or"));
    return parts.size() == 1 ? parts.getFirst() : new Query.Or(parts);
  }

  /// `negated { "and" negated }`
  private Query both(Supplier<Query> leaf) {
    var parts = new ArrayList<Query>();
    do {
      parts.add(negated(leaf));
    } while (takeKeyword("and"));
    return parts.size() == 1 ? parts.getFirst() : new Query.And(parts);
  }

  /// `"not" negated | "(" either ")" | leaf`
  private Query negated(Supplier<Query> leaf) {
    if (takeKeyword("not")) {
      return deeper(() -> new Query.Not(negated(leaf)));
    }
    if (take('(')) {
      return deeper(() -> parenthesized(leaf));
    }
    return leaf.get();
  }

  private Query parenthesized(Supplier<Query> leaf) {
    var query = either(leaf);
    if (!take(')')) {
      throw error(atEnd() ? "expected ')'" : "expected 'and', 'or' or ')'", at);
    }
    return query;
  }

  private Query deeper(Supplier<Query> rule) {
    if (++depth > DEPTH_MAX) {
      throw error("more than %d parentheses and 'not' within each other".formatted(DEPTH_MAX), at);
    }
    var query = rule.get();
    depth--;
    return query;
  }

  /// `field ":" values | field ( ">" | ">=" | "<" | "<=" ) value | words`
  private Query condition() {
    skipSpaces();
    var start = at;
    var first = term("a condition", ":<>");
    var operator = takeOperator();
    if (operator == null) {
      return words(first, start);
    }
    var field = Field.named(fieldName(first, start));
    if (operator == Operator.EQUAL && take('(')) {
      return deeper(() -> parenthesized(() -> comparison(field, Operator.EQUAL)));
    }
    return comparison(field, operator);
  }

  private String fieldName(Term term, int start) {
    if (term.pattern.hasWildcard()) {
      throw error("'*' cannot stand in the name of a field", start);
    }
    if (term.pattern.parts().getFirst().isEmpty()) {
      throw error("expected the name of a field", start);
    }
    return term.pattern.parts().getFirst();
  }

  private Query comparison(Field field, Operator operator) {
    skipSpaces();
    var start = at;
    var value = value("a value after '%s'".formatted(operator.written()));
    countClause(start);
    if (operator == Operator.EQUAL && !value.quoted && value.pattern.isAnything()) {
      return new Query.Exists(field);
    }
    var literal = new Literals(text, start).read(field, operator, value);
    return new Query.Comparison(field, operator, literal);
  }

  /// A value is one quoted string, or all words up to the next keyword or parenthesis: with `name :
  /// POST /record` nobody means two conditions.
  private Term value(String expected) {
    var value = term(expected, "");
    while (!value.quoted && atWord() && text.charAt(at) != '"') {
      value = value.followedBy(nextWord());
    }
    if (atWord()) {
      throw error("expected 'and' or 'or'", at);
    }
    return value;
  }

  /// Words beside each other must all be there.
  private Query words(Term first, int firstStart) {
    var parts = new ArrayList<Query>();
    parts.add(fullText(first, firstStart));
    while (atWord()) {
      var start = at;
      parts.add(fullText(nextWord(), start));
    }
    return parts.size() == 1 ? parts.getFirst() : new Query.And(parts);
  }

  private Query fullText(Term word, int start) {
    countClause(start);
    if (!word.quoted && word.pattern.isAnything()) {
      return Query.EVERYTHING;
    }
    if (word.pattern.equals(TextPattern.literal(""))) {
      throw error("expected text between the quotes", start);
    }
    return new Query.FullText(word.pattern);
  }

  private void countClause(int start) {
    if (++clauses > CLAUSES_MAX) {
      throw error("more than %d conditions".formatted(CLAUSES_MAX), start);
    }
  }

  /// One more word that must not be the name of a field.
  private Term nextWord() {
    var start = at;
    var word = term("a word", ":<>");
    if (takeOperator() != null) {
      throw error("expected 'and' or 'or'", start);
    }
    return word;
  }

  /// Reads a quoted string, or a word up to a space, a parenthesis, a quote or one of `stops`.
  private Term term(String expected, String stops) {
    skipSpaces();
    if (at == text.length() || "():<>".indexOf(text.charAt(at)) >= 0) {
      throw error("expected " + expected, at);
    }
    if (text.charAt(at) == '"') {
      return quoted();
    }
    var start = at;
    var pattern = new PatternReader();
    while (at < text.length() && !isEndOfWord(text.charAt(at), stops)) {
      pattern.read();
    }
    var written = text.substring(start, at);
    if (isKeyword(written)) {
      throw error("expected " + expected, start);
    }
    if (written.equals("=") || written.equals("==") || written.equals("!=")) {
      throw error("'%s' is not an operator (expected: ':', or 'not')".formatted(written), start);
    }
    return new Term(pattern.finished(), false);
  }

  private Term quoted() {
    var start = at++;
    var content = new StringBuilder();
    while (at < text.length() && text.charAt(at) != '"') {
      content.append(unescaped());
    }
    if (at == text.length()) {
      throw error("expected '\"' to end the text that begins", start);
    }
    at++;
    return new Term(TextPattern.literal(content.toString()), true);
  }

  private char unescaped() {
    if (text.charAt(at) == '\\' && ++at == text.length()) {
      throw error("expected a character after '\\'", at);
    }
    return text.charAt(at++);
  }

  private static boolean isEndOfWord(char c, String stops) {
    return Character.isWhitespace(c) || c == '(' || c == ')' || c == '"' || stops.indexOf(c) >= 0;
  }

  private @Nullable Operator takeOperator() {
    if (take(':')) {
      return Operator.EQUAL;
    }
    if (take('>')) {
      return takeHere('=') ? Operator.AT_LEAST : Operator.GREATER;
    }
    if (take('<')) {
      return takeHere('=') ? Operator.AT_MOST : Operator.LESS;
    }
    return null;
  }

  /// Whether a word or quoted string comes next that is no keyword.
  private boolean atWord() {
    return !atEnd()
        && text.charAt(at) != '('
        && text.charAt(at) != ')'
        && !atKeyword("and")
        && !atKeyword("or")
        && !atKeyword("not");
  }

  private boolean atEnd() {
    skipSpaces();
    return at == text.length();
  }

  private boolean takeKeyword(String word) {
    skipSpaces();
    if (!atKeyword(word)) {
      return false;
    }
    at += word.length();
    return true;
  }

  private boolean atKeyword(String word) {
    var end = at + word.length();
    return text.regionMatches(true, at, word, 0, word.length())
        && (end == text.length() || isEndOfWord(text.charAt(end), ""));
  }

  private boolean take(char c) {
    skipSpaces();
    return takeHere(c);
  }

  private boolean takeHere(char c) {
    if (at < text.length() && text.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  private void skipSpaces() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private QuerySyntaxException error(String problem, int position) {
    return new QuerySyntaxException(problem, text, position);
  }

  /// A word or a quoted string, in which stars are only stars.
  record Term(TextPattern pattern, boolean quoted) {
    /// This and the next word as one value with a space between.
    Term followedBy(Term next) {
      var parts = new ArrayList<>(pattern.parts());
      var more = next.pattern.parts();
      parts.set(parts.size() - 1, parts.getLast() + " " + more.getFirst());
      parts.addAll(more.subList(1, more.size()));
      return new Term(new TextPattern(parts), false);
    }
  }

  /// Collects a word's parts between its stars; several stars beside each other are one.
  private final class PatternReader {
    private final List<String> parts = new ArrayList<>();
    private final StringBuilder part = new StringBuilder();

    void read() {
      if (!takeHere('*')) {
        part.append(unescaped());
      } else if (parts.isEmpty() || !part.isEmpty()) {
        parts.add(part.toString());
        part.setLength(0);
      }
    }

    TextPattern finished() {
      parts.add(part.toString());
      return new TextPattern(parts);
    }
  }
}
