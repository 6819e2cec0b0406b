package dev.bellwether.otlp;

import java.util.Arrays;
import java.util.Optional;

/// What kind of telemetry a request carries, and where it is sent to.
enum Signal {
  TRACES("traces", "trace.v1.TraceService", "rejectedSpans"),
  LOGS("logs", "logs.v1.LogsService", "rejectedLogRecords"),
  METRICS("metrics", "metrics.v1.MetricsService", "rejectedDataPoints");

  /// As in `/v1/traces`, and in counters.
  final String label;

  final String httpPath;
  final String grpcPath;

  /// Name of the count in a partial success, in JSON.
  final String rejectedName;

  Signal(String label, String service, String rejectedName) {
    this.label = label;
    this.httpPath = "/v1/" + label;
    this.grpcPath = "/opentelemetry.proto.collector." + service + "/Export";
    this.rejectedName = rejectedName;
  }

  static Optional<Signal> ofHttpPath(String path) {
    return Arrays.stream(values()).filter(signal -> signal.httpPath.equals(path)).findFirst();
  }

  static Optional<Signal> ofGrpcPath(String path) {
    return Arrays.stream(values()).filter(signal -> signal.grpcPath.equals(path)).findFirst();
  }
}
