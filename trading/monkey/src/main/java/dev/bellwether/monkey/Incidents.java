package dev.bellwether.monkey;

import dev.bellwether.faults.Chapter;
import dev.bellwether.faults.Control;
import dev.bellwether.faults.ControlClient;
import dev.bellwether.faults.ControlException;
import dev.bellwether.faults.FaultKind;
import dev.bellwether.faults.FaultPlan;
import dev.bellwether.faults.Faults;
import dev.bellwether.faults.Incident;
import dev.bellwether.faults.Ledger;
import dev.bellwether.faults.Report;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/// What is wrong just now: puts plans into force, asks every second whom they hit, ends them when
/// their time has come, and writes all of it down. Says nothing to the log, which others can read.
///
/// A service that was restarted gets its plans again. A monkey that was killed goes on where the
/// ledger stops. Many threads may use it; a change waits for a round that is under way.
final class Incidents implements AutoCloseable {
  private static final Duration ROUND = Duration.ofSeconds(1);

  /// For the last report of a service that was busy when its plan ended.
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /// An instance of the recorder that runs beside the other, if it does.
  static final String CANARY = "recorder-canary";

  /// @param reports the last of each service
  /// @param former the last of services before they were restarted
  /// @param ended services that were told of the end
  private record Active(
      Incident incident, Map<String, Report> reports, List<Report> former, Set<String> ended) {
    static Active of(Incident incident) {
      return new Active(incident, new LinkedHashMap<>(), new ArrayList<>(), new HashSet<>());
    }

    long sum(ToLongFunction<Report> count) {
      return Stream.concat(reports.values().stream(), former.stream()).mapToLong(count).sum();
    }
  }

  /// One that is over, but not in every service: one of them has not answered yet.
  private record Ending(Active active, String reason) {}

  private final Object lock = new Object();
  private final Path folder;
  private final Ledger ledger;
  private final Faults own;
  private final InstantSource clock;
  private final Consumer<List<Incident>> followers;
  private final Map<String, Active> active = new LinkedHashMap<>();
  private final Map<String, Ending> ending = new LinkedHashMap<>();
  private volatile List<Incident> ongoing = List.of();
  private final Thread rounds = Thread.ofPlatform().name("rounds").daemon().unstarted(this::run);

  private Incidents(
      Path folder,
      Ledger ledger,
      Faults own,
      InstantSource clock,
      Consumer<List<Incident>> followers) {
    this.folder = folder;
    this.ledger = ledger;
    this.own = own;
    this.clock = clock;
    this.followers = followers;
  }

  /// Goes on with what the ledger says is not over.
  ///
  /// @param folder where services say how to control them
  /// @param own what can go wrong in this process
  /// @param followers hear of every change
  static Incidents open(
      Path folder,
      Path ledgerFile,
      Faults own,
      InstantSource clock,
      Consumer<List<Incident>> followers)
      throws IOException {
    var incidents = new Incidents(folder, Ledger.open(ledgerFile), own, clock, followers);
    for (Chapter chapter : Ledger.read(ledgerFile)) {
      if (chapter.end().isEmpty()) {
        incidents.resume(chapter.incident());
      }
    }
    incidents.rounds.start();
    return incidents;
  }

  /// Begins an incident; one of the same kind and predicate ends.
  ///
  /// @param service whose instance it is, empty for all of them
  /// @throws Problem 503, if a service cannot be told
  Incident start(FaultPlan plan, String service, Map<String, String> decoys) {
    synchronized (lock) {
      stop("replaced", it -> it.kind() == plan.kind() && it.where().equals(plan.where()));
      List<String> services = service.isEmpty() ? instances(plan.kind()) : List.of(service);
      var begun = Active.of(new Incident(plan, clock.instant(), services, decoys));
      ledger.started(begun.incident);
      active.put(plan.id(), begun);
      try {
        services.forEach(each -> control(each).put(plan));
      } catch (ControlException | IllegalArgumentException e) {
        end(begun, "not begun");
        throw new Problem(
            e instanceof ControlException ? 503 : 400, String.valueOf(e.getMessage()));
      }
      changed();
      return begun.incident;
    }
  }

  void stop(Predicate<FaultPlan> which) {
    stop("stopped", which);
  }

  /// Those that go on, in the order that they began. Waits for nobody.
  List<Incident> incidents() {
    return ongoing;
  }

