package dev.bellwether.analysis.explain;

import dev.bellwether.analysis.explain.Explanation.Crowd;
import java.util.ArrayList;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds out whose requests became something else: what sets those that fulfil an explanation of
/// the volume apart from the others of now, in attributes in which nothing else has changed.
final class Crowds {
  /// Whoever sends fewer of them is not who it is about.
  private static final double SHARE_MIN = 0.9;

  private final Rows rows;
  private final Set<Integer> changed;

  /// @param changed columns in which something stands out: what changed at the same time is the
  ///   same change in other words
  Crowds(Rows rows, Set<Integer> changed) {
    this.rows = rows;
    this.changed = changed;
  }

  @Nullable Crowd of(Conjunction conjunction) {
    var columns = new ArrayList<Column>();
    var all = rows.population().columns();
    for (int i = 0; i < all.size(); i++) {
      if (!changed.contains(i) && all.get(i).ofEntry()) {
        columns.add(all.get(i));
      }
    }
    var now = rows.population().with(rows.matching(conjunction), columns).only(rows.hits());
    var answer = Explainer.explain(now, Target.FAILURES);
    if (answer.explanations().isEmpty()) {
      return null;
    }
    var first = answer.explanations().getFirst();
    var figures = first.figures();
    return figures.hitsShare() < SHARE_MIN
        ? null
        : new Crowd(first.conditions(), figures.requests(), figures.hitsShare(), figures.rate());
  }
}
