package dev.bellwether.faults;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.Supplier;

/// The plans of one service. Many threads may use it; without plans, asking costs one read.
public final class Faults implements Control {
  /// Each of fifty customers, and a few more.
  private static final int PLANS_MAX = 64;

  /// Nothing goes wrong for ever because somebody forgot.
  private static final Duration LASTS_MAX = Duration.ofDays(1);

  private record Running(FaultPlan plan, Toll toll) {}

  private final Object lock = new Object();
  private final String service;
  private final InstantSource clock;
  private volatile List<Running> running = List.of();

  /// @param service as [FaultKind#service] has it
  public Faults(String service, InstantSource clock) {
    this.service = service;
    this.clock = clock;
  }

  /// Whether a fault of this kind hits this trade, and how hard: the plan's amount. The same trade,
  /// tried again, is hit again.
  ///
  /// @param trade its fields by their names on the wire
  public OptionalInt strike(FaultKind kind, UUID tradeId, Supplier<Map<String, String>> trade) {
    List<Running> plans = running;
    if (plans.isEmpty()) {
      return OptionalInt.empty();
    }
    Instant now = clock.instant();
    Map<String, String> fields = trade.get();
    for (Running one : plans) {
      FaultPlan plan = one.plan;
      if (plan.kind() == kind && plan.end().isAfter(now) && plan.matches(fields)) {
        boolean hit = plan.hits(tradeId);
        one.toll.add(tradeId, hit);
        if (hit) {
          return OptionalInt.of(plan.amount());
        }
      }
    }
    return OptionalInt.empty();
  }

  @Override
  public void put(FaultPlan plan) {
    requireOurs(plan);
    synchronized (lock) {
      if (running.stream().anyMatch(one -> one.plan.equals(plan))) {
        return;
      }
      var changed = without(plan.id());
      if (changed.size() >= PLANS_MAX) {
        throw new IllegalArgumentException(
            "plans: %d (expected: at most that many, DELETE one)".formatted(PLANS_MAX));
      }
      changed.add(new Running(plan, new Toll()));
      running = List.copyOf(changed);
    }
  }

  @Override
  public Optional<Report> report(String id, long after) {
    return running.stream()
        .filter(one -> one.plan.id().equals(id))
        .findFirst()
        .map(one -> one.toll.report(id, after));
  }

  @Override
  public Optional<Report> remove(String id, long after) {
    synchronized (lock) {
      Optional<Report> last = report(id, after);
      running = List.copyOf(without(id));
      return last;
    }
  }

  List<FaultPlan> plans() {
    return running.stream().map(Running::plan).toList();
  }

  private void requireOurs(FaultPlan plan) {
    if (!plan.kind().service().equals(service)) {
      throw new IllegalArgumentException(
          "kind: %s (expected, in the %s: %s)"
              .formatted(plan.kind(), service, FaultKind.of(service)));
    }
    Instant latest = clock.instant().plus(LASTS_MAX);
    if (plan.end().isAfter(latest)) {
      throw new IllegalArgumentException(
          "end: %s (expected: at most a day from now, %s)".formatted(plan.end(), latest));
    }
  }

  private List<Running> without(String id) {
    var others = new ArrayList<>(running);
    others.removeIf(one -> one.plan.id().equals(id));
    return others;
  }
}
