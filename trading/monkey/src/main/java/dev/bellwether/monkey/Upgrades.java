package dev.bellwether.monkey;

import dev.bellwether.faults.FaultKind;
import dev.bellwether.faults.Incident;
import java.util.List;
import java.util.Objects;

/// Which browsers have a new version just now. Many threads may use it.
public final class Upgrades {
  /// @param region where the new version is used; empty for everywhere
  private record Upgrade(Browser browser, String region) {
    boolean reaches(Customer customer) {
      return customer.browser().startsWith(browser + " ")
          && (region.isEmpty() || region.equals(customer.region().name()));
    }
  }

  private volatile List<Upgrade> now = List.of();

  /// A new version of every browser that these incidents are about, and of no other.
  public void follow(List<Incident> incidents) {
    now =
        incidents.stream()
            .filter(incident -> incident.plan().kind() == FaultKind.MALFORMED_REQUEST)
            .map(Upgrades::upgrade)
            .toList();
  }

  /// The customer with the browser that he uses now.
  Customer of(Customer customer) {
    for (Upgrade upgrade : now) {
      if (upgrade.reaches(customer)) {
        return customer.with(upgrade.browser, upgrade.browser.next());
      }
    }
    return customer;
  }

  private static Upgrade upgrade(Incident incident) {
    String named = Objects.requireNonNullElse(incident.plan().where().get("browser"), "");
    return new Upgrade(
        Browser.labelled(named.replaceFirst(" .*", "")).orElseThrow(),
        Objects.requireNonNullElse(incident.decoys().get("region"), ""));
  }
}
