package dev.bellwether.monkey;

import dev.bellwether.faults.FaultKind;
import dev.bellwether.faults.Incident;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What surges there are. A surge gets 95 % of all picks of its kind.
///
/// @param customers by customer id
public record Throughput(Surges<Region> regions, Surges<String> customers, Surges<String> symbols) {
  public static Throughput ordinary() {
    return new Throughput(new Surges<>(), new Surges<>(), new Surges<>());
  }

  /// Surges as these incidents have them, and no others.
  public void follow(List<Incident> incidents) {
    var byRegion = new HashMap<Region, Speed>();
    byField(incidents, "region")
        .forEach((name, speed) -> byRegion.put(Region.valueOf(name), speed));
    regions.set(byRegion);
    customers.set(byField(incidents, "customer_id"));
    symbols.set(byField(incidents, "symbol"));
  }

  private static Map<String, Speed> byField(List<Incident> incidents, String field) {
    var surges = new HashMap<String, Speed>();
    for (Incident incident : incidents) {
      String value = incident.plan().where().get(field);
      if (incident.plan().kind() == FaultKind.THROUGHPUT_SURGE && value != null) {
        surges.put(value, incident.plan().amount() > 0 ? Speed.HIGH : Speed.NORMAL);
      }
    }
    return surges;
  }
}
