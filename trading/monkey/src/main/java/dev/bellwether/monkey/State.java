package dev.bellwether.monkey;

import dev.bellwether.faults.FaultPlan;
import dev.bellwether.faults.Incident;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// `GET /state`: all there is to know about the monkey.
///
/// @param seed of the customers and of every trade; a run with it sends the same trades
/// @param running whether trades are being drawn
/// @param drawn trades that were drawn, by number: 0 to this, exclusive
/// @param inFlight ids of the trades that wait for an answer
/// @param unresolved ids of the first trades that were given up, with the reason: nobody knows
///   whether they are recorded
record State(
    long seed,
    boolean running,
    String dayOfWeek,
    double tradesPerSecond,
    long drawn,
    Tally.Counts trades,
    Latencies.Summary latencyMillis,
    Surging throughput,
    List<Wrong> incidents,
    List<UUID> inFlight,
    Map<UUID, String> unresolved,
    List<Region> regions,
    List<String> symbols,
    List<Customer> customers) {

  /// The surges, by what they favour.
  record Surging(
      Map<Region, Speed> region, Map<String, Speed> customer, Map<String, Speed> symbol) {}

  /// Something that goes wrong just now. Its victims are in the ledger, which nobody serves.
  record Wrong(
      String id,
      String kind,
      List<String> services,
      Map<String, String> where,
      Map<String, String> decoys,
      double percent,
      int amount,
      long seed,
      String start,
      String end) {
    static Wrong of(Incident incident) {
      FaultPlan plan = incident.plan();
      return new Wrong(
          plan.id(),
          plan.kind().label(),
          incident.services(),
          plan.where(),
          incident.decoys(),
          plan.percent(),
          plan.amount(),
          plan.seed(),
          incident.start().toString(),
          plan.end().toString());
    }
  }

  static State of(
      MonkeyConfig config,
      Cast cast,
      Throughput throughput,
      Incidents incidents,
      Trades trades,
      Tally tally,
      Simulation simulation) {
    return new State(
        config.seed(),
        simulation.isOn(),
        trades.day(),
        config.tradesPerSecond(),
        trades.drawn(),
        tally.counts(),
        tally.latencies(),
        new Surging(
            throughput.regions().now(), throughput.customers().now(), throughput.symbols().now()),
        incidents.incidents().stream().map(Wrong::of).toList(),
        tally.inFlight(),
        tally.unresolved(),
        Arrays.asList(Region.values()),
        Cast.SYMBOLS,
        cast.customers());
  }
}
