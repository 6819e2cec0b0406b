package dev.bellwether.web;

import dev.bellwether.api.HealthJson;
import dev.bellwether.api.LogsJson;
import dev.bellwether.api.ServiceMapJson;
import dev.bellwether.api.TraceJson;
import dev.bellwether.api.TracesJson;
import dev.bellwether.http.Problem;

/// What the pages are shown: answers of the API, built from its own records.
interface Scene {
  ServiceMapJson serviceMap();

  HealthJson health();

  TracesJson traces(String query);

  TraceJson trace(String traceId);

  LogsJson logs(String query);

  static Scene named(String name) {
    return switch (name) {
      case "trading" -> new TradingScene(false);
      case "failing" -> new TradingScene(true);
      case "empty" -> new EmptyScene();
      case "crowd" -> new CrowdScene(200);
      case "deep" -> new DeepScene(10_000);
      case "hostile" -> new HostileScene();
      default -> throw new IllegalArgumentException("scene: %s".formatted(name));
    };
  }

  /// The complaint of the query parser, as the API words it.
  static void refuseWhereMalformed(String query) {
    if (query.endsWith(":")) {
      throw Problem.badRequest(
          "q: a value is missing at character %d (expected: a word, a \"phrase\", * or a group)"
              .formatted(query.length() + 1));
    }
  }
}
