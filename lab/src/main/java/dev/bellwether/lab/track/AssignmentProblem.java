package dev.bellwether.lab.track;

import java.nio.file.Path;

/// Something in a track is not as it has to be: `01-map/assignment.md:7: type: 'shop' (expected:
/// service, code or terminal)`.
public final class AssignmentProblem extends RuntimeException {
  private static final long serialVersionUID = 1;

  /// @param line counted from 1; 0 means the file as a whole
  AssignmentProblem(Path file, int line, String rule) {
    super(
        line == 0 ? "%s: %s".formatted(file, rule) : "%s:%d: %s".formatted(file, line, rule),
        null,
        false,
        false);
  }
}
