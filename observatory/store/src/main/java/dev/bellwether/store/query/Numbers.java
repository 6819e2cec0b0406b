package dev.bellwether.store.query;

import dev.bellwether.model.Value;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// Numbers as people write them: an optional minus, digits, an optional fraction and exponent.
///
/// They compare as the decimals they read as: 0.1 is 0.1 whatever a double makes of it, and a large
/// id is not rounded.
final class Numbers {
  /// Enough for any long and for every digit of any double; longer text is not a number but an id.
  private static final int CHARACTERS_MAX = 40;

  private Numbers() {}

  /// The number a value is or reads as, or null where it is none.
  static @Nullable BigDecimal of(Value value) {
    return switch (value) {
      case Value.Whole(long number) -> BigDecimal.valueOf(number);
      case Value.Decimal(double number) ->
          Double.isFinite(number) ? BigDecimal.valueOf(number) : null;
      case Value.Text(String text) -> parse(text);
      case Value.Flag _, Value.Bytes _, Value.ListOf _, Value.MapOf _, Value.Empty _ -> null;
    };
  }

  static @Nullable BigDecimal parse(String text) {
    return isNumber(text) ? new BigDecimal(text) : null;
  }

  private static boolean isNumber(String text) {
    if (text.length() > CHARACTERS_MAX) {
      return false;
    }
    var at = digits(text, text.startsWith("-") ? 1 : 0);
    if (at > 0 && at < text.length() && text.charAt(at) == '.') {
      at = digits(text, at + 1);
    }
    if (at > 0 && at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
      var sign = at + 1 < text.length() && "+-".indexOf(text.charAt(at + 1)) >= 0 ? 1 : 0;
      var exponent = at + 1 + sign;
      at = digits(text, exponent);
      // BigDecimal refuses exponents beyond an int.
      return at == text.length() && at - exponent <= 9;
    }
    return at == text.length() && at > 0;
  }

  /// Where the digits that begin at `from` end, or -1 where there is none.
  private static int digits(String text, int from) {
    var at = from;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at == from ? -1 : at;
  }
}
