package dev.bellwether.analysis.metrics;

import java.util.Arrays;

/// What the gauges and levels of one group showed in each step.
final class LevelSteps {
  private final double[] lasts;
  private final double[] averages;
  private final double[] lowest;
  private final double[] highest;
  private final int[] series;

  LevelSteps(Steps steps) {
    this.lasts = new double[steps.count()];
    this.averages = new double[steps.count()];
    this.lowest = new double[steps.count()];
    this.highest = new double[steps.count()];
    this.series = new int[steps.count()];
    Arrays.fill(lowest, Double.POSITIVE_INFINITY);
    Arrays.fill(highest, Double.NEGATIVE_INFINITY);
  }

  /// Adds what one series showed in one step.
  void add(int step, double last, double average, double low, double high) {
    lasts[step] += last;
    averages[step] += average;
    lowest[step] = Math.min(lowest[step], low);
    highest[step] = Math.max(highest[step], high);
    series[step]++;
  }

  int series(int step) {
    return series[step];
  }

  /// Of all series together.
  double lasts(int step) {
    return lasts[step];
  }

  /// Of all series together.
  double averages(int step) {
    return averages[step];
  }

  double lowest(int step) {
    return lowest[step];
  }

  double highest(int step) {
    return highest[step];
  }
}
