package dev.bellwether.analysis.metrics;

/// Measurements from more than `low` to `high`, spread evenly between them.
///
/// @param logarithmic spread evenly by their order of magnitude, as exponential histograms do
record Bucket(double low, double high, boolean logarithmic) {
  /// Which share of the bucket is not above `value`, which lies in it.
  double shareUpTo(double value) {
    if (value >= high) {
      return 1;
    }
    if (value <= low) {
      return 0;
    }
    return logarithmic
        ? Math.log(value / low) / Math.log(high / low)
        : (value - low) / (high - low);
  }

  /// The value that has this share of the bucket below it.
  double at(double share) {
    if (share >= 1 || low == high) {
      return high;
    }
    return logarithmic ? low * Math.pow(high / low, share) : low + share * (high - low);
  }
}
