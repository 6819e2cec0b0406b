package dev.bellwether.truth.score;

import dev.bellwether.faults.Chapter;
import dev.bellwether.faults.FaultKind;
import dev.bellwether.faults.FaultPlan;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Set;

/// What a right answer is.
final class Truths {
  private Truths() {}

  static boolean isRight(Finding finding, FaultPlan plan) {
    return plan.where().isEmpty()
        ? places(plan.kind()).contains(place(finding))
        : finding.conditions().equals(plan.where());
  }

  /// A statement of a service is a place as well; any other condition says that it is somebody's
  /// trouble, and not everybody's.
  private static String place(Finding finding) {
    var others = new HashMap<>(finding.conditions());
    var service = others.remove("service.name");
    others.remove("db.query.summary");
    others.remove("db.query.text");
    if (!others.isEmpty()) {
      return "";
    }
    return service == null ? finding.place() : service;
  }

  /// What somebody who sees the telemetry can call the place.
  static Set<String> places(FaultKind kind) {
    return switch (kind) {
      case SLOW_MARKET_DATA, MODEL_EXCEPTION, MARKET_SKEW, EXPENSIVE_HASH -> Set.of("trader");
      case DATABASE_ERROR, GARBAGE_COLLECTION -> Set.of("recorder");
      case SLOW_QUERY -> Set.of("recorder", "postgresql/trades");
      case EXTERNAL_SLOW, EXTERNAL_REFUSES, EXTERNAL_AWAY ->
          Set.of("clearinghouse", "external/clearinghouse");
      case MALFORMED_REQUEST, THROUGHPUT_SURGE -> Set.of("monkey");
      case CANARY_ROUTING -> Set.of("recorder-canary");
    };
  }

  static Instant end(Chapter chapter) {
    return chapter.incident().plan().end();
  }

  /// Those that go on somewhere in a window.
  static List<Chapter> during(List<Chapter> chapters, Window window) {
    return chapters.stream()
        .filter(chapter ->
            chapter.incident().start().isBefore(window.to()) && end(chapter).isAfter(window.from()))
        .toList();
  }
}
