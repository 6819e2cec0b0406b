package dev.bellwether.faults;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A plan that was put into force somewhere.
///
/// @param services whose control endpoint got the plan
/// @param decoys what many victims have in common without being the cause: a region where only one
///   browser fails
public record Incident(
    FaultPlan plan, Instant start, List<String> services, Map<String, String> decoys) {
  public Incident {
    services = List.copyOf(services);
    decoys = Collections.unmodifiableMap(new TreeMap<>(decoys));
  }

  public String id() {
    return plan.id();
  }
}
