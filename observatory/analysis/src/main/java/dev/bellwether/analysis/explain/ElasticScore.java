package dev.bellwether.analysis.explain;

/// The score that Elastic's correlations of failed transactions show, for those who compare.
///
/// A likelihood ratio test on softened counts: to all four, 5 % of the greater population are not
/// believed, and the rate outside is taken to be up to 5 % higher than it is.
final class ElasticScore {
  private static final double UNCERTAIN = 0.05;

  private ElasticScore() {}

  /// The chance of such a difference.
  ///
  /// @param hits in the class
  /// @param all of the class
  /// @param otherHits outside of it
  /// @param others outside of it
  static double chance(double hits, double all, double otherHits, double others) {
    if (hits * others <= otherHits * all) {
      return 1;
    }
    double more = Math.floor(softening(all));
    double othersMore = Math.floor(softening(others));
    double a = hits + more;
    double allOfA = all + more;
    double allOfB = others + othersMore;
    double b =
        Math.floor(Math.min((1 + UNCERTAIN) * (otherHits + othersMore), a / allOfA * allOfB) + 0.5);
    return Likelihood.chance(Likelihood.ofDifference(a, allOfA, a + b, allOfA + allOfB));
  }

  /// 0 at a chance of 0.02 or more, then three slopes down to 10⁻⁵⁰.
  static double normalized(double chance) {
    double score = -Math.log(Math.max(chance, Double.MIN_NORMAL));
    return 0.5 * slope(score, 3.912, 2.995)
        + 0.25 * slope(score, 6.908, 6.908)
        + 0.25 * slope(score, 13.816, 101.314);
  }

  private static double slope(double score, double from, double length) {
    return Math.clamp((score - from) / length, 0, 1);
  }

  private static double softening(double count) {
    return Math.max(UNCERTAIN * count + 0.5, 1);
  }
}
