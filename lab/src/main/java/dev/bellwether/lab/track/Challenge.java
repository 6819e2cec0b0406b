package dev.bellwether.lab.track;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// One challenge: what to read, what is beside it, and the scripts that prepare, check and solve
/// it.
///
/// @param slug its name in addresses, unique within the track
/// @param timeLimit zero when there is none
/// @param notes to be read while it is being prepared
/// @param hints in the order in which they are shown, each more open than the one before
public record Challenge(
    String slug,
    String id,
    String title,
    List<Tab> tabs,
    String difficulty,
    Duration timeLimit,
    List<Markup> notes,
    List<Markup> hints,
    Markup assignment,
    List<Script> scripts)
    implements Track.Entry {
  public Challenge {
    tabs = List.copyOf(tabs);
    notes = List.copyOf(notes);
    hints = List.copyOf(hints);
    scripts = List.copyOf(scripts);
  }

  /// The scripts of one kind, in the order of their hosts' names.
  public List<Script> scripts(Script.Kind kind) {
    return scripts.stream().filter(script -> script.kind() == kind).toList();
  }

  /// A file named `setup-HOST`, `check-HOST`, `solve-HOST` or `cleanup-HOST`, for bash.
  public record Script(Kind kind, String hostname, Path file) {
    public enum Kind {
      SETUP,
      CHECK,
      SOLVE,
      CLEANUP
    }
  }
}
