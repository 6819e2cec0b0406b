package dev.bellwether.truth.score;

import dev.bellwether.history.observatory.ObservatoryClient;
import dev.bellwether.monkey.Browser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// Asks an observatory what a person would ask it: what is wrong on the map, what the failing and
/// the slow requests have in common, and of what there is more than before.
///
/// 1. Each node of the map that is not well, and calls no other that is not: what do its requests
///    have in common? Where they have nothing in common, the node itself is the answer.
/// 2. What have all failing requests in common, and all slow ones? A single customer's trouble does
///    not show on the map.
/// 3. Of which requests are there more than before? What neither fails nor is slow shows in nothing
///    else. Where an attribute changed for some who are as many as ever, they are the answer.
///
/// Failures are compared with the other requests of the window, latency with the time before: there
/// is always a slowest request.
public final class BellwetherBackend implements Backend {
  private static final Pattern CONDITION =
      Pattern.compile("([\\w.]+) (:|[<>]=?) (\"(?:[^\"\\\\]|\\\\.)*\"|[^\\s()]+)");

  private static final String PREFIX = "com.example.";

  private static final Map<String, String> BROWSERS = browsers();

  private final ObservatoryClient observatory;

  public BellwetherBackend(ObservatoryClient observatory) {
    this.observatory = observatory;
  }

  @Override
  public List<Finding> findings(Window window) throws IOException, InterruptedException {
    var findings = new LinkedHashMap<Map<String, String>, Finding>();
    for (var node : last(observatory.ask("/api/service-map" + range(window)))) {
      var mode = node.path("reason").asString().startsWith("errors") ? "failed" : "slow";
      var spans = spans(node);
      var explained = explanations(window, mode, spans, node.path("id").asString());
      if (explained.isEmpty()) {
        explained = List.of(new Finding(Map.of(), node.path("id").asString(), List.of(spans)));
      }
      explained.forEach(finding -> findings.putIfAbsent(finding.conditions(), finding));
    }
    for (var mode : List.of("failed", "slow", "more")) {
      explanations(window, mode, "", "")
          .forEach(finding -> findings.putIfAbsent(finding.conditions(), finding));
    }
    return List.copyOf(findings.values());
  }

  @Override
  public Set<String> hit(Finding finding, Window window) throws IOException, InterruptedException {
    var queries = finding.queries().iterator();
    var hit = observatory.traceIds(window.from(), window.to(), queries.next());
    while (queries.hasNext()) {
      hit.retainAll(observatory.traceIds(window.from(), window.to(), queries.next()));
    }
    return hit;
  }

  /// Nodes that are not well, of which no other explains the trouble: the failing first.
  private static List<JsonNode> last(JsonNode map) {
    var unwell = new TreeMap<String, JsonNode>();
    for (var node : map.path("nodes")) {
      var health = node.path("health").asString();
      if (health.equals("failing") || health.equals("degraded")) {
        unwell.put(node.path("id").asString(), node);
      }
    }
    var callers = new HashSet<String>();
    for (var edge : map.path("edges")) {
      if (unwell.containsKey(edge.path("target").asString())) {
        callers.add(edge.path("source").asString());
      }
    }
    var last = new ArrayList<JsonNode>();
    for (var health : List.of("failing", "degraded")) {
      unwell.forEach((id, node) -> {
        if (!callers.contains(id) && node.path("health").asString().equals(health)) {
          last.add(node);
        }
      });
    }
    return last;
  }

  private static String spans(JsonNode node) {
    var name = node.path("name").asString();
    return switch (node.path("kind").asString()) {
      case "service" -> "service.name : \"" + name + "\"";
      case "database" -> "db.system.name : \"" + name.replaceFirst("/.*", "") + "\"";
      default -> "peer.service : \"" + name + "\"";
    };
  }

  private List<Finding> explanations(Window window, String mode, String spans, String place)
      throws IOException, InterruptedException {
    var answer =
        observatory.post(
            "/api/explain"
                + parameters(window, spans)
                + "&mode="
                + mode
                + (mode.equals("slow") ? "&baseline=before" : ""));
    var findings = new ArrayList<Finding>();
    for (var explanation : answer.path("explanations")) {
      // Whose requests became something else is who it is about.
      var crowd = explanation.path("crowd").path("filter").asString("");
      var filter = crowd.isEmpty() ? explanation.path("filter").asString() : crowd;
      findings.add(new Finding(conditions(filter), place, queries(mode, filter, answer)));
    }
    return findings;
  }

  /// Spans of those that were hit, one query for each span that such a trace has.
  private static List<String> queries(String mode, String filter, JsonNode answer) {
    return switch (mode) {
      case "failed" -> List.of(filter, "status : error");
      case "slow" ->
          List.of(
              filter,
              "duration > %dus and kind : server"
                  .formatted((long) (answer.path("slowMillis").asDouble() * 1_000)));
      default -> List.of(filter);
    };
  }

  /// `com.example.region : EU and user_agent.original : "…"` as conditions on a trade's fields.
  static Map<String, String> conditions(String filter) {
    var conditions = new TreeMap<String, String>();
    var matcher = CONDITION.matcher(filter);
    while (matcher.find()) {
      var key = matcher.group(1);
      var value = unquoted(matcher.group(3));
      boolean negated = filter.substring(0, matcher.start()).endsWith("not ");
      if (negated) {
        conditions.put("not " + key, value);
      } else if (!matcher.group(2).equals(":")) {
        conditions.put(named(key) + " " + matcher.group(2), value);
      } else if (key.equals("user_agent.original") && BROWSERS.containsKey(value)) {
        conditions.put("browser", BROWSERS.getOrDefault(value, value));
      } else {
        conditions.put(named(key), value);
      }
    }
    if (conditions.isEmpty()) {
      conditions.put("query", filter);
    }
    return conditions;
  }

  private static String parameters(Window window, String query) {
    return range(window) + "&q=" + ObservatoryClient.encoded(query);
  }

  private static String range(Window window) {
    return "?from=%d&to=%d".formatted(window.from().toEpochMilli(), window.to().toEpochMilli());
  }

  private static String named(String key) {
    return key.startsWith(PREFIX) ? key.substring(PREFIX.length()) : key;
  }

  private static String unquoted(String value) {
    return value.startsWith("\"")
        ? value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1")
        : value.replaceAll("\\\\(.)", "$1");
  }

  private static Map<String, String> browsers() {
    var browsers = new HashMap<String, String>();
    for (var browser : Browser.values()) {
      for (int version = browser.oldest(); version <= browser.next(); version++) {
        browsers.put(browser.userAgent(version), browser.named(version));
      }
    }
    return browsers;
  }
}
