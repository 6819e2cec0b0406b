package dev.bellwether.store.elasticsearch;

import java.util.Locale;

/// What a data stream holds.
enum Signal {
  TRACES,
  LOGS,
  METRICS;

  /// `traces-bellwether.otel-default`: type, dataset, namespace. The suffix `.otel` tells Kibana
  /// that documents are in OpenTelemetry's own layout.
  String stream(String namespace) {
    return "%s-bellwether.otel-%s".formatted(word(), namespace);
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
