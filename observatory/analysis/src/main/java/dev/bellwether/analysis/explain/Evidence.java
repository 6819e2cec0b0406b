package dev.bellwether.analysis.explain;

import dev.bellwether.analysis.explain.Explanation.Symptom;
import dev.bellwether.model.TraceId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/// What shows that an explanation is true: traces to look at, and how those requests ended.
final class Evidence {
  private static final int TRACES_MAX = 5;
  private static final int SYMPTOMS_MAX = 5;

  /// What fewer than half of the hits show does not describe them.
  private static final double SYMPTOM_SHARE_MIN = 0.5;

  private final Population population;
  private final BitSet hits;

  Evidence(Population population, Rows rows, Conjunction conjunction) {
    this.population = population;
    this.hits = rows.matching(conjunction);
    hits.and(rows.hits());
    hits.andNot(population.baseline());
  }

  List<TraceId> traces() {
    return hits.stream().limit(TRACES_MAX).mapToObj(population::traceId).toList();
  }

  List<Symptom> symptoms() {
    var symptoms = new ArrayList<Symptom>();
    for (var column : population.columns()) {
      if (column.trait().isSymptom()) {
        addMostCommon(column, symptoms);
      }
    }
    symptoms.sort(Comparator.comparingDouble(Symptom::share).reversed());
    return symptoms.subList(0, Math.min(SYMPTOMS_MAX, symptoms.size()));
  }

  private void addMostCommon(Column column, List<Symptom> symptoms) {
    var counts = new int[column.idCount()];
    int best = 0;
    int[] ids = column.ids();
    for (int row = hits.nextSetBit(0); row >= 0; row = hits.nextSetBit(row + 1)) {
      int id = ids[row];
      counts[id]++;
      if (id != 0 && (best == 0 || counts[id] > counts[best])) {
        best = id;
      }
    }
    double share = best == 0 ? 0 : (double) counts[best] / hits.cardinality();
    if (share >= SYMPTOM_SHARE_MIN) {
      symptoms.add(new Symptom(column.trait(), column.value(best), share));
    }
  }
}
