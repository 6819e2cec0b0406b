package dev.bellwether.analysis.explain;

import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.apache.commons.statistics.distribution.HypergeometricDistribution;

/// How surprising counts are. Logarithms are natural, so likelihood ratios are in nats.
final class Likelihood {
  private static final ChiSquaredDistribution ONE_DEGREE = ChiSquaredDistribution.of(1);

  /// Two-sided 95 % of the normal distribution.
  private static final double Z = 1.96;

  /// Below this many in a cell the approximation by χ² is not good enough.
  private static final double EXACT_BELOW = 10;

  /// Less than one in a hundred, divided by as many conjunctions as there can ever be.
  private static final double NEGLIGIBLE = 1e-18;

  private Likelihood() {}

  /// How much better "those `n` fail at another rate than the rest" explains the counts than one
  /// rate for all does. 0 where they do not fail more often.
  ///
  /// @param hits failures among the `n`
  /// @param allHits failures among all `all`
  static double ofRates(double hits, double n, double allHits, double all) {
    return hits * all <= allHits * n ? 0 : ofDifference(hits, n, allHits, all);
  }

  /// The same, whether they fail more or less often.
  static double ofDifference(double hits, double n, double allHits, double all) {
    double others = all - n;
    double otherHits = allHits - hits;
    if (n <= 0 || others <= 0) {
      return 0;
    }
    // Counts of four cells against those of one rate, as 1 + x: differences of logarithms would
    // leave nothing of a small ratio.
    double excess = hits * others - otherHits * n;
    double ratio =
        part(hits, excess / (n * allHits))
            + part(n - hits, -excess / (n * (all - allHits)))
            + part(otherHits, -excess / (others * allHits))
            + part(others - otherHits, excess / (others * (all - allHits)));
    return Math.max(0, ratio);
  }

  /// The chance of such a ratio, or a greater one, where there is no difference.
  static double chance(double likelihoodRatio) {
    return ONE_DEGREE.survivalProbability(2 * likelihoodRatio);
  }

  /// The chance of so many failures, or more, among the `n`, where there is no difference: exact
  /// (Fisher) where a cell is small.
  static double chanceOfRates(double hits, double n, double allHits, double all) {
    double smallest =
        Math.min(Math.min(hits, n - hits), Math.min(allHits - hits, all - allHits - n + hits));
    if (smallest >= EXACT_BELOW) {
      return chance(ofRates(hits, n, allHits, all));
    }
    return HypergeometricDistribution.of((int) all, (int) allHits, (int) n)
        .survivalProbability((int) hits - 1);
  }

  /// The least chance that `n` of all can have: `C(n, hits) / C(all, hits)`, where hits are many
  /// the same the other way round. Ends where it is as good as none.
  static double chanceMin(double n, double allHits, double all) {
    double few = Math.min(n, allHits);
    double many = Math.max(n, allHits);
    double chance = 1;
    for (int i = 0; i < few && chance > NEGLIGIBLE; i++) {
      chance *= (many - i) / (all - i);
    }
    return chance;
  }

  /// How many times as often the `n` fail as the rest. Where nothing else fails, half a failure is
  /// assumed.
  static Ratio riskRatio(double hits, double n, double allHits, double all) {
    double otherHits = Math.max(0.5, allHits - hits);
    double ratio = (hits / n) / (otherHits / Math.max(1, all - n));
    double spread =
        Math.sqrt(Math.max(0, 1 / hits - 1 / n + 1 / otherHits - 1 / Math.max(1, all - n)));
    return around(ratio, spread);
  }

  static Ratio around(double ratio, double logSpread) {
    return new Ratio(ratio, ratio * Math.exp(-Z * logSpread), ratio * Math.exp(Z * logSpread));
  }

  private static double part(double count, double relativeExcess) {
    return count <= 0 ? 0 : count * Math.log1p(relativeExcess);
  }
}
