package dev.bellwether.store;

import java.util.Comparator;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Records in the order of their time. One thread changes it at a time; many may read meanwhile,
/// and meet each record that is there all the time exactly once.
final class Timeline<T> {
  private final ConcurrentSkipListMap<Moment, T> newestFirst = new ConcurrentSkipListMap<>();

  void add(Moment moment, T item) {
    newestFirst.put(moment, item);
  }

  void remove(Moment moment) {
    newestFirst.remove(moment);
  }

  /// Removes one; what is left, or null where nothing is.
  @Nullable Timeline<T> without(Moment moment) {
    remove(moment);
    return newestFirst.isEmpty() ? null : this;
  }

  /// Newest first; of the same time, the last to arrive first.
  Page<T> newest(TimeRange range, Predicate<T> filter, int limit, Deadline deadline) {
    var first = new Moment(range.toNanos(), Long.MIN_VALUE); // arrivals count from 0
    var last = new Moment(range.fromNanos(), Long.MIN_VALUE);
    return page(newestFirst.subMap(first, last).values(), filter, limit, deadline);
  }

  /// Oldest first; of the same time, the first to arrive first.
  Page<T> oldest(int limit, Deadline deadline) {
    return page(newestFirst.descendingMap().values(), _ -> true, limit, deadline);
  }

  private static <T> Page<T> page(
      Iterable<T> candidates, Predicate<T> filter, int limit, Deadline deadline) {
    var found = new Findings<T>(limit, deadline);
    for (var candidate : candidates) {
      if (!found.goOn()) {
        break;
      }
      if (filter.test(candidate)) {
        found.add(candidate);
      }
    }
    return found.page();
  }

  /// When a record happened and how many arrived before it. Newest first.
  record Moment(long timeNanos, long arrival) implements Comparable<Moment> {
    private static final Comparator<Moment> NEWEST_FIRST =
        Comparator.comparingLong(Moment::timeNanos).thenComparingLong(Moment::arrival).reversed();

    @Override
    public int compareTo(Moment other) {
      return NEWEST_FIRST.compare(this, other);
    }
  }
}
