package dev.bellwether.history;

import dev.bellwether.faults.Chapter;
import dev.bellwether.faults.Incident;
import dev.bellwether.faults.Ledger;
import dev.bellwether.faults.Report;
import java.util.HashMap;
import java.util.Map;

/// Writes an incident down as monkey does: its beginning, every now and then whom it hit, its end.
final class IncidentLog {
  private final Ledger ledger;
  private final Surroundings surroundings;
  private final Incident incident;
  private final Map<String, Report> reports = new HashMap<>();

  IncidentLog(Ledger ledger, Surroundings surroundings, Incident incident) {
    this.ledger = ledger;
    this.surroundings = surroundings;
    this.incident = incident;
  }

  void begin() {
    ledger.started(incident);
    surroundings.begin(incident);
  }

  void ask(long nanos) {
    for (var service : incident.services()) {
      surroundings
          .of(service)
          .report(incident.id(), next(service))
          .ifPresent(report -> note(service, report, nanos));
    }
  }

  void end(long nanos) {
    for (var service : incident.services()) {
      surroundings
          .of(service)
          .remove(incident.id(), next(service))
          .ifPresent(report -> note(service, report, nanos));
    }
    long matched = reports.values().stream().mapToLong(Report::matched).sum();
    long victims = reports.values().stream().mapToLong(Report::victims).sum();
    double percent = matched == 0 ? 0 : Math.round(victims * 10_000.0 / matched) / 100.0;
    ledger.ended(
        incident.id(), new Chapter.End(Logs.instant(nanos), "expired", matched, victims, percent));
  }

  private void note(String service, Report report, long nanos) {
    ledger.victims(incident.id(), Logs.instant(nanos), service, report.trades());
    reports.put(service, report);
  }

  private long next(String service) {
    var last = reports.get(service);
    return last == null ? 0 : last.next();
  }
}
