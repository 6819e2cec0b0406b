package dev.bellwether.launcher;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// What makes an uninstrumented process an observed one: the OpenTelemetry Java agent and its
/// settings. No line of the services knows about it.
record Telemetry(Path agent, int otlpHttpPort, int clearinghousePort) {

  /// The keys of the telemetry contract, copied from baggage to every span and log record. Never
  /// `*`: baggage comes from outside.
  static final List<String> BAGGAGE =
      List.of(
          "com.example.customer_id",
          "com.example.day_of_week",
          "com.example.region",
          "com.example.symbol",
          "com.example.data_source",
          "com.example.classification",
          "com.example.canary",
          "com.example.trade_id");

  String option() {
    return "-javaagent:" + agent;
  }

  /// @param instrumentations the only ones switched on, by the agent's names for them: all of them
  ///   cost twice the start-up time
  /// @param more properties of the agent in environment form, for this service only
  Map<String, String> environment(
      String service, List<String> instrumentations, Map<String, String> more) {
    var keys = String.join(",", BAGGAGE);
    var environment = new LinkedHashMap<String, String>();
    environment.put("OTEL_SERVICE_NAME", service);
    environment.put(
        "OTEL_RESOURCE_ATTRIBUTES",
        "service.version=%s,deployment.environment.name=bellwether".formatted(Build.version()));
    environment.put("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:" + otlpHttpPort);
    environment.put("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf");
    environment.put("OTEL_EXPORTER_OTLP_COMPRESSION", "gzip");
    // A trade is on the map within a second of its answer.
    environment.put("OTEL_BSP_SCHEDULE_DELAY", "500");
    environment.put("OTEL_BLRP_SCHEDULE_DELAY", "500");
    environment.put("OTEL_METRIC_EXPORT_INTERVAL", "5000");
    environment.put("OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE", "delta");
    environment.put("OTEL_SEMCONV_STABILITY_OPT_IN", "database");
    // thread.id and thread.name on every span are a tenth of its size and say nothing of a trade.
    environment.put("OTEL_JAVAAGENT_ADD_THREAD_DETAILS", "false");
    environment.put("OTEL_JAVA_EXPERIMENTAL_SPAN_ATTRIBUTES_COPY_FROM_BAGGAGE_INCLUDE", keys);
    environment.put("OTEL_JAVA_EXPERIMENTAL_LOG_ATTRIBUTES_COPY_FROM_BAGGAGE_INCLUDE", keys);
    environment.put(
        "OTEL_INSTRUMENTATION_COMMON_PEER_SERVICE_MAPPING",
        "127.0.0.1:%d=clearinghouse".formatted(clearinghousePort));
    environment.put("OTEL_INSTRUMENTATION_COMMON_DEFAULT_ENABLED", "false");
    // Memory, threads, CPU: 20 series every five seconds, no measurable cost.
    environment.put(enabled("runtime-telemetry"), "true");
    environment.putAll(
        instrumentations.stream().collect(Collectors.toMap(Telemetry::enabled, _ -> "true")));
    environment.putAll(more);
    return environment;
  }

  private static String enabled(String instrumentation) {
    return "OTEL_INSTRUMENTATION_%s_ENABLED"
        .formatted(instrumentation.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
