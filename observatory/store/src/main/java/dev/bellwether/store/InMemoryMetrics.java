package dev.bellwether.store;

import dev.bellwether.model.MetricPoint;
import dev.bellwether.store.Timeline.Moment;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/// The metric points of the [InMemoryStore]. One thread appends at a time; many may read meanwhile.
final class InMemoryMetrics implements MetricReader {
  private final int pointsMax;
  private final Supplier<Deadline> deadlines;

  /// What is stored, oldest arrival first: the first one is arrival number `evicted`.
  private final ArrayDeque<MetricPoint> byArrival = new ArrayDeque<>();

  private final ConcurrentSkipListMap<String, Timeline<MetricPoint>> byName =
      new ConcurrentSkipListMap<>();
  private final AtomicLong arrived = new AtomicLong();
  private final AtomicLong evicted = new AtomicLong();

  InMemoryMetrics(int pointsMax, Supplier<Deadline> deadlines) {
    this.pointsMax = pointsMax;
    this.deadlines = deadlines;
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

  @Override
  public List<String> names() {
    return List.copyOf(byName.keySet());
  }

  @Override
  public Page<MetricPoint> points(String name, TimeRange range, int limit) {
    var timeline = byName.get(name);
    return timeline == null
        ? Page.empty()
        : timeline.newest(range, _ -> true, limit, deadlines.get());
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
