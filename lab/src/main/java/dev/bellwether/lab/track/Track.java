package dev.bellwether.lab.track;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Challenges that belong together and share a work copy.
///
/// @param slug the name of its folder
/// @param challenges in order; a broken one keeps its place
public record Track(String slug, String title, String teaser, Path folder, List<Entry> challenges) {
  public Track {
    challenges = List.copyOf(challenges);
  }

  public Optional<Challenge> challenge(String name) {
    return challenges.stream()
        .filter(Challenge.class::isInstance)
        .map(Challenge.class::cast)
        .filter(challenge -> challenge.slug().equals(name))
        .findFirst();
  }

  /// A challenge, or why there is none.
  public sealed interface Entry permits Challenge, Broken {}

  /// A challenge that cannot be read.
  ///
  /// @param name of the folder or file
  /// @param problem with file, line and rule
  public record Broken(String name, String problem) implements Entry {}
}
