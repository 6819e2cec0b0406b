package dev.bellwether.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// What a search of the [InMemoryStore] has found so far, and when it may stop.
final class Findings<T> {
  private final int limit;
  private final Deadline deadline;
  private final List<T> found = new ArrayList<>();
  private long rows;
  private boolean complete = true;

  Findings(int limit, Deadline deadline) {
    this.limit = limit;
    this.deadline = deadline;
  }

  /// Asked before each row: whether there is room and time for it.
  boolean goOn() {
    if (found.size() > limit) {
      return false;
    }
    if (deadline.isOver()) {
      complete = false;
      return false;
    }
    rows++;
    return true;
  }

  /// One more than the limit is taken, to know whether there is more.
  void add(T item) {
    found.add(item);
  }

  Page<T> page() {
    return cut(limit);
  }

  /// What comes first in this order.
  Page<T> page(Comparator<T> order, int limit) {
    found.sort(order);
    return cut(limit);
  }

  private Page<T> cut(int limit) {
    var more = found.size() > limit;
    return new Page<>(
        more ? found.subList(0, limit) : found,
        more || !complete,
        new Effort(1, 1, rows, complete));
  }
}
