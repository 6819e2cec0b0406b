package dev.bellwether.analysis.explain;

import dev.bellwether.analysis.explain.Answer.Suspect;
import dev.bellwether.analysis.explain.Explanation.Figures;
import dev.bellwether.analysis.explain.Neighbours.Named;
import dev.bellwether.analysis.explain.Samples.Selection;
import dev.bellwether.analysis.explain.Search.Candidate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Explains failures or latency of a population: round by round the best conjunction, without the
/// rows of those before.
public final class Explainer {
  /// More causes at once than anybody works on.
  private static final int ROUNDS_MAX = 5;

  /// A cause of which the score is below this share of the first one's is not worth a line.
  private static final double SCORE_SHARE_MIN = 0.02;

  /// Fewer hits have nothing in common that could not be chance. That two in a row are of one
  /// customer in fifty is nothing, among some hundred values that were looked at; three are beyond
  /// it, where hardly anything else fails.
  private static final int HITS_MIN = 3;

  /// Beside so many other hits, three or four are not,
  private static final int HITS_AMONG_MANY_MIN = 5;

  private static final double HITS_OF_FEW_SHARE_MIN = 0.25;

  /// and a condition of fewer than one in fifty explains too little.
  private static final double HITS_SHARE_MIN = 0.02;

  /// How many of those that are no suspects at all may be among the suspects.
  private static final double FALSE_SUSPECTS = 0.05;

  private static final int SUSPECTS_MAX = 5;

  private final Population population;
  private final Target target;
  private final Rows rows;
  private final Tally all;
  private final Items items;
  private final Samples samples;
  private final Search search;

  private Explainer(Target target, Rows rows, Tally all, int hitsMin) {
    this.population = rows.population();
    this.target = target;
    this.rows = rows;
    this.all = all;
    this.items = Items.of(rows, hitsMin);
    this.samples = new Samples(population, items.items(), rows.hits(), rows.ranks());
    this.search = new Search(samples, items, hitsMin);
  }

  /// Looks at all columns but those that tell how a request ended.
  public static Answer explain(Population population, Target target) {
    var rows = Rows.of(population, target);
    var all = rows.measure().all();
    int hitsMin = hitsMin(population, target, all.hits());
    var tooLittle =
        Words.tooLittle(target, Math.round(all.rows()), Math.round(all.hits()), hitsMin);
    return tooLittle.isEmpty()
        ? new Explainer(target, rows, all, hitsMin).answer()
        : answer(target, rows, all, tooLittle, List.of(), List.of());
  }

  /// Few hits are only judged where chance is counted exactly: when requests failed, and not
  /// against a baseline.
  private static int hitsMin(Population population, Target target, double hits) {
    boolean exact = target == Target.FAILURES && population.baseline().isEmpty();
    double few = exact ? Math.max(HITS_MIN, HITS_OF_FEW_SHARE_MIN * hits) : HITS_AMONG_MANY_MIN;
    return (int) Math.ceil(Math.max(Math.min(few, HITS_AMONG_MANY_MIN), HITS_SHARE_MIN * hits));
  }

  private Answer answer() {
    var explanations = new ArrayList<Explanation>();
    var selection = samples.everything();
    var measure = rows.measure();
    while (explanations.size() < ROUNDS_MAX) {
      var best = best(measure, selection);
      if (best.isEmpty() || isNegligible(best.get(), explanations)) {
        break;
      }
      var neighbours = new Neighbours(samples, search, measure, selection);
      var named = neighbours.named(best.get().conjunction(), items.items());
      explanations.add(explanation(named, neighbours, measure, selection));
      selection = selection.without(samples.narrowed(selection, named.conjunction().items()));
      rows.explain(named.conjunction());
      measure = rows.measure();
    }
    var summary =
        explanations.isEmpty()
            ? Words.nothing(
                target, Math.round(all.rows()), Math.round(all.hits()), population.columns().size())
            : Words.found(explanations);
    return answer(target, rows, all, summary, explanations, suspects(measure, selection));
  }

  /// Of the volume, those that were looked at are the requests of now: all of them are hits.
  private static Answer answer(
      Target target,
      Rows rows,
      Tally all,
      String summary,
      List<Explanation> explanations,
      List<Suspect> suspects) {
    long hits = Math.round(all.hits());
    long requests = target == Target.VOLUME ? hits : Math.round(all.rows());
    return new Answer(summary, target, requests, hits, rows.slowNanos(), explanations, suspects);
  }

  /// The candidate with the highest score that stands every test, first by the samples and then by
  /// all rows.
  private Optional<Candidate> best(Measure measure, Selection selection) {
    Function<Conjunction, Tally> sampled =
        remembered(conjunction -> samples.tally(samples.narrowed(selection, conjunction.items())));
    Function<Conjunction, Tally> exact = samples.areComplete() ? sampled : remembered(rows::tally);
    return search.candidates(measure, selection).stream()
        .filter(candidate -> stands(candidate.conjunction(), measure, sampled))
        .filter(candidate -> stands(candidate.conjunction(), measure, exact))
        .findFirst();
  }

