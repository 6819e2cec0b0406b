package dev.bellwether.benchmarks.layout;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Numbers distinct values 1, 2, 3 in the order they come; 0 stands for none.
final class Dictionary<T> {
  private final Map<T, Integer> ids = new HashMap<>();
  private final List<T> values = new ArrayList<>();
  private @Nullable T last;
  private int lastId;

  /// The value's id, a new one for a new value. Neighbours are often the same.
  int idOf(T value) {
    if (value.equals(last)) {
      return lastId;
    }
    var known = ids.get(value);
    if (known == null) {
      values.add(value);
      known = values.size();
      ids.put(value, known);
    }
    last = value;
    lastId = known;
    return known;
  }

  /// 0 where it is unknown.
  int find(T value) {
    return ids.getOrDefault(value, 0);
  }

  T value(int id) {
    return values.get(id - 1);
  }

  List<T> values() {
    return values;
  }
}
