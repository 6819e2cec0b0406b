package dev.bellwether.model;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What an attribute or a log body holds: OTLP's `AnyValue`.
public sealed interface Value {
  /// A value that was sent without content.
  Value EMPTY = new Empty();

  /// The value as a person would read it in a table; strings come without quotes.
  String text();

  static Value of(String text) {
    return new Text(text);
  }

  static Value of(long number) {
    return new Whole(number);
  }

  static Value of(double number) {
    return new Decimal(number);
  }

  static Value of(boolean flag) {
    return new Flag(flag);
  }

  record Text(String text) implements Value {}

  record Whole(long number) implements Value {
    @Override
    public String text() {
      return Long.toString(number);
    }
  }

  record Decimal(double number) implements Value {
    @Override
    public String text() {
      return Double.toString(number);
    }
  }

  record Flag(boolean flag) implements Value {
    @Override
    public String text() {
      return Boolean.toString(flag);
    }
  }

  /// Bytes are compared by content and must not be changed after they were handed over.
  @SuppressWarnings("ArrayRecordComponent") // equals and hashCode below look at the content
  record Bytes(byte[] bytes) implements Value {
    @Override
    public String text() {
      return HexFormat.of().formatHex(bytes);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Bytes(byte[] theirs) && Arrays.equals(bytes, theirs);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
      return "Bytes[" + text() + "]";
    }
  }

  record ListOf(List<Value> values) implements Value {
    public ListOf {
      values = List.copyOf(values);
    }

    @Override
    public String text() {
      return values.stream().map(Value::text).collect(Collectors.joining(", ", "[", "]"));
    }
  }

  record MapOf(Map<String, Value> values) implements Value {
    public MapOf {
      values = Map.copyOf(values);
    }

    /// Keys in alphabetical order, so that equal maps read the same.
    @Override
    public String text() {
      return values.entrySet().stream()
          .sorted(Map.Entry.comparingByKey())
          .map(entry -> entry.getKey() + "=" + entry.getValue().text())
          .collect(Collectors.joining(", ", "{", "}"));
    }
  }

  record Empty() implements Value {
    @Override
    public String text() {
      return "";
    }
  }
}