  /// Ends everything: nothing goes wrong while nobody writes it down.
  @Override
  public void close() throws IOException {
    rounds.interrupt();
    synchronized (lock) {
      stop("stopped", _ -> true);
      ending.values().forEach(this::write);
      ledger.close();
    }
  }

  private void resume(Incident incident) {
    active.put(incident.id(), Active.of(incident));
    if (incident.services().contains("monkey")) {
      own.put(incident.plan());
    }
    changed();
  }

  private void stop(String reason, Predicate<FaultPlan> which) {
    synchronized (lock) {
      for (Active each : List.copyOf(active.values())) {
        if (which.test(each.incident.plan())) {
          end(each, reason);
        }
      }
      changed();
    }
  }

  /// Tells all services, and as long as one of them does not answer, again in the next round. By
  /// the plan's own end it is over there, too.
  private void end(Active each, String reason) {
    String id = each.incident.id();
    active.remove(id);
    for (String service : each.incident.services()) {
      if (!each.ended.contains(service)
          && note(each, service, () -> control(service).remove(id, next(each, service)))) {
        each.ended.add(service);
      }
    }
    var over = new Ending(each, reason);
    ending.put(id, over);
    boolean everywhere = each.ended.containsAll(each.incident.services());
    if (everywhere || each.incident.plan().end().plus(PATIENCE).isBefore(clock.instant())) {
      write(over);
      ending.remove(id);
    }
  }

  private void write(Ending over) {
    Active each = over.active;
    long matched = each.sum(Report::matched);
    long victims = each.sum(Report::victims);
    double percent = matched == 0 ? 0 : Math.round(victims * 10_000.0 / matched) / 100.0;
    ledger.ended(
        each.incident.id(),
        new Chapter.End(clock.instant(), over.reason, matched, victims, percent));
  }

  private void changed() {
    ongoing = active.values().stream().map(Active::incident).toList();
    followers.accept(ongoing);
  }

  private void run() {
    try {
      while (true) {
        Thread.sleep(ROUND);
        try {
          synchronized (lock) {
            round();
          }
        } catch (UncheckedIOException _) {
          // The ledger cannot be written just now: what is missing there is asked for again.
        }
      }
    } catch (InterruptedException _) {
      // The monkey is stopping.
    }
  }

  private void round() {
    Instant now = clock.instant();
    List.copyOf(ending.values()).forEach(each -> end(each.active, each.reason));
    boolean over = false;
    for (Active each : List.copyOf(active.values())) {
      if (each.incident.plan().end().isAfter(now)) {
        each.incident.services().forEach(service -> ask(each, service));
      } else {
        end(each, "expired");
        over = true;
      }
    }
    if (over) {
      changed();
    }
  }

  private void ask(Active each, String service) {
    String id = each.incident.id();
    note(
        each,
        service,
        () -> {
          Optional<Report> report = control(service).report(id, next(each, service));
          if (report.isEmpty()) {
            // It was restarted: it knows nothing, and counts from 0.
            control(service).put(each.incident.plan());
          }
          return report;
        });
  }

  private interface Question {
    Optional<Report> ask();
  }

  /// False when the service did not answer, or the ledger could not be written: it is asked again
  /// in the next round, and gives the same answer.
  private boolean note(Active each, String service, Question question) {
    try {
      question
          .ask()
          .ifPresentOrElse(
              report -> {
                ledger.victims(each.incident.id(), clock.instant(), service, report.trades());
                each.reports.put(service, report);
              },
              () -> {
                Report last = each.reports.remove(service);
                if (last != null) {
                  each.former.add(last);
                }
              });
      return true;
    } catch (ControlException | IllegalArgumentException | UncheckedIOException _) {
      return false;
    }
  }

  private static long next(Active each, String service) {
    Report last = each.reports.get(service);
    return last == null ? 0 : last.next();
  }

  private List<String> instances(FaultKind kind) {
    var instances = new ArrayList<>(List.of(kind.service()));
    if (kind.service().equals("recorder") && Files.exists(folder.resolve(CANARY))) {
      instances.add(CANARY);
    }
    return instances;
  }

  private Control control(String service) {
    return service.equals("monkey") ? own : new ControlClient(folder.resolve(service));
  }

  /// A name for an incident that no other has.
  static String newId() {
    return UUID.randomUUID().toString();
  }
}
