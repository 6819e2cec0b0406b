package dev.bellwether.web;

import dev.bellwether.api.AttributeKeysJson;
import dev.bellwether.api.EdgeJson;
import dev.bellwether.api.GapsJson;
import dev.bellwether.api.HealthJson;
import dev.bellwether.api.LogsJson;
import dev.bellwether.api.ServiceMapJson;
import dev.bellwether.api.TimelineJson;
import dev.bellwether.api.TraceJson;
import dev.bellwether.api.TracesJson;
import dev.bellwether.http.Problem;
import java.util.List;
import java.util.regex.Pattern;

/// What the pages are shown: answers of the API, built from its own records.
interface Scene {
  ServiceMapJson serviceMap();

  HealthJson health();

  TracesJson traces(String query);

  TraceJson trace(String traceId);

  LogsJson logs(String query);

  default AttributeKeysJson attributes(String signal) {
    return new AttributeKeysJson(
        List.of(new AttributeKeysJson.Signal(signal, 0, false, true, 0, List.of())));
  }

  default TimelineJson timeline(String signal) {
    var now = System.currentTimeMillis() / 1000 * 1_000_000_000L;
    var from = now - 900_000_000_000L + "";
    return new TimelineJson(
        from, now + "", from, 900_000, List.of(), null, true, 0, false, true, null, List.of(),
        List.of());
  }

  default EdgeJson edge(String source, String target) {
    return new EdgeJson(source, target, 0, 0, false, true, List.of());
  }

  default GapsJson gaps() {
    return new GapsJson(null, 0, false, true, List.of());
  }

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

  /// Where a refused query went wrong, counted from 0; -1 where the complaint is of something else.
  static int positionIn(String complaint) {
    var found = Pattern.compile("at character (\\d+)").matcher(complaint);
    return found.find() ? Integer.parseInt(found.group(1)) - 1 : -1;
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
