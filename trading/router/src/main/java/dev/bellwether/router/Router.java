package dev.bellwether.router;

import io.vertx.core.json.JsonObject;

/// The process: reads its configuration and serves until it is told to stop.
public final class Router {
  private Router() {}

  public static void main(String[] arguments) {
    JsonLog.install();
    RouterConfig config;
    try {
      config = RouterConfig.from(System.getenv());
    } catch (IllegalArgumentException e) {
      JsonLog.error(String.valueOf(e.getMessage()), new JsonObject());
      System.exit(2);
      return;
    }
    JsonLog.info(config.toString(), new JsonObject());
    RouterServer server = RouterServer.start(config);
    JsonLog.info("router listens on 127.0.0.1:" + server.port(), new JsonObject());
    Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop"));
  }
}
