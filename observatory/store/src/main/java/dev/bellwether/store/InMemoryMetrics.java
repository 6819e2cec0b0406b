package dev.bellwether.store;

import dev.bellwether.model.MetricPoint;
import dev.bellwether.store.Timeline.Moment;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/// The metric points of the [InMemoryStore]. One thread appends at a time; many may read meanwhile.
final class InMemoryMetrics {
  private final int pointsMax;

  /// What is stored, oldest arrival first: the first one is arrival number `evicted`.
  private final ArrayDeque<MetricPoint> byArrival = new ArrayDeque<>();

  private final ConcurrentSkipListMap<String, Timeline<MetricPoint>> byName =
      new ConcurrentSkipListMap<>();
  private final AtomicLong arrived = new AtomicLong();
  private final AtomicLong evicted = new AtomicLong();

  InMemoryMetrics(int pointsMax) {
    this.pointsMax = pointsMax;
  }

  void append(List<MetricPoint> batch) {
    for (var point : batch) {
      var moment = new Moment(point.timeNanos(), arrived.getAndIncrement());
      byArrival.add(point);
      byName.computeIfAbsent(point.name(), _ -> new Timeline<>()).add(moment, point);
    }
    while (byArrival.size() > pointsMax) {
      evictOldest();
    }
  }

  List<String> names() {
    return List.copyOf(byName.keySet());
  }

  Page<MetricPoint> find(String name, TimeRange range, int limit) {
    var timeline = byName.get(name);
    return timeline == null
        ? new Page<>(List.of(), false)
        : timeline.newest(range, _ -> true, limit);
  }

  long points() {
    return arrived.get() - evicted.get();
  }

  long evicted() {
    return evicted.get();
  }

  private void evictOldest() {
    var point = byArrival.remove();
    var moment = new Moment(point.timeNanos(), evicted.getAndIncrement());
    byName.computeIfPresent(point.name(), (_, timeline) -> timeline.without(moment));
  }
}
