package dev.bellwether.analysis.explain;

/// What makes a conjunction worth telling, in a round: `all` are the rows that no explanation has
/// covered yet.
sealed interface Measure {
  /// A conjunction fails so many times as often as the rest, at least,
  double RISK_RATIO_MIN = 1.5;

  /// and with 95 % confidence so many times.
  double RISK_RATIO_LOW_MIN = 1.2;

  /// With a condition, so many times as many fail as without it.
  double IMPROVEMENT_MIN = 1.25;

  Tally all();

  /// How much better it explains what happened to treat those rows apart, in nats; 0 where they
  /// fare no worse than the rest.
  double likelihoodRatio(Tally tally);

  /// No conjunction with so many hits has a greater likelihood ratio.
  double likelihoodRatioMax(double hits);

  /// The chance to see this, or more, where there is nothing.
  double chance(Tally tally);

  /// The least chance that so many rows can have: where each of them is a hit, or each hit is one
  /// of them. 0 where it cannot be told.
  double chanceMin(double rows);

  /// Whether those rows fare so much worse than the rest that it matters.
  boolean matters(Tally tally);

  /// Whether a condition adds something: `with` are the rows of `without` that fulfil it.
  ///
  /// @param gate the likelihood ratio that is needed
  boolean adds(Tally with, Tally without, double gate);

  /// How much worse than the rest.
  Ratio effect(Tally tally);

  /// Counts failing rows against others.
  record Rates(Tally all) implements Measure {
    @Override
    public double likelihoodRatio(Tally tally) {
      return Likelihood.ofRates(tally.hits(), tally.rows(), all.hits(), all.rows());
    }

    @Override
    public double likelihoodRatioMax(double hits) {
      return Likelihood.ofRates(hits, hits, all.hits(), all.rows());
    }

    @Override
    public double chance(Tally tally) {
      return Likelihood.chanceOfRates(tally.hits(), tally.rows(), all.hits(), all.rows());
    }

    @Override
    public double chanceMin(double rows) {
      return Likelihood.chanceMin(rows, all.hits(), all.rows());
    }

    @Override
    public boolean matters(Tally tally) {
      var ratio = effect(tally);
      return ratio.value() >= RISK_RATIO_MIN && ratio.low() > RISK_RATIO_LOW_MIN;
    }

    @Override
    public boolean adds(Tally with, Tally without, double gate) {
      return with.rate() >= IMPROVEMENT_MIN * without.minus(with).rate()
          && Likelihood.ofRates(with.hits(), with.rows(), without.hits(), without.rows()) >= gate;
    }

    @Override
    public Ratio effect(Tally tally) {
      return Likelihood.riskRatio(tally.hits(), tally.rows(), all.hits(), all.rows());
    }
  }

  /// Counts what fails beyond what the baseline lets expect: what always failed is no news.
  ///
  /// Failures are taken to have causes that strike independently of each other. Of `rows` rows that
  /// usually fail at some rate, `expected` would fail anyway; the others could fail for a new
  /// reason, and as many did as there are hits beyond `expected`.
  record Changes(Tally all) implements Measure {
    /// As many requests at the usual rate are mixed into every baseline, so that one of few rows
    /// expects nothing extreme.
    private static final double SHRINKING_ROWS = 50;

    @Override
    public double likelihoodRatio(Tally tally) {
      return likelihoodRatio(tally, all);
    }

    /// Among rows that never failed they would be as surprising as can be.
    @Override
    public double likelihoodRatioMax(double hits) {
      return Double.POSITIVE_INFINITY;
    }

    @Override
    public double chance(Tally tally) {
      return Likelihood.chance(likelihoodRatio(tally));
    }

    @Override
    public double chanceMin(double rows) {
      return 0;
    }

    @Override
    public boolean matters(Tally tally) {
      if (tally.hits() * tally.usualRows() <= tally.usualHits() * tally.rows()
          && tally.usualRows() > 0) {
        return false;
      }
      var ratio = effect(tally);
      return ratio.value() >= RISK_RATIO_MIN && ratio.low() > RISK_RATIO_LOW_MIN;
    }

    @Override
    public boolean adds(Tally with, Tally without, double gate) {
      var own = news(with, without);
      return own.rate() >= IMPROVEMENT_MIN * news(without.minus(with), without).rate()
          && likelihoodRatio(with, without) >= gate;
    }

    /// How many times as often those who would not fail anyway fail now.
    @Override
    public Ratio effect(Tally tally) {
      var own = news(tally, all);
      var rest = news(all.minus(tally), all);
      return new Ratio(own.rate() / rest.rate(), own.low() / rest.high(), own.high() / rest.low());
    }

    /// The lesser of two: more new failures than among the others, and more failures than before.
    /// The second knows how uncertain a small baseline is.
    private static double likelihoodRatio(Tally tally, Tally among) {
      var own = news(tally, among);
      var rest = news(among.minus(tally), among);
      // What the baseline has seen often enough needs no help, which would make rare what is not.
      boolean known = tally.usualRows() >= SHRINKING_ROWS;
      return Math.min(
          Likelihood.ofRates(own.hits, own.rows, own.hits + rest.hits, own.rows + rest.rows),
          Likelihood.ofRates(
              tally.hits(),
              tally.rows(),
              tally.hits() + (known ? tally.usualHits() : own.usualHits),
              tally.rows() + tally.usualRows() + (known ? 0 : SHRINKING_ROWS)));
    }

