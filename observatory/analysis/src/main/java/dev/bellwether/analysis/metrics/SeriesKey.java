package dev.bellwether.analysis.metrics;

import dev.bellwether.model.MetricPoint;
import dev.bellwether.model.Resource;
import dev.bellwether.model.Scope;
import dev.bellwether.model.Value;
import java.util.Map;

/// Who reports, and with which attributes: points of one key are one series.
record SeriesKey(Source source, Map<String, Value> attributes) {
  static SeriesKey of(MetricPoint point) {
    return new SeriesKey(new Source(point.resource(), point.scope()), point.attributes());
  }

  /// Sends all its series at the same time.
  record Source(Resource resource, Scope scope) {}
}
