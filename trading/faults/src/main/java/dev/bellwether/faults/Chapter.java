package dev.bellwether.faults;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// What the ledger knows of one incident.
///
/// @param victims each trade once, in the order of the ledger
/// @param end absent while it goes on
public record Chapter(Incident incident, Set<UUID> victims, Optional<End> end) {
  /// How it ended.
  ///
  /// @param reason `expired`, `stopped`, `replaced` or why it never began
  /// @param matched trades that fulfilled the predicate
  /// @param percent of them that were hit: the intensity achieved
  public record End(Instant at, String reason, long matched, long victims, double percent) {}

  /// One that is being read.
  static final class Draft {
    private final Incident incident;
    private final Set<UUID> victims = new LinkedHashSet<>();
    private final List<End> ends = new ArrayList<>();

    Draft(Incident incident) {
      this.incident = incident;
    }

    void add(List<UUID> trades) {
      victims.addAll(trades);
    }

    void end(End end) {
      ends.add(end);
    }

    Chapter chapter() {
      return new Chapter(incident, victims, ends.stream().findFirst());
    }
  }
}
