package dev.bellwether.analysis.explain;

import java.util.List;

/// What was found, or why nothing was.
///
/// @param summary one sentence
/// @param requests that were looked at, without the baseline
/// @param hits those of them that failed or were slow
/// @param slowNanos above, a request counts as slow; 0 for failures
/// @param explanations the most important one first; independent of each other
/// @param suspects single conditions that are worth a look although chance may have made them
public record Answer(
    String summary,
    Target target,
    long requests,
    long hits,
    long slowNanos,
    List<Explanation> explanations,
    List<Suspect> suspects) {
  public Answer {
    explanations = List.copyOf(explanations);
    suspects = List.copyOf(suspects);
  }

  /// Of suspects like these, one in twenty is none (Benjamini and Hochberg).
  public record Suspect(Condition condition, long requests, double rate, double otherRate) {}
}
