package dev.bellwether.faults;

import java.util.Optional;

/// Sets plans and hears what they did. [Faults] is a service's own, [ControlClient] another's.
public interface Control {
  /// Puts a plan into force. The same plan again changes nothing; another one with its id takes its
  /// place and begins to count anew.
  ///
  /// @throws IllegalArgumentException when the service cannot do this
  /// @throws ControlException when it does not answer
  void put(FaultPlan plan);

  /// What a plan has done; empty where there is none with this id, after a restart, say.
  ///
  /// @param after number of the first victim to list; those before it may be forgotten
  Optional<Report> report(String id, long after);

  /// Ends a plan, with its last report.
  Optional<Report> remove(String id, long after);
}
