package dev.bellwether.analysis.explain;

import java.util.BitSet;
import java.util.List;

/// The four kinds of rows: hits and others, of the time to explain and of the baseline.
final class Samples {
  private final RowSample hits;
  private final RowSample others;
  private final RowSample usualHits;
  private final RowSample usualOthers;

  /// The rows of a conjunction, a bitset in each sample.
  ///
  /// @param variation of its items together, which are taken to vary independently
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Selection(
      long[] hits, long[] others, long[] usualHits, long[] usualOthers, double variation) {
    Selection without(Selection other) {
      return new Selection(
          without(hits, other.hits),
          without(others, other.others),
          without(usualHits, other.usualHits),
          without(usualOthers, other.usualOthers),
          variation);
    }

    private static long[] without(long[] one, long[] other) {
      var rest = new long[one.length];
      for (int i = 0; i < rest.length; i++) {
        rest[i] = one[i] & ~other[i];
      }
      return rest;
    }
  }

  Samples(Population population, List<Item> items, BitSet hits, byte[] ranks) {
    var others = new BitSet();
    others.set(0, population.rows());
    others.andNot(hits);
    var baseline = population.baseline();
    this.hits = sample(population, items, hits, baseline, false, ranks);
    this.others = sample(population, items, others, baseline, false, ranks);
    this.usualHits = sample(population, items, hits, baseline, true, ranks);
    this.usualOthers = sample(population, items, others, baseline, true, ranks);
  }

  private static RowSample sample(
      Population population,
      List<Item> items,
      BitSet kind,
      BitSet baseline,
      boolean usual,
      byte[] ranks) {
    var rows = (BitSet) kind.clone();
    if (usual) {
      rows.and(baseline);
    } else {
      rows.andNot(baseline);
    }
    return new RowSample(population, items, rows.stream().toArray(), ranks);
  }

  /// Whether every row is in it, and tallies are exact.
  boolean areComplete() {
    return hits.isComplete()
        && others.isComplete()
        && usualHits.isComplete()
        && usualOthers.isComplete();
  }

  Selection everything() {
    return new Selection(
        hits.everything(),
        others.everything(),
        usualHits.everything(),
        usualOthers.everything(),
        0);
  }

  Selection narrowed(Selection within, List<Item> items) {
    var narrowed = within;
    for (var item : items) {
      narrowed =
          new Selection(
              hits.narrowed(narrowed.hits, item),
              others.narrowed(narrowed.others, item),
              usualHits.narrowed(narrowed.usualHits, item),
              usualOthers.narrowed(narrowed.usualOthers, item),
              narrowed.variation + item.variation());
    }
    return narrowed;
  }

  /// How many hits of the time to explain fulfil the item as well: the cheapest question.
  double hits(Selection within, Item item) {
    return hits.count(within.hits, item);
  }

  Tally tally(Selection within) {
    double failing = hits.count(within.hits);
    double usuallyFailing = usualHits.count(within.usualHits);
    return new Tally(
        failing + others.count(within.others),
        failing,
        hits.rankSum(within.hits) + others.rankSum(within.others),
        usuallyFailing + usualOthers.count(within.usualOthers),
        usuallyFailing,
        within.variation);
  }

  Tally tally(Selection within, Item item) {
    double failing = hits.count(within.hits, item);
    double usuallyFailing = usualHits.count(within.usualHits, item);
    return new Tally(
        failing + others.count(within.others, item),
        failing,
        hits.rankSum(within.hits, item) + others.rankSum(within.others, item),
        usuallyFailing + usualOthers.count(within.usualOthers, item),
        usuallyFailing,
        within.variation + item.variation());
  }
}
