package dev.bellwether.analysis.explain;

import dev.bellwether.analysis.explain.Samples.Selection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;

/// Finds the conjunctions that best explain the hits among some rows: all single items, then the
/// best of them with each other item, then the best of those.
final class Search {
  /// All conjunctions are looked at where there are at most 60 items; else those that begin with
  /// one of the 60 best.
  private static final int BEAM = 60;

  /// Of how many the exact check may choose.
  private static final int CANDIDATES_MAX = 64;

  /// A conjunction is named by mistake in one of a hundred populations where there is nothing.
  static final double MISTAKES = 0.01;

  private final Samples samples;
  private final List<Item> items;
  private final long looked;
  private final long testable;
  private final int hitsMin;

  /// @param score the likelihood ratio less the cost of naming the items among all that were looked
  ///   at
  record Candidate(Conjunction conjunction, Tally tally, double score) {
    static final Comparator<Candidate> BEST_FIRST =
        Comparator.comparingDouble(Candidate::score)
            .reversed()
            .thenComparingLong(candidate -> candidate.conjunction.key());
  }

  Search(Samples samples, Items items, int hitsMin) {
    this.samples = samples;
    this.items = items.items();
    this.looked = Math.max(1, items.looked());
    this.testable = Math.max(1, items.testable());
    this.hitsMin = hitsMin;
  }

  /// Best first.
  List<Candidate> candidates(Measure measure, Selection rows) {
    var singles = singles(measure, rows);
    var pool = new PriorityQueue<>(Candidate.BEST_FIRST.reversed());
    singles.forEach(candidate -> keep(pool, candidate, CANDIDATES_MAX));
    var beam = best(singles);
    for (int size = 2; size <= Conjunction.ITEMS_MAX; size++) {
      beam = best(extended(beam, measure, rows));
      beam.forEach(candidate -> keep(pool, candidate, CANDIDATES_MAX));
    }
    return pool.stream().sorted(Candidate.BEST_FIRST).toList();
  }

  List<Candidate> singles(Measure measure, Selection rows) {
    var singles = new ArrayList<Candidate>();
    for (var item : items) {
      if (samples.hits(rows, item) >= hitsMin) {
        singles.add(candidate(Conjunction.of(item), samples.tally(rows, item), measure));
      }
    }
    return singles;
  }

  /// How many conjunctions of that size could be named, times three for the three sizes: what
  /// chance is multiplied by. Two items that cannot be surprising may well be together.
  double hypotheses(int size) {
    if (size == 1) {
      return (double) Conjunction.ITEMS_MAX * testable;
    }
    double count = Conjunction.ITEMS_MAX;
    for (int i = 0; i < size; i++) {
      count *= (double) Math.max(1, looked - i) / (i + 1);
    }
    return count;
  }

  /// The likelihood ratio that a conjunction of that size needs.
  double gate(int size) {
    return Math.log(hypotheses(size) / MISTAKES);
  }

  boolean isSurprising(int size, double chance) {
    return chance * hypotheses(size) <= MISTAKES;
  }

  double score(int size, double likelihoodRatio) {
    return likelihoodRatio - size * Math.log((double) looked);
  }

  private List<Candidate> extended(List<Candidate> beam, Measure measure, Selection rows) {
    if (beam.isEmpty()) {
      return List.of();
    }
    double gate = gate(beam.getFirst().conjunction.size() + 1);
    var pool = new PriorityQueue<>(Candidate.BEST_FIRST.reversed());
    Set<Long> seen = new HashSet<>();
    for (var narrow : beam) {
      var selection = samples.narrowed(rows, narrow.conjunction.items());
      for (var item : items) {
        if (!narrow.conjunction.canTake(item)) {
          continue;
        }
        double hits = samples.hits(selection, item);
        if (hits < hitsMin || measure.likelihoodRatioMax(hits) < gate) {
          continue;
        }
        var tally = samples.tally(selection, item);
        double score = score(narrow.conjunction.size() + 1, measure.likelihoodRatio(tally));
        if (pool.size() == BEAM && score < pool.element().score) {
          continue;
        }
        var more = narrow.conjunction.with(item);
        if (seen.add(more.key())) {
          keep(pool, new Candidate(more, tally, score), BEAM);
        }
      }
    }
    return List.copyOf(pool);
  }

  private Candidate candidate(Conjunction conjunction, Tally tally, Measure measure) {
    double score = score(conjunction.size(), measure.likelihoodRatio(tally));
    return new Candidate(conjunction, tally, score);
  }

  private static List<Candidate> best(List<Candidate> candidates) {
    return candidates.stream().sorted(Candidate.BEST_FIRST).limit(BEAM).toList();
  }

  /// Keeps the best; the worst of them is at the queue's head.
  private static void keep(PriorityQueue<Candidate> pool, Candidate candidate, int max) {
    pool.add(candidate);
    if (pool.size() > max) {
      pool.remove();
    }
  }
}
