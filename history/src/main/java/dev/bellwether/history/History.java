package dev.bellwether.history;

import dev.bellwether.faults.Incident;
import dev.bellwether.faults.Ledger;
import dev.bellwether.history.Recording.Scene;
import dev.bellwether.monkey.Cast;
import dev.bellwether.monkey.Throughput;
import dev.bellwether.monkey.Trade;
import dev.bellwether.monkey.Trades;
import dev.bellwether.monkey.Upgrades;
import dev.bellwether.trader.Market;
import dev.bellwether.trader.TradeModel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/// Lets a plan happen: draws one trade after another, tries again what failed, begins and ends
/// incidents and writes them down. One thread.
public final class History {
  private static final Duration TRADING_DAY = Duration.ofMinutes(1);

  /// Like monkey: this often, a trade is sent under the same id, with growing pauses in between.
  private static final int ATTEMPTS_MAX = 8;

  private static final long WAIT_FIRST_MILLIS = 200;
  private static final long WAIT_MAX_MILLIS = 5_000;

  /// Until then, at most 50,000 victims of one incident wait to be asked for.
  private static final long ASKED_EVERY_NANOS = TimeUnit.SECONDS.toNanos(10);

  /// Hears which trace belongs to which trade, in the order that they began, nearly.
  public interface Follower {
    void traced(UUID tradeId, String traceId, long startNanos);
  }

  /// What has been written.
  ///
  /// @param until how far the history is, for who wants to show progress
  public record Counts(long trades, long traces, long spans, long logs, Instant until) {}

  private final HistoryPlan plan;
  private final Ledger ledger;
  private final Follower follower;
  private final Recording recording;
  private final Surroundings surroundings;
  private final Timeline timeline = new Timeline();
  private final Recorders recorders = new Recorders();
  private final Throughput throughput = Throughput.ordinary();
  private final Upgrades upgrades = new Upgrades();
  private final List<Incident> changes = new ArrayList<>();
  private final Market market;
  private final Trades drawn;
  private final Relay relay;
  private long trades;
  private long traces;
  private long nowNanos;

  public History(HistoryPlan plan, Export export, Ledger ledger, Follower follower) {
    this.plan = plan;
    this.ledger = ledger;
    this.follower = follower;
    this.recording = new Recording(new SplittableRandom(plan.seed()), export);
    this.surroundings = new Surroundings(plan.start());
    this.market = new Market(new TradeModel(plan.seed()));
    this.drawn =
        new Trades(
            plan.seed(),
            Cast.of(plan.seed()),
            throughput,
            upgrades,
            surroundings.of("monkey"),
            plan.tradesPerSecond(),
            TRADING_DAY);
    this.relay = new Relay(timeline, this::deliver);
    this.nowNanos = nanos(plan.start());
    plan.incidents().forEach(this::schedule);
  }

  /// Goes on by one trade and all that happens before it.
  ///
  /// @return whether there is more to come
  public boolean next() {
    if (nowNanos >= nanos(plan.end())) {
      timeline.advance(Long.MAX_VALUE);
      recording.flush();
      return false;
    }
    timeline.advance(nowNanos);
    recording.reportUntil(nowNanos);
    surroundings.set(Logs.instant(nowNanos));
    Trade trade = drawn.next();
    trades++;
    attempt(trade, 1, nowNanos);
    nowNanos += trade.pause().toNanos();
    return true;
  }

  public Counts counts() {
    return new Counts(trades, traces, recording.spans(), recording.logs(), Logs.instant(nowNanos));
  }

  private void attempt(Trade trade, int number, long nanos) {
    surroundings.set(Logs.instant(nanos));
    var attempt = new Attempt(trade, number, nanos, random(trade, number));
    var ended = TradeSteps.run(recording, surroundings, market, recorders, attempt);
    traced(trade.id(), ended.scene(), nanos);
    ended.undelivered().ifPresent(event -> relay.add(event, ended.endNanos()));
    if (ended.status() >= 500 && number < ATTEMPTS_MAX) {
      long ceiling = Math.min(WAIT_FIRST_MILLIS << (number - 1), WAIT_MAX_MILLIS);
      long wait = TimeUnit.MILLISECONDS.toNanos(attempt.random().nextLong(ceiling + 1));
      timeline.add(ended.endNanos() + wait, at -> attempt(trade, number + 1, at));
    }
  }

  private Optional<Undelivered> deliver(Undelivered event, long nanos) {
    surroundings.set(Logs.instant(nanos));
    var origin = event.attempt();
    var chance = new Chance(random(origin.trade(), ATTEMPTS_MAX + event.attempts()));
    var scene = new Scene(chance.id(), chance.id(), event.origin().keys());
    traced(origin.id(), scene, nanos);
    return new NotifierSteps(recording, surroundings, scene, chance)
        .again(event, nanos, new HashMap<>(origin.request().keys()));
  }

  private void traced(UUID tradeId, Scene scene, long nanos) {
    traces++;
    follower.traced(tradeId, "%016x%016x".formatted(scene.traceHigh(), scene.traceLow()), nanos);
  }

  private SplittableRandom random(Trade trade, int number) {
    return new SplittableRandom(trade.jitterSeed() + number);
  }

  private void schedule(PlannedIncident planned) {
    var incident = planned.incident();
    var log = new IncidentLog(ledger, surroundings, incident);
    long startNanos = nanos(incident.start());
    long endNanos = nanos(incident.plan().end());
    timeline.add(
        startNanos,
        at -> {
          surroundings.set(Logs.instant(at));
          log.begin();
          changes.add(incident);
          changes.addAll(planned.harmless());
          changed();
        });
    for (long at = startNanos + ASKED_EVERY_NANOS; at < endNanos; at += ASKED_EVERY_NANOS) {
      timeline.add(at, log::ask);
    }
    timeline.add(
        endNanos,
        at -> {
          log.end(at);
          changes.clear();
          changed();
        });
  }

  private void changed() {
    throughput.follow(changes);
    upgrades.follow(changes);
  }

  static long nanos(Instant time) {
    return TimeUnit.SECONDS.toNanos(time.getEpochSecond()) + time.getNano();
  }
}
