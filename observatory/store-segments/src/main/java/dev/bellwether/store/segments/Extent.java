package dev.bellwether.store.segments;

import dev.bellwether.store.TimeRange;
import java.util.List;
import java.util.function.ToLongFunction;

/// How many records there are, and the first and the last moment of any of them.
record Extent(long count, long firstNanos, long lastNanos) {
  static final Extent NONE = new Extent(0, Long.MAX_VALUE, Long.MIN_VALUE);

  static <T> Extent of(List<T> records, ToLongFunction<T> nanos) {
    var first = Long.MAX_VALUE;
    var last = Long.MIN_VALUE;
    for (var record : records) {
      var at = nanos.applyAsLong(record);
      first = Math.min(first, at);
      last = Math.max(last, at);
    }
    return new Extent(records.size(), first, last);
  }

  Extent and(Extent other) {
    return new Extent(
        count + other.count,
        Math.min(firstNanos, other.firstNanos),
        Math.max(lastNanos, other.lastNanos));
  }

  boolean touches(TimeRange range) {
    return count > 0 && firstNanos < range.toNanos() && lastNanos >= range.fromNanos();
  }
}
