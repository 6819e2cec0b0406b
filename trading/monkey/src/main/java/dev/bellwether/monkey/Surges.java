package dev.bellwether.monkey;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// Which values of one kind trade more than their share just now. Many threads may use it.
final class Surges<T extends Comparable<T>> {
  private final Object lock = new Object();
  private volatile Map<T, Speed> now = Map.of();

  void start(T value, Speed speed) {
    synchronized (lock) {
      var changed = new TreeMap<>(now);
      changed.put(value, speed);
      now = Collections.unmodifiableMap(changed);
    }
  }

  void stop(T value) {
    synchronized (lock) {
      var changed = new TreeMap<>(now);
      changed.remove(value);
      now = Collections.unmodifiableMap(changed);
    }
  }

  void stopAll() {
    synchronized (lock) {
      now = Map.of();
    }
  }

  /// A map that does not change, sorted, so that the same draw means the same value in every run.
  Map<T, Speed> now() {
    return now;
  }
}
