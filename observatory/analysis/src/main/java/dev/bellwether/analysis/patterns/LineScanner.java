package dev.bellwether.analysis.patterns;

/// Cuts a line into tokens and says of each whether it varies, in one pass and without regular
/// expressions. Reused for every line, so nothing is allocated. Not thread-safe.
///
/// ```
/// text    user "bob" from 10.0.0.7:5432 took 12ms, retry=3
/// tokens  user <*>   from <ip>          took <num> , retry = <num>
/// ```
///
/// A word with a digit in it varies; so do quoted text (unless a colon follows: a key of JSON),
/// what stands behind `key=`, paths, addresses and URLs.
final class LineScanner {
  /// Lines of more say their pattern before; as Elasticsearch's categorization.
  static final int TOKENS_MAX = 100;

  /// As far as 100 tokens of ordinary lines reach.
  private static final int CHARACTERS_MAX = 2_000;

  /// Stands for every token that varies, whatever its kind.
  static final long VARIABLE = 0x7661726961626c65L;

  // What stands between two tokens.
  private static final int NOTHING = 0;
  private static final int ONE_SPACE = 1;
  private static final int OTHER_SPACE = 2;

  private final int[] starts = new int[TOKENS_MAX];
  private final int[] ends = new int[TOKENS_MAX];
  private final Kind[] kinds = new Kind[TOKENS_MAX];
  private final boolean[] spaces = new boolean[TOKENS_MAX];
  private final boolean[] plain = new boolean[TOKENS_MAX];
  private final boolean[] quoted = new boolean[TOKENS_MAX];
  private final long[] hashes = new long[TOKENS_MAX];
  private final WordShape shape = new WordShape();
  private String text = "";
  private int end;
  private int count;
  private boolean cut;

  /// Reads the first line of the text.
  void scan(String line) {
    text = line;
    count = 0;
    end = endOfFirstLine(line);
    int at = 0;
    int gap = NOTHING;
    while (at < end && count < TOKENS_MAX) {
      char c = text.charAt(at);
      if (c <= ' ' || c == '\u00a0') {
        gap = gap == NOTHING && c == ' ' ? ONE_SPACE : OTHER_SPACE;
        at++;
        continue;
      }
      at = next(at, c, gap);
      gap = NOTHING;
    }
    cut = at < end || end == CHARACTERS_MAX;
  }

  int count() {
    return count;
  }

  Kind kind(int token) {
    return kinds[token];
  }

  /// Equal for equal words and signs, and for all that varies.
  long hash(int token) {
    return kinds[token].varies() ? VARIABLE : hashes[token];
  }

  /// Equal for equal text.
  long textHash(int token) {
    return hashes[token];
  }

  boolean hasSpaceBefore(int token) {
    return spaces[token];
  }

  /// Between the token before and this one is nothing, or nothing but one ordinary space.
  boolean isPlainBefore(int token) {
    return plain[token];
  }

  /// It stands in quotes, which are not part of it.
  boolean isQuoted(int token) {
    return quoted[token];
  }

  /// There is more than what was read.
  boolean isCut() {
    return cut;
  }

  String text(int token) {
    return text.substring(starts[token], ends[token]);
  }

  /// Equal for lines with the same words and signs in the same places, written in the same way.
  long signature() {
    long signature = Hash.START;
    for (int i = 0; i < count; i++) {
      signature = Hash.with(signature, hash(i) + (plain[i] ? 0 : 1) + (quoted[i] ? 2 : 0));
    }
    return signature;
  }

  private static int endOfFirstLine(String line) {
    int max = Math.min(line.length(), CHARACTERS_MAX);
    int start = 0;
    while (start < max && line.charAt(start) <= ' ') {
      start++;
    }
    for (int i = start; i < max; i++) {
      if (line.charAt(i) == '\n') {
        return i;
      }
    }
    return max;
  }

  /// Adds the token at `at` and returns where it ends.
  private int next(int at, char c, int gap) {
    if (isValue()) {
      int valueEnd = endOfValue(at);
      if (valueEnd > at) {
        return add(at, valueEnd, variable(at, valueEnd), gap);
      }
    }
    if (c == '"' || (c == '\'' && isQuoteStart(at))) {
      int close = closingQuote(at, c);
      if (close > at + 1) {
        add(at + 1, close, isKey(close) ? Kind.WORD : Kind.ANYTHING, gap);
        quoted[count - 1] = true;
        plain[count - 1] &= !isKey(close);
        return close + 1;
      }
    }
    if (!WordShape.isPart(c)) {
      return add(at, at + 1, Kind.SIGN, gap);
    }
    int wordEnd = shape.read(text, at, end);
    return add(at, wordEnd, shape.kind(text, at, wordEnd), gap);
  }

  private int add(int from, int to, Kind kind, int gap) {
    starts[count] = from;
    ends[count] = to;
    kinds[count] = kind;
    spaces[count] = gap != NOTHING;
    boolean behindKey = count > 0 && quoted[count - 1] && kinds[count - 1] == Kind.WORD;
    plain[count] = gap != OTHER_SPACE && !behindKey;
    quoted[count] = false;
    long hash = Hash.START;
    for (int i = from; i < to; i++) {
      hash = Hash.with(hash, text.charAt(i));
    }
    hashes[count] = Hash.mixed(hash);
    count++;
    return to;
  }

  /// Behind `key=`, without a space between.
  private boolean isValue() {
    return count >= 2
        && kinds[count - 1] == Kind.SIGN
        && text.charAt(starts[count - 1]) == '='
        && kinds[count - 2] == Kind.WORD
        && !spaces[count - 1]
        && ends[count - 1] < end
        && text.charAt(ends[count - 1]) > ' ';
  }

  private int endOfValue(int from) {
    int at = from;
    if (text.charAt(from) == '"' || text.charAt(from) == '\'') {
      return from;
    }
    while (at < end && " \t,;)]}&\"".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return at;
  }

  private Kind variable(int from, int to) {
    int wordEnd = WordShape.isPart(text.charAt(from)) ? shape.read(text, from, to) : from;
    var kind = wordEnd == to ? shape.kind(text, from, to) : Kind.ANYTHING;
    return kind.varies() ? kind : Kind.ANYTHING;
  }

  /// Not the apostrophe of `don't`.
  private boolean isQuoteStart(int at) {
    return at == 0 || " \t=([{,:".indexOf(text.charAt(at - 1)) >= 0;
  }

  /// -1 where the quote is not closed.
  private int closingQuote(int open, char quote) {
    for (int i = open + 1; i < end; i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == quote) {
        boolean ends = i + 1 >= end || !Character.isLetterOrDigit(text.charAt(i + 1));
        if (ends) {
          return i;
        }
      }
    }
    return -1;
  }

  private boolean isKey(int close) {
    return close + 1 < end && text.charAt(close + 1) == ':';
  }
}
