package dev.bellwether.monkey;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;

import dev.bellwether.faults.Faults;
import java.io.IOException;
import java.time.InstantSource;

/// The process: reads its configuration, wires the parts and trades until it is told to stop.
public final class Monkey implements AutoCloseable {
  private static final System.Logger log = System.getLogger("dev.bellwether.monkey");

  private final Simulation simulation;
  private final TraderClient trader;
  private final MonkeyServer server;
  private final Incidents incidents;

  private Monkey(
      Simulation simulation, TraderClient trader, MonkeyServer server, Incidents incidents) {
    this.simulation = simulation;
    this.trader = trader;
    this.server = server;
    this.incidents = incidents;
  }

  public static void main(String[] arguments) throws IOException {
    StandardOutput.install();
    MonkeyConfig config;
    try {
      config = MonkeyConfig.from(System.getenv());
    } catch (IllegalArgumentException e) {
      log.log(ERROR, e.getMessage());
      System.exit(2);
      return;
    }
    log.log(INFO, config.toString());
    Monkey monkey = start(config);
    Runtime.getRuntime().addShutdownHook(new Thread(monkey::close, "stop"));
  }

  /// Listens when this returns.
  static Monkey start(MonkeyConfig config) throws IOException {
    var cast = Cast.of(config.seed());
    var throughput = Throughput.ordinary();
    var upgrades = new Upgrades();
    var faults = new Faults("monkey", InstantSource.system());
    var incidents =
        Incidents.open(
            config.controlFolder(),
            config.ledgerFile(),
            faults,
            InstantSource.system(),
            now -> {
              throughput.follow(now);
              upgrades.follow(now);
            });
    var trades =
        new Trades(
            config.seed(),
            cast,
            throughput,
            upgrades,
            faults,
            config.tradesPerSecond(),
            config.day());
    var tally = new Tally();
    var trader = new TraderClient(config.traderUrl(), tally);
    var simulation = new Simulation(trades, trader, tally, config.tradesMax());
    var server =
        MonkeyServer.start(
            config.port(),
            new FaultRoutes(cast, config.seed()),
            incidents,
            simulation,
            trader,
            () -> State.of(config, cast, throughput, incidents, trades, tally, simulation));
    log.log(INFO, "monkey listens on 127.0.0.1:" + server.port());
    if (config.autostart()) {
      simulation.start();
    }
    return new Monkey(simulation, trader, server, incidents);
  }

  int port() {
    return server.port();
  }

  @Override
  public void close() {
    simulation.close();
    trader.close();
    server.close();
    try {
      incidents.close();
    } catch (IOException e) {
      log.log(ERROR, "a file does not close", e);
    }
  }
}
