package dev.bellwether.store.query;

/// A query that cannot be understood, and the character at which that became clear.
public final class QuerySyntaxException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  /// A line of a terminal shows so much with room to spare.
  private static final int SHOWN_CHARACTERS_MAX = 72;

  private final String query;
  private final int position;

  QuerySyntaxException(String problem, String query, int position) {
    super("%s at character %d".formatted(problem, position + 1));
    this.query = query;
    this.position = position;
  }

  /// How many characters of the query are before the problem; all of them where more was expected.
  public int position() {
    return position;
  }

  /// The query with a caret below the problem, two lines; only the surroundings of a long one.
  ///
  /// ```
  /// status : eror
  ///          ^
  /// ```
  public String rendered() {
    var from = Math.max(0, position - SHOWN_CHARACTERS_MAX / 2);
    var to = Math.min(query.length(), from + SHOWN_CHARACTERS_MAX);
    var shown = query.substring(from, to).replaceAll("\\p{Cntrl}", " ");
    return shown + "\n" + " ".repeat(position - from) + "^";
  }
}
