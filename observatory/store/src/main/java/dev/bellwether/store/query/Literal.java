package dev.bellwether.store.query;

import java.math.BigDecimal;
import java.util.Locale;

/// What a condition compares a field with.
public sealed interface Literal {
  /// Compares with how a value reads, upper and lower case apart; its stars stand for anything.
  record Text(TextPattern pattern) implements Literal {
    public static Text of(String text) {
      return new Text(TextPattern.literal(text));
    }
  }

  /// Compares with numbers, and with text that is a number: baggage turns numbers into text.
  record Decimal(BigDecimal number) implements Literal {
    public static Decimal of(long number) {
      return new Decimal(BigDecimal.valueOf(number));
    }
  }

  /// Compares with `duration`.
  record Duration(long nanos) implements Literal {}

  /// Compares with `timestamp`, epoch nanoseconds.
  record Time(long epochNanos) implements Literal {}

  /// Compares with `kind`, `status` or `severity`, in the order of the specification's numbers.
  record Choice(Enum<?> value) implements Literal {
    public String written() {
      return value.name().toLowerCase(Locale.ROOT);
    }
  }
}
