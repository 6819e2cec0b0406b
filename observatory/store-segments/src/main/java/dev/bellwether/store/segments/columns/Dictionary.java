package dev.bellwether.store.segments.columns;

import dev.bellwether.model.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Numbers the distinct values of a column 1, 2, 3 in the order they come; 0 stands for none.
final class Dictionary {
  private final Map<Object, Integer> ids = new HashMap<>();
  private final List<Value> values = new ArrayList<>();
  private @Nullable Value last;
  private int lastId;

  /// The value's id, a new one for a new value. Neighbours are often the same.
  int idOf(Value value) {
    if (value.equals(last)) {
      return lastId;
    }
    var next = values.size() + 1;
    var known = ids.putIfAbsent(comparable(value), next);
    if (known == null) {
      values.add(value);
    }
    last = value;
    lastId = known == null ? next : known;
    return lastId;
  }

  /// Empty text is none: what OTLP calls not given.
  int idOfText(String text) {
    return text.isEmpty() ? 0 : idOf(Value.of(text));
  }

  int size() {
    return values.size();
  }

  List<Value> values() {
    return values;
  }

  /// What the map orders when somebody sends thousands of values with the same hash.
  private static Object comparable(Value value) {
    return switch (value) {
      case Value.Text(String text) -> text;
      case Value.Whole(long number) -> number;
      case Value.Decimal(double number) -> number;
      case Value.Flag _, Value.Bytes _, Value.ListOf _, Value.MapOf _, Value.Empty _ -> value;
    };
  }
}
