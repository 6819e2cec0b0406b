package dev.bellwether.trader;

import dev.bellwether.faults.ControlServer;
import dev.bellwether.faults.Faults;
import java.io.IOException;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The process: reads its configuration, wires the parts and serves until it is told to stop.
public final class Trader {
  private static final Logger log = LoggerFactory.getLogger(Trader.class);

  private Trader() {}

  public static void main(String[] arguments) throws IOException {
    TraderConfig config;
    try {
      config = TraderConfig.from(System.getenv());
    } catch (IllegalArgumentException e) {
      log.error("{}", e.getMessage());
      System.exit(2);
      return;
    }
    log.info("{}", config);

    var model = new TradeModel(config.seed());
    var market = new Market(model);
    var router = new RouterClient(config.routerUrl(), config.routerTimeout());
    var faults = new Faults("trader", InstantSource.system());
    var control = ControlServer.start(faults, config.controlFile());
    var desk = new TradeDesk(model, market, router, new Surroundings(faults));
    var server = TraderServer.start(config.port(), model, market, desk);
    log.info("trader listens on 127.0.0.1:{}", server.port());

    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  server.close();
                  router.close();
                  if (control != null) {
                    control.close();
                  }
                },
                "stop"));
  }
}
