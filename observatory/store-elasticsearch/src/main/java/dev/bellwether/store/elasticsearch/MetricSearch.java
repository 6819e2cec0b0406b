package dev.bellwether.store.elasticsearch;

import dev.bellwether.model.MetricPoint;
import dev.bellwether.store.MetricReader;
import dev.bellwether.store.Page;
import dev.bellwether.store.TimeRange;
import java.util.List;

/// Reads metric points.
final class MetricSearch implements MetricReader {
  private final Search search;
  private final RecordSearch records;

  MetricSearch(Search search) {
    this.search = search;
    this.records = new RecordSearch(search);
  }

  @Override
  public List<String> names() {
    return MetricNames.all(search);
  }

  @Override
  public Page<MetricPoint> points(String name, TimeRange range, int limit) {
    return records.page(
        Signal.METRICS,
        Search.within(range, List.of(QueryDsl.term("metric.name", name))),
        true,
        PointJson::read,
        _ -> true,
        limit);
  }
}
