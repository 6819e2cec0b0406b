package dev.bellwether.analysis.patterns;

import dev.bellwether.model.LogRecord.Severity;
import dev.bellwether.store.query.Field;
import dev.bellwether.store.query.Field.Intrinsic;
import dev.bellwether.store.query.Literal;
import dev.bellwether.store.query.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// The query that finds the records of a pattern: all of them, and others only where they read the
/// same but for a part that varies.
///
/// ```
/// service.name : trader and severity : info and body : trade requested for *
/// ```
///
/// @param conditions that all hold, as text of the query language
/// @param body what stands between the variable parts, as text of the query language; empty where
///   the body says nothing
/// @param quoted of each variable part, whether its values stand in quotes that are not theirs
public record PatternFilter(List<String> conditions, List<String> body, List<Boolean> quoted) {
  /// What may stand in a word of a query as it is.
  private static final String PLAIN = "._-/@,;'[]{}+&%#$|~^";

  /// A query has 8,192 characters at the most, and a pattern's words may take half of them.
  private static final int VALUE_CHARACTERS_MAX = 120;

  public PatternFilter {
    conditions = List.copyOf(conditions);
    body = List.copyOf(body);
    quoted = List.copyOf(quoted);
  }

  static PatternFilter of(List<String> services, Template template) {
    var conditions = new ArrayList<String>();
    if (!services.contains(PatternMiner.OTHER_SERVICES)) {
      conditions.add(ofServices(services));
    }
    if (template.origin() != Origin.OTHER_LINES) {
      conditions.add(ofSeverity(template.severity()));
    }
    switch (template.origin()) {
      case EVENT_NAME -> conditions.add(is(Intrinsic.EVENT_NAME, template.text()));
      case EXCEPTION -> conditions.addAll(ofException(template.text()));
      case LINE, KEYS, OTHER_LINES -> {}
    }
    return template.origin() == Origin.LINE
        ? new PatternFilter(conditions, template.bodyPieces(), template.quotedParts())
        : new PatternFilter(conditions, List.of(), List.of());
  }

  /// For all records of the pattern.
  public String text() {
    return body.isEmpty() ? and(conditions) : withBody(String.join("*", body));
  }

  /// For those with one value in one of the variable parts.
  public String text(int part, String value) {
    var shown = value.substring(0, Math.min(value.length(), VALUE_CHARACTERS_MAX));
    var words = shown.strip().split("\\s+", -1);
    var escaped = new StringBuilder();
    for (var word : words) {
      escaped.append(escaped.isEmpty() ? "" : " ").append(escaped(word, true));
    }
    var star = quoted.get(part) ? "*" : "";
    var end = shown.length() < value.length() ? "*" : star;
    var text = new StringBuilder(body.getFirst());
    for (int i = 1; i < body.size(); i++) {
      text.append(i - 1 == part ? star + escaped + end : "*").append(body.get(i));
    }
    return withBody(text.toString());
  }

  /// One word of a query's value.
  ///
  /// @param first nothing stands before it without a space between
  static String escaped(String word, boolean first) {
    var escaped = new StringBuilder();
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      boolean plain = Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0;
      boolean within = (c == '=' || c == '!') && (i > 0 || !first);
      escaped.append(plain || within ? "" : "\\").append(c);
    }
    return isKeyword(word) ? "\\" + escaped : escaped.toString();
  }

  private String withBody(String text) {
    var all = new ArrayList<>(conditions);
    all.add("body : " + (text.isBlank() ? "*" : text.strip()));
    return and(all);
  }

  private static String and(List<String> conditions) {
    return String.join(" and ", conditions);
  }

  private static String ofServices(List<String> services) {
    var field = Intrinsic.SERVICE_NAME.written() + " : ";
    var names =
        services.stream()
            .map(service -> is(Intrinsic.SERVICE_NAME, service).substring(field.length()))
            .toList();
    return names.size() == 1
        ? field + names.getFirst()
        : names.stream().collect(Collectors.joining(" or ", field + "(", ")"));
  }

  private static String ofSeverity(Severity severity) {
    return severity == Severity.UNSPECIFIED
        ? "not severity : *"
        : "severity : " + severity.name().toLowerCase(Locale.ROOT);
  }

  /// `java.sql.SQLException at com.example.Recorder.insert`
  private static List<String> ofException(String text) {
    int at = text.indexOf(Message.AT);
    var type = is(Field.named("exception.type"), at < 0 ? text : text.substring(0, at));
    return at < 0
        ? List.of(type)
        : List.of(
            type,
            "exception.stacktrace : *"
                + escaped(text.substring(at + Message.AT.length()), true)
                + "*");
  }

  private static String is(Field field, String text) {
    return new Query.Comparison(field, Query.Operator.EQUAL, Literal.Text.of(text)).toString();
  }

  private static boolean isKeyword(String word) {
    return word.equalsIgnoreCase("and")
        || word.equalsIgnoreCase("or")
        || word.equalsIgnoreCase("not");
  }
}
