package dev.bellwether.recorder;

/// A trade that can never be recorded as it is, and the field to blame. Its message names the
/// field, the value and the rule.
final class BadTrade extends IllegalArgumentException {

  private static final long serialVersionUID = 1;

  private final String field;

  BadTrade(String field, String message) {
    super(message);
    this.field = field;
  }

  String field() {
    return field;
  }
}
