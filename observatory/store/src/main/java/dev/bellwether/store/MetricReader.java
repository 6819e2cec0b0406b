package dev.bellwether.store;

import dev.bellwether.model.MetricPoint;
import java.util.List;

/// Finds metric points. Many threads may call it at once, also while points arrive.
public interface MetricReader {
  /// Names of all metrics of which a point is stored, in alphabetical order.
  ///
  /// @throws StoreException when the engine cannot answer now
  List<String> names();

  /// Points of one metric in `range` (by `timeNanos`), newest first; of the same time, the last to
  /// arrive first. A metric that nobody sent has none.
  ///
  /// @param limit how many at the most, at least 1
  /// @throws StoreException when the engine cannot answer now
  Page<MetricPoint> points(String name, TimeRange range, int limit);
}
