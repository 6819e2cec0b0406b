package dev.bellwether.benchmarks.layout;

import dev.bellwether.model.Value;

/// Writes and reads the values that the workload has.
final class ValueText {
  private ValueText() {}

  static char type(Value value) {
    return switch (value) {
      case Value.Text _ -> 't';
      case Value.Whole _ -> 'w';
      case Value.Decimal _ -> 'd';
      case Value.Flag _ -> 'f';
      case Value.ListOf _ -> 'l';
      case Value.Bytes _, Value.MapOf _, Value.Empty _ ->
          throw new IllegalArgumentException("the experiment has no such values: " + value);
    };
  }

  static void write(Bytes out, Value value) {
    switch (value) {
      case Value.Text(String text) -> out.text(text);
      case Value.Whole(long number) -> out.signed(number);
      case Value.Decimal(double number) -> out.fixed(Double.doubleToRawLongBits(number));
      case Value.Flag(boolean flag) -> out.varint(flag ? 1 : 0);
      case Value.ListOf list -> out.text(list.text());
      case Value.Bytes _, Value.MapOf _, Value.Empty _ -> type(value);
    }
  }
}
