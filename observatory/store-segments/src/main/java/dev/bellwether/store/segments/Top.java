package dev.bellwether.store.segments;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The first so many of what is offered in any order, and one more that tells that there is more.
/// What is offered twice is kept once. Belongs to one search.
final class Top<K extends Comparable<K>, T> {
  private final int limit;
  private final TreeMap<K, T> best = new TreeMap<>();

  Top(int limit) {
    this.limit = limit;
  }

  /// How many of one source can be of use.
  int wanted() {
    return Math.max(limit, limit + 1);
  }

  void offer(K key, T item) {
    var last = last();
    if (last == null || key.compareTo(last) < 0) {
      best.putIfAbsent(key, item);
      if (best.size() > wanted()) {
        best.pollLastEntry();
      }
    }
  }

  /// What a further one must come before; absent while there is room.
  @Nullable K last() {
    return best.size() > limit ? best.lastKey() : null;
  }

  boolean hasMore() {
    return best.size() > limit;
  }

  List<T> items() {
    var items = new ArrayList<T>(best.values());
    if (hasMore()) {
      items.removeLast();
    }
    return items;
  }
}
