package dev.bellwether.analysis.metrics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/// Histograms laid on each other, whatever their buckets are.
final class Distribution {
  private final Map<Bucket, Double> weights = new HashMap<>();

  /// What lies above the highest bound of its histogram, by that bound: it reaches up to `highest`.
  private final Map<Double, Double> above = new HashMap<>();

  private double highest = Double.NEGATIVE_INFINITY;

  void add(Bucket bucket, double weight) {
    weights.merge(bucket, weight, Double::sum);
  }

  /// @param max the largest measurement, NaN where nobody told
  void addAbove(double bound, double max, double weight) {
    above.merge(bound, weight, Double::sum);
    if (max > highest) {
      highest = max;
    }
  }

  /// The value that a share of all measurements does not exceed; NaN where there are none.
  double quantile(double share) {
    var parts = disjoint();
    double all = 0;
    for (var part : parts) {
      all += part.weight;
    }
    if (all <= 0) {
      return Double.NaN;
    }
    double rank = share * all;
    double below = 0;
    for (var part : parts) {
      if (below + part.weight >= rank) {
        return part.bucket.at((rank - below) / part.weight);
      }
      below += part.weight;
    }
    return parts.getLast().bucket.high();
  }

  private record Part(Bucket bucket, double weight) {}

  /// In order, each cut where another one begins or ends.
  private List<Part> disjoint() {
    var closed = new HashMap<>(weights);
    above.forEach((bound, weight) ->
        closed.merge(new Bucket(bound, Math.max(bound, highest), false), weight, Double::sum));
    var edges = new TreeSet<Double>();
    for (var bucket : closed.keySet()) {
      edges.add(bucket.low());
      edges.add(bucket.high());
    }
    var parts = new ArrayList<Part>();
    closed.forEach((bucket, weight) -> {
      if (weight > 0) {
        cut(bucket, weight, edges, parts);
      }
    });
    var merged = new HashMap<Bucket, Double>();
    parts.forEach(part -> merged.merge(part.bucket, part.weight, Double::sum));
    parts.clear();
    merged.forEach((bucket, weight) -> parts.add(new Part(bucket, weight)));
    parts.sort(
        Comparator.comparingDouble((Part part) -> part.bucket.low())
            .thenComparingDouble(part -> part.bucket.high()));
    return parts;
  }

  private static void cut(
      Bucket bucket, double weight, NavigableSet<Double> edges, List<Part> parts) {
    double low = bucket.low();
    double before = 0;
    for (double edge : edges.subSet(bucket.low(), false, bucket.high(), false)) {
      double share = bucket.shareUpTo(edge);
      parts.add(new Part(new Bucket(low, edge, bucket.logarithmic()), weight * (share - before)));
      low = edge;
      before = share;
    }
    parts.add(
        new Part(new Bucket(low, bucket.high(), bucket.logarithmic()), weight * (1 - before)));
  }
}
