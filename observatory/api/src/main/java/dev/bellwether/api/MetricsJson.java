package dev.bellwether.api;

import java.util.List;

/// `GET /api/metrics`: what is measured, by name. Where a query is given, of the newest points
/// those that match it.
///
/// @param truncated there are more than 1,000 names
/// @param complete false when the time was up before all of them had been looked at
public record MetricsJson(List<Metric> metrics, boolean truncated, boolean complete) {
  /// One metric, as its newest points tell.
  ///
  /// @param kind `gauge`, `counter`, `level`, `change`, `histogram`, `exponential histogram` or
  ///   `summary`
  /// @param shape OTLP's own word: `gauge`, `sum`, `histogram`, `exponential_histogram`, `summary`
  /// @param unit as UCUM writes it: `s`, `By`, `{request}`
  /// @param aggregations those that fit it; the first one unless another is asked for
  /// @param services that sent it in the window; empty when none did
  /// @param attributes the keys that its points have
  /// @param resourceAttributes the keys that its resources have
  /// @param lastUnixNano when the newest point was measured, also when before the window
  public record Metric(
      String name,
      String kind,
      String shape,
      String unit,
      String description,
      List<String> aggregations,
      List<String> services,
      List<String> attributes,
      List<String> resourceAttributes,
      String lastUnixNano) {}
}
