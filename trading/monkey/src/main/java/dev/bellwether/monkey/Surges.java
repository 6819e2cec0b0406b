package dev.bellwether.monkey;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// Which values of one kind trade more than their share just now. Many threads may use it.
public final class Surges<T extends Comparable<T>> {
  private volatile Map<T, Speed> now = Map.of();

  void set(Map<T, Speed> values) {
    now = Collections.unmodifiableMap(new TreeMap<>(values));
  }

  /// A map that does not change, sorted, so that the same draw means the same value in every run.
  Map<T, Speed> now() {
    return now;
  }
}
