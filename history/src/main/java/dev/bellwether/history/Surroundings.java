package dev.bellwether.history;

import dev.bellwether.faults.FaultKind;
import dev.bellwether.faults.Faults;
import dev.bellwether.faults.Incident;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;

/// What goes wrong in which service at the moment of the history: the services' own [Faults], on a
/// clock that the history sets. One thread.
final class Surroundings {
  static final List<String> RECORDERS = List.of("recorder", "recorder-canary");

  private final Map<String, Faults> services = new LinkedHashMap<>();
  private Instant now;

  Surroundings(Instant start) {
    now = start;
    InstantSource clock = () -> now;
    for (var service : List.of("monkey", "trader", "clearinghouse")) {
      services.put(service, new Faults(service, clock));
    }
    RECORDERS.forEach(service -> services.put(service, new Faults("recorder", clock)));
  }

  void set(Instant time) {
    now = time;
  }

  Faults of(String service) {
    var faults = services.get(service);
    if (faults == null) {
      throw new IllegalArgumentException("service: " + service + " (expected: " + services + ")");
    }
    return faults;
  }

  /// Whom a plan is sent to.
  static List<String> instances(FaultKind kind) {
    return kind.service().equals("recorder") ? RECORDERS : List.of(kind.service());
  }

  void begin(Incident incident) {
    incident.services().forEach(service -> of(service).put(incident.plan()));
  }

  OptionalInt strike(String service, FaultKind kind, UUID tradeId, Map<String, String> trade) {
    return of(service).strike(kind, tradeId, () -> trade);
  }
}
