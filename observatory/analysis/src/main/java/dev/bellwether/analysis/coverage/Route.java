package dev.bellwether.analysis.coverage;

import dev.bellwether.analysis.coverage.Coverage.Passage;
import dev.bellwether.analysis.coverage.Coverage.Step;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who called whom up to the place where the key is missing, and from there on down.
final class Route {
  /// A picture of more services would be no picture; the uppermost are left out.
  private static final int STEPS_MAX = 8;

  private Route() {}

  static List<Step> of(Finding finding, @Nullable Place place) {
    if (place == null) {
      return List.of(new Step(finding.at(), Passage.LACKS));
    }
    List<Place> way = new ArrayList<>();
    for (var above = place; above != null; above = above.parent) {
      way.addFirst(above);
    }
    for (var below = calledBy(place); below != null; below = calledBy(below)) {
      way.add(below);
    }
    var steps = steps(way);
    if (!finding.over().isEmpty()) {
      steps.add(new Step(finding.over(), Passage.SILENT));
    }
    if (finding.cause() == Cause.NEW_TRACE || finding.cause() == Cause.SILENT_HOP) {
      steps.add(new Step(finding.at(), Passage.LACKS));
    }
    return steps.subList(Math.max(0, steps.size() - STEPS_MAX), steps.size());
  }

  private static List<Step> steps(List<Place> way) {
    List<Step> steps = new ArrayList<>();
    boolean set = false;
    for (int i = 0; i < way.size(); ) {
      var entry = way.get(i).entry;
      boolean carries = false;
      for (; i < way.size() && way.get(i).entry == entry; i++) {
        carries |= way.get(i).carries;
      }
      set |= carries;
      var without = set ? Passage.LACKS : Passage.BEFORE;
      steps.add(new Step(entry.service(), carries ? Passage.CARRIES : without));
    }
    return steps;
  }

  /// Where the request goes next, by way of the child that calls somebody.
  private static @Nullable Place calledBy(Place place) {
    Place next = null;
    for (var child : place.children) {
      if (next == null || !child.children.isEmpty() || child.entry == child) {
        next = child;
      }
    }
    return next;
  }
}
