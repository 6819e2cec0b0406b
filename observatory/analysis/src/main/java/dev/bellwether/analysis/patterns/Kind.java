package dev.bellwether.analysis.patterns;

/// What a token is.
enum Kind {
  /// A word that is part of the pattern.
  WORD(""),
  /// A sign between words.
  SIGN(""),
  NUMBER("<num>"),
  TIME("<time>"),
  ADDRESS("<ip>"),
  UUID("<uuid>"),
  HEX("<hex>"),
  PATH("<path>"),
  URL("<url>"),
  EMAIL("<email>"),
  /// Whatever else varies.
  ANYTHING("<*>");

  private final String mask;

  Kind(String mask) {
    this.mask = mask;
  }

  String mask() {
    return mask;
  }

  boolean varies() {
    return this != WORD && this != SIGN;
  }
}
