package dev.bellwether.trader;

import org.jspecify.annotations.Nullable;

/// An answer other than 200, in the shape of RFC 9457.
final class Problem extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;
  private final @Nullable String field;

  /// @param detail names the thing, its value and the rule: `symbol: zalm (expected: …)`
  /// @param field the field of the request that is to blame, if one is
  Problem(int status, String detail, @Nullable String field) {
    super(detail, null, false, false);
    this.status = status;
    this.field = field;
  }

  static Problem field(String field, String value, String expected) {
    return new Problem(400, "%s: %s (expected: %s)".formatted(field, value, expected), field);
  }

  int status() {
    return status;
  }

  String detail() {
    return String.valueOf(getMessage());
  }

  @Nullable String field() {
    return field;
  }
}
