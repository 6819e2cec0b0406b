package dev.bellwether.analysis.explain;

import dev.bellwether.analysis.explain.Explanation.Confounded;
import dev.bellwether.analysis.explain.Explanation.Synonym;
import dev.bellwether.analysis.explain.Samples.Selection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// What goes along with an explanation: other conditions for the same requests, and conditions that
/// only stand out because of it.
final class Neighbours {
  /// Two conditions mean the same when so many of the requests that fulfil one fulfil both.
  private static final double SAME_SHARE = 0.98;

  /// A synonym takes the place of the condition only where as many of its requests are hits: where
  /// all of one customer's fail, his region is not the better name.
  private static final double SAME_RATE = 0.99;

  /// With fewer requests than this nobody can tell how they fare.
  private static final int APART_ROWS_MIN = 10;

  /// One in fifty with the condition may be without the explanation and it is still "only seen
  /// with" it.
  private static final double APART_SHARE_MIN = 0.02;

  /// A condition that is only seen with the explanation, and in fewer of its hits than this, is a
  /// part of it.
  private static final double PART_SHARE_MAX = 0.5;

  /// More would hide the explanation itself.
  private static final int SHOWN_MAX = 5;

  private final Samples samples;
  private final Search search;
  private final Measure measure;
  private final Selection rows;

  /// Conditions of an explanation as they are best said, and what else could be said.
  record Named(Conjunction conjunction, List<Synonym> synonyms) {}

  /// @param rows what is not explained yet
  Neighbours(Samples samples, Search search, Measure measure, Selection rows) {
    this.samples = samples;
    this.search = search;
    this.measure = measure;
    this.rows = rows;
  }

  /// Of conditions that mean the same rows, the one that somebody can act on is the name, and the
  /// others are its synonyms.
  Named named(Conjunction found, List<Item> items) {
    var named = found;
    var others = new ArrayList<Synonym>();
    for (var item : found.items()) {
      var same = new ArrayList<Item>(List.of(item));
      same.addAll(synonyms(found, item, items));
      var context = samples.narrowed(rows, found.without(item).items());
      double rateMin = SAME_RATE * samples.tally(context, item).rate();
      var best =
          same.stream()
              .filter(one -> one == item || samples.tally(context, one).rate() >= rateMin)
              .min(Comparator.comparingInt(one -> one.condition().actionability()))
              .orElseThrow();
      named = named.without(item).with(best);
      same.stream()
          .filter(other -> other.number() != best.number())
          .limit(SHOWN_MAX)
          .map(other -> new Synonym(other.condition(), best.condition()))
          .forEach(others::add);
    }
    return new Named(named, others);
  }

  private List<Item> synonyms(Conjunction found, Item of, List<Item> items) {
    var context = samples.narrowed(rows, found.without(of).items());
    var own = samples.narrowed(context, List.of(of));
    double ownHits = samples.tally(own).hits();
    double ownRows = samples.tally(own).rows();
    var synonyms = new ArrayList<Item>();
    for (var item : items) {
      // Hits first: most items fail there, and cost nothing more.
      if (found.looksAt(item.column()) || samples.hits(own, item) < SAME_SHARE * ownHits) {
        continue;
      }
      double both = samples.tally(own, item).rows();
      double either = ownRows + samples.tally(context, item).rows() - both;
      if (both >= SAME_SHARE * either) {
        synonyms.add(item);
      }
    }
    return synonyms;
  }

  /// Single conditions that would be explanations themselves, were it not for this one.
  List<Confounded> confounded(Neighbours.Named named, List<Search.Candidate> singles) {
    var explained = samples.narrowed(rows, named.conjunction.items());
    var rest = rows.without(explained);
    double explainedHits = samples.tally(explained).hits();
    var confounded = new ArrayList<Confounded>();
    for (var single : singles) {
      var item = single.conjunction().items().getFirst();
      if (confounded.size() < SHOWN_MAX
          && !named.conjunction.looksAt(item.column())
          && named.synonyms.stream().noneMatch(s -> s.condition().equals(item.condition()))
          && standsOut(single.tally())) {
        add(confounded, named.conjunction, single, samples.tally(rest, item), explainedHits);
      }
    }
    return confounded;
  }

  private void add(
      List<Confounded> confounded,
      Conjunction explanation,
      Search.Candidate single,
      Tally without,
      double explainedHits) {
    boolean apart =
        without.rows() >= Math.max(APART_ROWS_MIN, APART_SHARE_MIN * single.tally().rows());
    if (apart
        ? standsOut(without) // a cause of its own, which a later round names
        : single.tally().hits() < PART_SHARE_MAX * explainedHits) {
      return;
    }
    var condition = single.conjunction().conditions().getFirst();
    confounded.add(
        new Confounded(
            Words.confounded(
                condition, explanation.conditions(), apart, single.tally(), without, measure),
            condition,
            apart,
            Math.round(without.rows()),
            without.rate()));
  }

  private boolean standsOut(Tally tally) {
    return measure.matters(tally) && measure.likelihoodRatio(tally) >= search.gate(1);
  }
}