  private static Function<Conjunction, Tally> remembered(Function<Conjunction, Tally> count) {
    Map<Long, Tally> known = new HashMap<>();
    return conjunction -> known.computeIfAbsent(conjunction.key(), _ -> count.apply(conjunction));
  }

  private boolean stands(
      Conjunction conjunction, Measure measure, Function<Conjunction, Tally> count) {
    var tally = count.apply(conjunction);
    int size = conjunction.size();
    double gate = search.gate(size);
    if (measure.likelihoodRatio(tally) < gate
        || !measure.matters(tally)
        || !search.isSurprising(size, measure.chance(tally))) {
      return false;
    }
    return size == 1
        || conjunction.items().stream()
            .allMatch(item -> measure.adds(tally, count.apply(conjunction.without(item)), gate));
  }

  private boolean isNegligible(Candidate candidate, List<Explanation> before) {
    return !before.isEmpty()
        && candidate.score() < SCORE_SHARE_MIN * before.getFirst().figures().score();
  }

  private Explanation explanation(
      Named named, Neighbours neighbours, Measure measure, Selection selection) {
    var conditions = named.conjunction().conditions();
    var singles = search.singles(measure, selection).stream().sorted(Candidate.BEST_FIRST).toList();
    var evidence = new Evidence(population, rows, named.conjunction());
    var figures =
        target == Target.VOLUME
            ? volume(named.conjunction(), measure)
            : figures(named.conjunction(), measure);
    var crowd =
        target == Target.VOLUME
            ? new Crowds(rows, neighbours.standingOut(singles)).of(named.conjunction())
            : null;
    return new Explanation(
        Words.explanation(target, conditions, figures, crowd),
        conditions,
        figures,
        crowd,
        named.synonyms(),
        neighbours.confounded(named, singles),
        evidence.symptoms(),
        evidence.traces(),
        Condition.query(conditions));
  }

  private Figures figures(Conjunction conjunction, Measure measure) {
    var tally = rows.tally(conjunction);
    var rest = measure.all().minus(tally);
    double ratio = measure.likelihoodRatio(tally);
    return new Figures(
        Math.round(tally.rows()),
        Math.round(tally.hits()),
        tally.rate(),
        rest.rate(),
        population.baseline().isEmpty() || tally.usualRows() == 0
            ? null
            : Double.valueOf(tally.usualHits() / tally.usualRows()),
        measure.effect(tally),
        tally.hits() / all.hits(),
        tally.rows() / all.rows(),
        Math.max(0, tally.hits() - tally.rows() * rest.rate()),
        Math.min(1, measure.chance(tally) * search.hypotheses(conjunction.size())),
        search.score(conjunction.size(), ratio),
        target == Target.LATENCY
            ? 0
            : ElasticScore.normalized(
                ElasticScore.chance(
                    tally.hits(),
                    measure.all().hits(),
                    tally.rows() - tally.hits(),
                    measure.all().rows() - measure.all().hits())),
        target == Target.FAILURES ? null : SlowRows.latency(population, rows, conjunction));
  }

  /// Shares of the requests of now, and of those before.
  private Figures volume(Conjunction conjunction, Measure measure) {
    var tally = rows.tally(conjunction);
    double now = tally.hits() / all.hits();
    double before = (tally.rows() - tally.hits()) / (all.rows() - all.hits());
    return new Figures(
        Math.round(tally.hits()),
        Math.round(tally.hits()),
        now,
        1 - now,
        before,
        measure.effect(tally),
        now,
        now,
        Math.max(0, tally.hits() - before * all.hits()),
        Math.min(1, measure.chance(tally) * search.hypotheses(conjunction.size())),
        search.score(conjunction.size(), measure.likelihoodRatio(tally)),
        0,
        null);
  }

  private List<Suspect> suspects(Measure measure, Selection selection) {
    record Judged(Candidate candidate, double chance) {}
    var judged =
        search.singles(measure, selection).stream()
            .filter(candidate -> measure.likelihoodRatio(candidate.tally()) > 0)
            .map(candidate -> new Judged(candidate, measure.chance(candidate.tally())))
            .sorted(Comparator.comparingDouble(Judged::chance))
            .toList();
    int last = -1;
    for (int i = 0; i < judged.size(); i++) {
      if (judged.get(i).chance <= FALSE_SUSPECTS * (i + 1) / Math.max(1, items.looked())) {
        last = i;
      }
    }
    return judged.stream()
        .limit(Math.min(SUSPECTS_MAX, last + 1))
        .map(one -> suspect(one.candidate, measure))
        .toList();
  }

  private static Suspect suspect(Candidate candidate, Measure measure) {
    var tally = candidate.tally();
    return new Suspect(
        candidate.conjunction().conditions().getFirst(),
        Math.round(tally.rows()),
        tally.rate(),
        measure.all().minus(tally).rate());
  }
}
