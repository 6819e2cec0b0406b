package dev.bellwether.monkey;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;

import java.io.IOException;

/// The process: reads its configuration, wires the parts and trades until it is told to stop.
public final class Monkey implements AutoCloseable {
  private static final System.Logger log = System.getLogger("dev.bellwether.monkey");

  private final Simulation simulation;
  private final TraderClient trader;
  private final MonkeyServer server;

  private Monkey(Simulation simulation, TraderClient trader, MonkeyServer server) {
    this.simulation = simulation;
    this.trader = trader;
    this.server = server;
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
    var trades =
        new Trades(config.seed(), cast, throughput, config.tradesPerSecond(), config.day());
    var tally = new Tally();
    var trader = new TraderClient(config.traderUrl(), tally);
    var simulation = new Simulation(trades, trader, tally);
    var server =
        MonkeyServer.start(
            config.port(),
            cast,
            throughput,
            simulation,
            trader,
            () -> State.of(config, cast, throughput, trades, tally, simulation));
    log.log(INFO, "monkey listens on 127.0.0.1:" + server.port());
    if (config.autostart()) {
      simulation.start();
    }
    return new Monkey(simulation, trader, server);
  }

  int port() {
    return server.port();
  }

  @Override
  public void close() {
    simulation.close();
    trader.close();
    server.close();
  }
}
