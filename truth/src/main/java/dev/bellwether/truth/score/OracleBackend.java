package dev.bellwether.truth.score;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Knows the truth: what it does not score, nobody can.
public final class OracleBackend implements Backend {
  private final Replay replay;

  public OracleBackend(Replay replay) {
    this.replay = replay;
  }

  @Override
  public List<Finding> findings(Window window) {
    return Truths.during(replay.chapters(), window).stream()
        .map(chapter -> {
          var plan = chapter.incident().plan();
          return new Finding(
              plan.where(), Truths.places(plan.kind()).iterator().next(), List.of(plan.id()));
        })
        .toList();
  }

  @Override
  public Set<String> hit(Finding finding, Window window) {
    return Truths.during(replay.chapters(), window).stream()
        .filter(chapter -> finding.queries().contains(chapter.incident().id()))
        .flatMap(chapter -> replay.traces(replay.victims(chapter, window)).stream())
        .collect(Collectors.toSet());
  }
}
