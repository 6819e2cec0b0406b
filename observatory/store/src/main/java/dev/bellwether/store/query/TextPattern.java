package dev.bellwether.store.query;

import java.util.List;

/// Text with stars in it, each of which stands for any characters, also none.
///
/// Both searches take time in proportion to the text, whatever the pattern: each part is found with
/// Knuth, Morris and Pratt's table, leftmost, and never looked for twice.
public final class TextPattern {
  private final List<String> parts;
  private final List<Needle> exact;
  private final List<Needle> folded;

  /// Puts a pattern together.
  ///
  /// @param parts what is between the stars: one part where there is none, and an empty first or
  ///   last part where the pattern begins or ends with a star
  public TextPattern(List<String> parts) {
    this.parts = List.copyOf(parts);
    if (parts.isEmpty() || between(parts).contains("")) {
      throw new IllegalArgumentException(
          "pattern %s (expected: text between stars)".formatted(parts));
    }
    this.exact = parts.stream().map(part -> new Needle(part, false)).toList();
    this.folded = parts.stream().map(part -> new Needle(part, true)).toList();
  }

  public static TextPattern literal(String text) {
    return new TextPattern(List.of(text));
  }

  public List<String> parts() {
    return parts;
  }

  public boolean hasWildcard() {
    return parts.size() > 1;
  }

  /// Whether it is nothing but a star.
  boolean isAnything() {
    return parts.equals(List.of("", ""));
  }

  /// Whether the pattern is all of the text, upper and lower case apart.
  public boolean matches(String text) {
    var first = parts.getFirst();
    if (!hasWildcard()) {
      return text.equals(first);
    }
    var last = parts.getLast();
    if (text.length() < first.length() + last.length()
        || !text.startsWith(first)
        || !text.endsWith(last)) {
      return false;
    }
    var at = first.length();
    var end = text.length() - last.length();
    for (var needle : between(exact)) {
      at = needle.find(text, at, end, false, false);
      if (at < 0) {
        return false;
      }
    }
    return true;
  }

  /// Whether the pattern is somewhere in the text, upper and lower case alike, and not in the midst
  /// of a word: `fused` is not in `connection refused`, `*fused` and `hall` in `l.hall` are. A word
  /// is a run of letters and digits.
  public boolean occursIn(String text) {
    var at = 0;
    for (var i = 0; i < folded.size(); i++) {
      var first = i == 0;
      var last = i == folded.size() - 1;
      at = folded.get(i).find(text, at, text.length(), first, last);
      if (at < 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TextPattern that && parts.equals(that.parts);
  }

  @Override
  public int hashCode() {
    return parts.hashCode();
  }

  @Override
  public String toString() {
    return String.join("*", parts);
  }

  private static <T> List<T> between(List<T> parts) {
    return parts.size() < 3 ? List.of() : parts.subList(1, parts.size() - 1);
  }

  /// One part, prepared for the search. `failure[i]`: how long the longest true prefix of the part
  /// is that ends at `i`, which is how far a search that failed after `i` need not look again.
  private static final class Needle {
    private final char[] part;
    private final boolean foldsCase;
    private final int[] failure;

    Needle(String text, boolean foldsCase) {
      this.foldsCase = foldsCase;
      this.part = text.toCharArray();
      for (var i = 0; i < part.length; i++) {
        part[i] = folded(part[i]);
      }
      this.failure = new int[part.length];
      var prefix = 0;
      for (var i = 1; i < part.length; i++) {
        prefix = extended(prefix, part[i]);
        failure[i] = prefix;
      }
    }

    /// Where the first occurrence in `text[from, to)` ends, or -1.
    ///
    /// @param wordStart it may not begin in the midst of a word
    /// @param wordEnd it may not end in the midst of a word
    int find(String text, int from, int to, boolean wordStart, boolean wordEnd) {
      if (part.length == 0) {
        return from;
      }
      var matched = 0;
      for (var i = from; i < to; i++) {
        matched = extended(matched, folded(text.charAt(i)));
        if (matched == part.length) {
          var end = i + 1;
          if (!(wordStart && insideWord(text, end - matched))
              && !(wordEnd && insideWord(text, end))) {
            return end;
          }
          matched = failure[matched - 1];
        }
      }
      return -1;
    }

    /// How much of the part is matched after one more character.
    private int extended(int matched, char next) {
      var length = matched;
      while (length > 0 && part[length] != next) {
        length = failure[length - 1];
      }
      return part[length] == next ? length + 1 : length;
    }

    private char folded(char c) {
      return foldsCase ? Character.toLowerCase(Character.toUpperCase(c)) : c;
    }

    private static boolean insideWord(String text, int at) {
      return at > 0
          && at < text.length()
          && Character.isLetterOrDigit(text.charAt(at - 1))
          && Character.isLetterOrDigit(text.charAt(at));
    }
  }
}
