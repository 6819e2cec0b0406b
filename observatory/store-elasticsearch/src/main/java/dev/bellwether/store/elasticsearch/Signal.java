package dev.bellwether.store.elasticsearch;

import java.util.Locale;

/// What a data stream holds.
enum Signal {
  TRACES(0),
  LOGS(1),
  METRICS(2);

  /// In the [SpoolRecord]s.
  final byte code;

  Signal(int code) {
    this.code = (byte) code;
  }

  static Signal of(byte code) {
    return switch (code) {
      case 0 -> TRACES;
      case 1 -> LOGS;
      case 2 -> METRICS;
      default -> throw new IllegalStateException("signal " + code + " (expected: 0 to 2)");
    };
  }

  /// `traces-bellwether.otel-default`: type, dataset, namespace. The suffix `.otel` tells Kibana
  /// that documents are in OpenTelemetry's own layout.
  String stream(String namespace) {
    return "%s-bellwether.otel-%s".formatted(word(), namespace);
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
