package dev.bellwether.analysis.patterns;

/// Reads one word and tells by its characters what it is.
final class WordShape {
  /// Shorter hexadecimal text may as well be a word or a code.
  private static final int HEX_CHARACTERS_MIN = 8;

  private static final int UUID_CHARACTERS = 36;

  /// `12ms`, `4KiB`, `10%`.
  private static final int UNIT_CHARACTERS_MAX = 3;

  private int digits;
  private int letters;
  private int hexLetters;
  private int dots;
  private int dashes;
  private int slashes;
  private int colons;
  private int ats;
  private boolean url;

  static boolean isPart(char c) {
    return Character.isLetterOrDigit(c) || "_-./\\@+%$~#".indexOf(c) >= 0;
  }

  /// Counts the characters of the word that begins at `from`, and returns where it ends.
  int read(String text, int from, int end) {
    clear();
    int at = from;
    while (at < end) {
      char c = text.charAt(at);
      if (url ? isEndOfUrl(c) : !isPart(c) && !continues(text, from, at, end)) {
        break;
      }
      count(c);
      at++;
    }
    int wordEnd = at;
    // A full stop, dash or colon at the end belongs to the sentence.
    while (wordEnd > from + 1 && "._-:".indexOf(text.charAt(wordEnd - 1)) >= 0) {
      uncount(text.charAt(wordEnd - 1));
      wordEnd--;
    }
    return wordEnd;
  }

  /// What was read last.
  Kind kind(String text, int from, int end) {
    if (url) {
      return Kind.URL;
    }
    if (digits == 0 && letters == 0) {
      return Kind.SIGN;
    }
    if (ats == 1 && letters > 0 && text.indexOf('.', text.indexOf('@', from)) > 0 && dots > 0) {
      return Kind.EMAIL;
    }
    if (slashes >= 2 || (slashes == 1 && isSlash(text.charAt(from)))) {
      return Kind.PATH;
    }
    if (digits == 0) {
      return Kind.WORD;
    }
    return letters == 0 ? ofDigits() : ofDigitsAndLetters(text, from, end);
  }

  private Kind ofDigits() {
    if (dots == 3 && dashes == 0) {
      return Kind.ADDRESS;
    }
    return colons > 0 || dashes == 2 ? Kind.TIME : Kind.NUMBER;
  }

  private Kind ofDigitsAndLetters(String text, int from, int end) {
    if (isDate(text, from, end)) {
      return Kind.TIME;
    }
    boolean hex = letters == hexLetters;
    if (hex && dashes == 4 && end - from == UUID_CHARACTERS) {
      return Kind.UUID;
    }
    if (hex && colons >= 2) {
      return Kind.ADDRESS;
    }
    boolean plain = dots + dashes + colons == 0;
    if (text.startsWith("0x", from) || (hex && plain && end - from >= HEX_CHARACTERS_MIN)) {
      return Kind.HEX;
    }
    return isNumberWithUnit(text, from, end) ? Kind.NUMBER : Kind.ANYTHING;
  }

  /// `2026-11-22`, whatever follows.
  private static boolean isDate(String text, int from, int end) {
    return end - from >= 10
        && text.charAt(from + 4) == '-'
        && text.charAt(from + 7) == '-'
        && isDigits(text, from, from + 4)
        && isDigits(text, from + 8, from + 10);
  }

  private static boolean isDigits(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!Character.isDigit(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private boolean isNumberWithUnit(String text, int from, int end) {
    int at = from;
    while (at < end && "0123456789.-+".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    return at > from && end - at <= UNIT_CHARACTERS_MAX && letters >= end - at - 1 && colons == 0;
  }

  /// A colon within a time, an address, a URL or a Windows path.
  private boolean continues(String text, int from, int at, int end) {
    if (text.charAt(at) != ':' || at + 1 >= end || text.charAt(at + 1) <= ' ') {
      return false;
    }
    if (text.startsWith("://", at)) {
      url = letters > 0;
      return url;
    }
    boolean drive = at == from + 1 && text.charAt(at + 1) == '\\' && letters == 1;
    char following = text.charAt(at + 1);
    return drive || (digits > 0 && (following == ':' || Character.digit(following, 16) >= 0));
  }

  private static boolean isEndOfUrl(char c) {
    return c <= ' ' || "\"'<>)],".indexOf(c) >= 0;
  }

  private static boolean isSlash(char c) {
    return c == '/' || c == '\\';
  }

  private void clear() {
    digits = 0;
    letters = 0;
    hexLetters = 0;
    dots = 0;
    dashes = 0;
    slashes = 0;
    colons = 0;
    ats = 0;
    url = false;
  }

  private void count(char c) {
    add(c, 1);
  }

  private void uncount(char c) {
    add(c, -1);
  }

  private void add(char c, int by) {
    if (Character.isDigit(c)) {
      digits += by;
    } else if (Character.isLetter(c)) {
      letters += by;
      hexLetters += Character.digit(c, 16) >= 0 ? by : 0;
    } else {
      switch (c) {
        case '.' -> dots += by;
        case '-' -> dashes += by;
        case '/', '\\' -> slashes += by;
        case ':' -> colons += by;
        case '@' -> ats += by;
        default -> {}
      }
    }
  }
}
