package dev.bellwether.store;

import dev.bellwether.model.MetricPoint;
import java.util.List;

/// Finds metric points. Many threads may call it at once, also while points arrive.
public interface MetricReader {
  /// Names of all metrics that are stored, in alphabetical order.
  List<String> names();

  /// Points of one metric in `range`, newest first.
  ///
  /// @param limit how many at the most, at least 1
  Page<MetricPoint> points(String name, TimeRange range, int limit);
}
