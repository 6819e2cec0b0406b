package dev.bellwether.monkey;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// What became of the trades of this run: sent = acknowledged + refused + failed + in flight. Many
/// threads may use it.
///
/// A trade is entered here before it is sent for the first time. What is in flight, and what was
/// given up, is kept by id: nobody knows whether it is recorded.
final class Tally {
  /// The counts of a moment.
  ///
  /// @param attempts sends, the repeated ones included
  record Counts(long sent, long acknowledged, long refused, long failed, long attempts) {}

  /// Enough to look into; the count goes on.
  private static final int UNRESOLVED_MAX = 100;

  private final Object lock = new Object();
  private final Map<UUID, Trade> inFlight = new LinkedHashMap<>();
  private final Map<UUID, String> unresolved = new LinkedHashMap<>();
  private final Latencies latencies = new Latencies();
  private long sent;
  private long acknowledged;
  private long refused;
  private long failed;
  private long attempts;

  void begun(Trade trade) {
    synchronized (lock) {
      sent++;
      inFlight.put(trade.id(), trade);
    }
  }

  void attempted() {
    synchronized (lock) {
      attempts++;
    }
  }

  /// @param nanos since the first send
  void settled(Trade trade, TraderClient.Outcome outcome, long nanos) {
    synchronized (lock) {
      inFlight.remove(trade.id());
      switch (outcome) {
        case TraderClient.Outcome.Acknowledged _ -> {
          acknowledged++;
          latencies.add(nanos);
        }
        case TraderClient.Outcome.Refused _ -> refused++;
        case TraderClient.Outcome.Failed(String reason) -> {
          failed++;
          if (unresolved.size() < UNRESOLVED_MAX) {
            unresolved.put(trade.id(), reason);
          }
        }
      }
    }
  }

  Counts counts() {
    synchronized (lock) {
      return new Counts(sent, acknowledged, refused, failed, attempts);
    }
  }

  List<UUID> inFlight() {
    synchronized (lock) {
      return List.copyOf(inFlight.keySet());
    }
  }

  /// The first of the trades that were given up, with the reason.
  Map<UUID, String> unresolved() {
    synchronized (lock) {
      return new LinkedHashMap<>(unresolved);
    }
  }

  Latencies.Summary latencies() {
    synchronized (lock) {
      return latencies.summary();
    }
  }
}
