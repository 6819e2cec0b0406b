package dev.bellwether.history;

import dev.bellwether.faults.Incident;
import java.util.List;

/// An incident to come, and what else changes at the same time without doing any harm: the reason
/// why its decoys look guilty.
///
/// @param harmless in the form of an incident, but of no [Faults][dev.bellwether.faults.Faults]
public record PlannedIncident(Incident incident, List<Incident> harmless) {
  public PlannedIncident {
    harmless = List.copyOf(harmless);
  }
}
