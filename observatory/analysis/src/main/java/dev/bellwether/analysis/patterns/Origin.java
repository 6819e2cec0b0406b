package dev.bellwether.analysis.patterns;

/// What of a record the text of a pattern is.
enum Origin {
  /// The message, in which much may vary.
  LINE,
  EVENT_NAME,
  /// An exception's type, and the line of ours that led there.
  EXCEPTION,
  /// The names in a body that is a map without a message.
  KEYS,
  /// Nothing: lines whose own pattern was forgotten because there were too many.
  OTHER_LINES
}