    /// @param among whose usual rate is mixed into the baseline
    private static News news(Tally tally, Tally among) {
      // Where the baseline saw no failure at all, half a one is assumed.
      double usualRate = Math.max(0.5, among.usualHits()) / Math.max(1, among.usualRows());
      double usualHits = tally.usualHits() + SHRINKING_ROWS * Math.min(1, usualRate);
      double expected = tally.rows() * usualHits / (tally.usualRows() + SHRINKING_ROWS);
      return new News(
          Math.max(1, tally.rows() - expected),
          Math.clamp(tally.hits() - expected, 0, Math.max(1, tally.rows() - expected)),
          usualHits,
          1.96 * Math.sqrt(tally.hits() + expected * expected / usualHits));
    }

    /// What is new about some rows.
    ///
    /// @param rows that would not fail anyway
    /// @param hits failures that were not to be expected
    /// @param usualHits failures of the baseline, with what is mixed in
    /// @param spread of the hits, two-sided 95 %
    private record News(double rows, double hits, double usualHits, double spread) {
      double rate() {
        return Math.max(0.5, hits) / rows;
      }

      double low() {
        return Math.max(0.5, hits - spread) / rows;
      }

      double high() {
        return Math.max(0.5, hits + spread) / rows;
      }
    }
  }

  /// Counts requests of now against those of the time before: a hit is a request of now.
  ///
  /// Where the share of a value varies by itself, requests that have it come in lots, and as many
  /// of them say less. A lot is what one part of the time before has of it.
  ///
  /// @param sliceRows how many requests there are in one part of the time before
  record Volumes(Tally all, double sliceRows) implements Measure {
    @Override
    public double likelihoodRatio(Tally tally) {
      return Likelihood.ofRates(tally.hits(), tally.rows(), all.hits(), all.rows()) / lot(tally);
    }

    @Override
    public double likelihoodRatioMax(double hits) {
      return Likelihood.ofRates(hits, hits, all.hits(), all.rows());
    }

    @Override
    public double chance(Tally tally) {
      double exact = Likelihood.chanceOfRates(tally.hits(), tally.rows(), all.hits(), all.rows());
      return lot(tally) > 1 ? Math.max(exact, Likelihood.chance(likelihoodRatio(tally))) : exact;
    }

    @Override
    public double chanceMin(double rows) {
      return 0;
    }

    @Override
    public boolean matters(Tally tally) {
      var ratio = effect(tally);
      return ratio.value() >= RISK_RATIO_MIN && ratio.low() > RISK_RATIO_LOW_MIN;
    }

    @Override
    public boolean adds(Tally with, Tally without, double gate) {
      double ratio = Likelihood.ofRates(with.hits(), with.rows(), without.hits(), without.rows());
      return with.rate() >= IMPROVEMENT_MIN * without.minus(with).rate()
          && ratio / lot(with) >= gate;
    }

    /// Their share of the requests of now by that of the requests before.
    @Override
    public Ratio effect(Tally tally) {
      return Likelihood.riskRatio(
          Math.max(0.5, tally.hits()), all.hits(), Math.max(1, tally.rows()), all.rows());
    }

    /// What the variance of a count is multiplied by when requests come in lots: 1 where they come
    /// one by one (the "design effect" of a sample of clusters).
    private double lot(Tally tally) {
      double share = Math.min(tally.rows() / Math.max(1, all.rows()), 0.999);
      return 1 + sliceRows * tally.variation() * share / (1 - share);
    }
  }

  /// Compares durations by their ranks, so that a few very slow requests count no more than that.
  ///
  /// @param rankSquareSum of all rows
  record Ranks(Tally all, double rankSquareSum) implements Measure {
    /// The chance that a row of the conjunction is slower than one of the rest; one half is no
    /// difference.
    private static final double SUPERIORITY_MIN = 0.6;

    private static final double RANKS = 256;

    @Override
    public double likelihoodRatio(Tally tally) {
      return likelihoodRatio(tally, all, rankSquareSum);
    }

    @Override
    public double likelihoodRatioMax(double hits) {
      return Double.POSITIVE_INFINITY;
    }

    @Override
    public double chance(Tally tally) {
      return Likelihood.chance(likelihoodRatio(tally));
    }

    @Override
    public double chanceMin(double rows) {
      return 0;
    }

    @Override
    public boolean matters(Tally tally) {
      return superiority(tally, all) >= SUPERIORITY_MIN;
    }

    /// Within the narrower conjunction ranks are taken to spread as they do in all rows.
    @Override
    public boolean adds(Tally with, Tally without, double gate) {
      double spread = rankSquareSum / all.rows() - all.meanRank() * all.meanRank();
      double squares = without.rows() * (spread + without.meanRank() * without.meanRank());
      return superiority(with, without) >= SUPERIORITY_MIN
          && likelihoodRatio(with, without, squares) >= gate;
    }

    /// Of being among the slowest, one in twenty, as for failures.
    @Override
    public Ratio effect(Tally tally) {
      return Likelihood.riskRatio(
          Math.max(0.5, tally.hits()), tally.rows(), all.hits(), all.rows());
    }

    private static double superiority(Tally tally, Tally all) {
      return 0.5 + (tally.meanRank() - all.minus(tally).meanRank()) / RANKS;
    }

    /// Of two normal distributions with one variance against a single one.
    private static double likelihoodRatio(Tally tally, Tally all, double squares) {
      double n = tally.rows();
      double others = all.rows() - n;
      double above = tally.meanRank() - all.meanRank();
      double total = squares - all.rows() * all.meanRank() * all.meanRank();
      if (n <= 0 || others <= 0 || above <= 0 || total <= 0) {
        return 0;
      }
      double between = n * all.rows() / others * above * above;
      return -all.rows() / 2 * Math.log(1 - Math.min(between / total, 1 - 1e-12));
    }
  }
}
