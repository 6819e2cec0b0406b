package dev.bellwether.monkey;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Sends one trade after the other while it is on.
///
/// One thread, made with the simulation, sets the pace; each trade has a thread of its own. Whoever
/// calls [#start] only turns a switch: the threads are none of his request's, or its trace would
/// become the trace of every trade.
final class Simulation implements AutoCloseable {
  private static final System.Logger log = System.getLogger("dev.bellwether.monkey");

  /// Customers that wait for an answer at a time; the next one waits for one of them.
  private static final int IN_FLIGHT_MAX = 20;

  /// What SIGTERM leaves us is 5 s, of which the server takes one.
  private static final int STOP_SECONDS = 2;

  private final Object lock = new Object();
  private final Semaphore slots = new Semaphore(IN_FLIGHT_MAX);
  private final Trades trades;
  private final TraderClient trader;
  private final Tally tally;
  private final long tradesMax;
  private final Thread pace = Thread.ofPlatform().name("pace").daemon().unstarted(this::run);
  private boolean on;

  /// @param tradesMax after so many it stops by itself; 0 is never
  Simulation(Trades trades, TraderClient trader, Tally tally, long tradesMax) {
    this.trades = trades;
    this.trader = trader;
    this.tally = tally;
    this.tradesMax = tradesMax;
    pace.start();
  }

  void start() {
    turn(true);
  }

  /// Draws no more trades. Those that are in flight go on to their end.
  void stop() {
    turn(false);
  }

  boolean isOn() {
    synchronized (lock) {
      return on;
    }
  }

  /// Stops and waits for what is in flight, but not for long: a trade may be waiting to be retried.
  @Override
  public void close() {
    stop();
    pace.interrupt();
    try {
      boolean _ = slots.tryAcquire(IN_FLIGHT_MAX, STOP_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void turn(boolean on) {
    synchronized (lock) {
      if (this.on != on) {
        this.on = on;
        lock.notifyAll();
        log.log(INFO, on ? "simulation started" : "simulation stopped");
      }
    }
  }

  private void run() {
    try {
      long dueNanos = System.nanoTime();
      while (!Thread.interrupted()) {
        awaitOn();
        slots.acquire();
        Trade trade = trades.next();
        tally.begun(trade);
        Thread _ = Thread.ofVirtual().name("trade-" + trade.number()).start(() -> settle(trade));
        if (trade.number() + 1 == tradesMax) {
          stop();
        }
        // A little lateness is made up for, waiting for a slot is not.
        dueNanos = Math.max(dueNanos + trade.pause().toNanos(), System.nanoTime());
        LockSupport.parkNanos(dueNanos - System.nanoTime());
      }
    } catch (InterruptedException _) {
      log.log(INFO, "no more trades");
    }
  }

  private void awaitOn() throws InterruptedException {
    synchronized (lock) {
      while (!on) {
        lock.wait();
      }
    }
  }

  private void settle(Trade trade) {
    long startNanos = System.nanoTime();
    TraderClient.Outcome outcome;
    try {
      outcome = trader.send(trade);
    } catch (InterruptedException _) {
      outcome = new TraderClient.Outcome.Failed("the monkey is stopping");
    } catch (RuntimeException e) {
      log.log(WARNING, "trade " + trade.id(), e);
      outcome = new TraderClient.Outcome.Failed(e.toString());
    } finally {
      slots.release();
    }
    tally.settled(trade, outcome, System.nanoTime() - startNanos);
    switch (outcome) {
      case TraderClient.Outcome.Acknowledged _ -> {}
      case TraderClient.Outcome.Refused(int status, String answer) ->
          log.log(WARNING, "trade {0} refused: {1} {2}", trade.id(), status, answer);
      case TraderClient.Outcome.Failed(String reason) ->
          log.log(WARNING, "trade {0} given up: {1}", trade.id(), reason);
    }
  }
}
