package dev.bellwether.store.segments.columns;

import dev.bellwether.model.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A [Value] as bytes: one byte that says which kind follows, and its content. Everything that has
/// no column of numbers is stored as a value: names, resources, scopes, events, measurements.
final class StoredValue {
  private static final int TEXT = 0;
  private static final int WHOLE = 1;
  private static final int DECIMAL = 2;
  private static final int FALSE = 3;
  private static final int TRUE = 4;
  private static final int BYTES = 5;
  private static final int LIST = 6;
  private static final int MAP = 7;
  private static final int EMPTY = 8;

  private StoredValue() {}

  static void write(Value value, ByteOutput out) {
    switch (value) {
      case Value.Text(String text) -> {
        out.octet(TEXT);
        out.text(text);
      }
      case Value.Whole(long number) -> {
        out.octet(WHOLE);
        out.signed(number);
      }
      case Value.Decimal(double number) -> {
        out.octet(DECIMAL);
        out.fixed64(Double.doubleToRawLongBits(number));
      }
      case Value.Flag(boolean flag) -> out.octet(flag ? TRUE : FALSE);
      case Value.Bytes(byte[] bytes) -> {
        out.octet(BYTES);
        out.varint(bytes.length);
        out.append(bytes, bytes.length);
      }
      case Value.ListOf(List<Value> values) -> {
        out.octet(LIST);
        out.varint(values.size());
        values.forEach(one -> write(one, out));
      }
      case Value.MapOf(Map<String, Value> values) -> {
        out.octet(MAP);
        out.varint(values.size());
        writeEntries(values, out);
      }
      case Value.Empty _ -> out.octet(EMPTY);
    }
  }

  static Value read(ByteInput in) {
    int kind = in.octet();
    return switch (kind) {
      case TEXT -> Value.of(in.text());
      case WHOLE -> Value.of(in.signed());
      case DECIMAL -> Value.of(Double.longBitsToDouble(in.fixed64()));
      case FALSE -> Value.of(false);
      case TRUE -> Value.of(true);
      case BYTES -> new Value.Bytes(in.take(in.length()));
      case LIST -> readList(in);
      case MAP -> readMap(in);
      case EMPTY -> Value.EMPTY;
      default ->
          throw new IllegalStateException("value of kind %d (expected: 0 to 8)".formatted(kind));
    };
  }

  /// The parts of what was stored as a list.
  static List<Value> list(Value stored) {
    if (stored instanceof Value.ListOf(List<Value> values)) {
      return values;
    }
    throw new IllegalStateException("%s (expected: a list)".formatted(stored));
  }

  /// The entries of what was stored as a map.
  static Map<String, Value> map(Value stored) {
    if (stored instanceof Value.MapOf(Map<String, Value> values)) {
      return values;
    }
    throw new IllegalStateException("%s (expected: a map)".formatted(stored));
  }

  static long whole(Value stored) {
    if (stored instanceof Value.Whole(long number)) {
      return number;
    }
    throw new IllegalStateException("%s (expected: a whole number)".formatted(stored));
  }

  static double decimal(Value stored) {
    if (stored instanceof Value.Decimal(double number)) {
      return number;
    }
    throw new IllegalStateException("%s (expected: a decimal number)".formatted(stored));
  }

  /// In the order of the keys, so that equal records make equal files: a map has its own order in
  /// each process.
  private static void writeEntries(Map<String, Value> values, ByteOutput out) {
    values.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry -> {
          out.text(entry.getKey());
          write(entry.getValue(), out);
        });
  }

  private static Value readList(ByteInput in) {
    var size = in.length();
    var values = new ArrayList<Value>();
    for (var i = 0; i < size; i++) {
      values.add(read(in));
    }
    return new Value.ListOf(values);
  }

  private static Value readMap(ByteInput in) {
    var size = in.length();
    var values = new HashMap<String, Value>();
    for (var i = 0; i < size; i++) {
      var key = in.text();
      values.put(key, read(in));
    }
    return new Value.MapOf(values);
  }
}
