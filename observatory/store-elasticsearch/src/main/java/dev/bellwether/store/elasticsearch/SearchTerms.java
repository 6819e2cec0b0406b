package dev.bellwether.store.elasticsearch;

import dev.bellwether.model.Value;
import dev.bellwether.store.query.Field;
import dev.bellwether.store.query.Field.Attribute.Source;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// What a record is found by: four lists of words that both engines treat alike, made and looked up
/// here. A field is `i:` and an intrinsic's name, `a:` and the key of an attribute, or `r:` and the
/// key of a resource's.
///
/// | list | holds | example |
/// |---|---|---|
/// | `keys` | the field | `a:com.example.shares` |
/// | `texts` | field, NUL, the value as it reads; one for each value of a list | `a:com.example.shares␀10` |
/// | `numbers` | field, NUL, the nearest double as 16 digits that sort as numbers do | `…␀c024000000000000` |
/// | `words` | runs of letters and digits of all texts, upper and lower case alike | `hall` |
///
/// What has no room makes the record `partial`: every search has to look at it itself.
final class SearchTerms {
  /// Longer values are statements and stack traces, which nobody compares as a whole.
  private static final int VALUE_CHARACTERS_MAX = 1_024;

  private static final int KEY_CHARACTERS_MAX = 512;

  /// A log line has 10 to 20 different words, a long stack trace some hundreds.
  private static final int WORDS_MAX = 2_048;

  private static final int WORD_CHARACTERS_MAX = 128;

  /// What text is a number: as [dev.bellwether.store.query] has it.
  private static final Pattern NUMBER =
      Pattern.compile("-?[0-9]+([.][0-9]+)?([eE][+-]?[0-9]{1,9})?");

  private static final int NUMBER_CHARACTERS_MAX = 40;

  private final Set<String> keys = new HashSet<>();
  private final Set<String> texts = new HashSet<>();
  private final Set<String> numbers = new HashSet<>();
  private final Set<String> words = new HashSet<>();
  private boolean partial;

  static String field(Field.Intrinsic field) {
    return "i:" + field.written();
  }

  static String field(Source source, String key) {
    return (source == Source.RESOURCE ? "r:" : "a:") + key;
  }

  static String text(String field, String text) {
    return field + '\0' + text;
  }

  /// Doubles sort as their bits do, when all bits of a negative one are turned around and the sign
  /// of a positive one is.
  static String number(String field, double number) {
    var bits = Double.doubleToLongBits(number + 0.0); // -0.0 is 0.0
    return text(field, "%016x".formatted(bits < 0 ? ~bits : bits ^ Long.MIN_VALUE));
  }

  /// Whether an attribute of this name is among the keys. NUL separates it from its value.
  static boolean holdsKey(String key) {
    return key.length() <= KEY_CHARACTERS_MAX && key.indexOf('\0') < 0;
  }

  /// Whether a value of such a length is among the texts.
  static boolean holdsValue(String text) {
    return text.length() <= VALUE_CHARACTERS_MAX;
  }

  static boolean holdsWord(String word) {
    return word.length() <= WORD_CHARACTERS_MAX;
  }

  /// Folds as [dev.bellwether.store.query.TextPattern] does, character by character.
  static char folded(char c) {
    return Character.toLowerCase(Character.toUpperCase(c));
  }

  void intrinsic(Field.Intrinsic field, String text) {
    if (!text.isEmpty()) {
      add(field(field), Value.of(text));
    }
  }

  void intrinsic(Field.Intrinsic field, Value value) {
    add(field(field), value);
  }

  void attributes(Source source, Map<String, Value> attributes) {
    attributes.forEach((key, value) -> {
      if (holdsKey(key)) {
        add(field(source, key), value);
      } else {
        partial = true;
      }
    });
  }

  void fullText(Map<String, Value> attributes) {
    attributes.values().forEach(value -> fullText(value.text()));
  }

  void fullText(String text) {
    var word = new StringBuilder();
    for (var i = 0; i <= text.length(); i++) {
      if (i < text.length() && Character.isLetterOrDigit(text.charAt(i))) {
        word.append(folded(text.charAt(i)));
      } else if (!word.isEmpty()) {
        addWord(word.toString());
        word.setLength(0);
      }
    }
  }

  JsonNode json() {
    var json = JsonNodeFactory.instance.objectNode();
    Map.of("keys", keys, "texts", texts, "numbers", numbers, "words", words)
        .forEach((name, terms) -> terms.forEach(json.withArray("/" + name)::add));
    json.put("partial", partial);
    return json;
  }

  private void addWord(String word) {
    if (!holdsWord(word) || words.size() == WORDS_MAX) {
      partial = true;
    } else {
      words.add(word);
    }
  }

  private void add(String field, Value value) {
    keys.add(field);
    if (value instanceof Value.ListOf(var values)) {
      values.forEach(one -> add(field, one));
      return;
    }
    var text = value.text();
    if (holdsValue(text)) {
      texts.add(text(field, text));
    } else {
      partial = true;
    }
    switch (value) {
      case Value.Whole(long number) -> numbers.add(number(field, (double) number));
      case Value.Decimal(double number) when Double.isFinite(number) ->
          numbers.add(number(field, number));
      case Value.Text _ -> addNumberOf(field, text);
      case Value.Bytes _,
          Value.MapOf _,
          Value.Flag _,
          Value.ListOf _,
          Value.Empty _,
          Value.Decimal _ -> {}
    }
  }

  /// The numbers that a query knows: no more, no less.
  private void addNumberOf(String field, String text) {
    if (text.length() <= NUMBER_CHARACTERS_MAX && NUMBER.matcher(text).matches()) {
      numbers.add(number(field, Double.parseDouble(text)));
    }
  }
}
