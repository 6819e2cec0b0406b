package dev.bellwether.analysis.explain;

import dev.bellwether.analysis.explain.Explanation.Confounded;
import dev.bellwether.analysis.explain.Explanation.Synonym;
import dev.bellwether.analysis.explain.Samples.Selection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What goes along with an explanation: other conditions for the same requests, and conditions that
/// only stand out because of it.
final class Neighbours {
  /// Two conditions mean the same when so many of the requests that fulfil one fulfil both.
  private static final double SAME_SHARE = 0.98;

  /// Nobody draws the line where a range of numbers ends so exactly: a value that explains as much
  /// is the same, and the better name.
  private static final double SAME_AS_RANGE_SHARE = 0.9;

  /// Unless the few requests that tell them apart speak for one, twenty to one (in nats): where all
  /// of one customer's fail and the two others of his region do not, the region is no better name.
  private static final double TOLD_APART = Math.log(20);

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
      var best =
          same.stream()
              .min(
                  Comparator.comparingInt((Item one) -> one.condition().actionability())
                      .thenComparing(Item::isRange))
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
    var ownTally = samples.tally(own);
    double likelihoodMin = measure.likelihoodRatio(ownTally) - TOLD_APART;
    var synonyms = new ArrayList<Item>();
    for (var item : items) {
      double same = of.isRange() && !item.isRange() ? SAME_AS_RANGE_SHARE : SAME_SHARE;
      // Hits first: most items fail there, and cost nothing more.
      if (found.looksAt(item.column()) || samples.hits(own, item) < same * ownTally.hits()) {
        continue;
      }
      var tally = samples.tally(context, item);
      double both = samples.tally(own, item).rows();
      double either = ownTally.rows() + tally.rows() - both;
      if (both >= same * either && measure.likelihoodRatio(tally) >= likelihoodMin) {
        synonyms.add(item);
      }
    }
    return synonyms;
  }

  /// Single conditions that would be explanations themselves, were it not for this one.
  ///
  /// @param singles best first
  List<Confounded> confounded(Neighbours.Named named, List<Search.Candidate> singles) {
    var explained = samples.narrowed(rows, named.conjunction.items());
    var rest = rows.without(explained);
    double explainedHits = samples.tally(explained).hits();
    var confounded = new ArrayList<Confounded>();
    var ranges = new HashSet<Integer>();
    for (var single : oncePerTally(singles.stream().filter(one -> isOther(one, named)).toList())) {
      var item = single.conjunction().items().getFirst();
      // Of the ranges of one attribute, the first says it all.
      if (confounded.size() < SHOWN_MAX && (!item.isRange() || ranges.add(item.column()))) {
        add(confounded, named.conjunction, single, samples.tally(rest, item), explainedHits);
      }
    }
    return confounded;
  }

  private boolean isOther(Search.Candidate single, Named named) {
    var item = single.conjunction().items().getFirst();
    return !named.conjunction.looksAt(item.column())
        && named.synonyms.stream().noneMatch(s -> s.condition().equals(item.condition()))
        && standsOut(single.tally());
  }

  /// Of conditions that as many requests fulfil, and as many hits, one: the method, the name and
  /// the scheme of the same requests are one piece of news.
  private static Collection<Search.Candidate> oncePerTally(List<Search.Candidate> singles) {
    var once = new LinkedHashMap<Tally, Search.Candidate>();
    for (var single : singles) {
      once.merge(
          single.tally(),
          single,
          (one, other) -> actionability(other) < actionability(one) ? other : one);
    }
    return once.values();
  }

  private static int actionability(Search.Candidate single) {
    return single.conjunction().conditions().getFirst().actionability();
  }

  private void add(
      List<Confounded> confounded,
      Conjunction explanation,
      Search.Candidate single,
      Tally without,
      double explainedHits) {
    boolean apart =
        without.rows() >= Math.max(APART_ROWS_MIN, APART_SHARE_MIN * single.tally().rows())
            || measure.adds(single.tally().minus(without), single.tally(), TOLD_APART);
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

  /// Columns in which a single condition stands out.
  Set<Integer> standingOut(List<Search.Candidate> singles) {
    return singles.stream()
        .filter(single -> standsOut(single.tally()))
        .map(single -> single.conjunction().items().getFirst().column())
        .collect(Collectors.toSet());
  }

  private boolean standsOut(Tally tally) {
    return measure.matters(tally) && measure.likelihoodRatio(tally) >= search.gate(1);
  }
}
