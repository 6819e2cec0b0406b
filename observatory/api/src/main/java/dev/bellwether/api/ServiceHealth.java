package dev.bellwether.api;

import dev.bellwether.analysis.ServiceMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How the service map judges a service.
record ServiceHealth(String status, String reason, @Nullable String cause) {
  private static final ServiceHealth UNSEEN =
      new ServiceHealth("unknown", "no requests in this window", null);

  static ServiceHealth of(
      ServiceMap map, Map<String, ServiceMapJson.Explanation> explanations, String service) {
    return map.nodes().stream()
        .filter(node -> node.kind() == ServiceMap.NodeKind.SERVICE && node.id().equals(service))
        .map(node -> NodeExplanations.health(node, explanations.get(node.id())))
        .map(health ->
            new ServiceHealth(
                health.status().name().toLowerCase(Locale.ROOT), health.reason(), health.cause()))
        .findFirst()
        .orElse(UNSEEN);
  }
}
