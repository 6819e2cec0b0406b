package dev.bellwether.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/// The OpenTelemetry agent of one service: collects spans and exports up to 512 of them in one
/// request, grouped by instrumentation scope, below the twenty resource attributes that the Java
/// agent finds out. One thread.
final class Agent {
  /// The SDK's default for `OTEL_BSP_MAX_EXPORT_BATCH_SIZE`.
  static final int BATCH_SPANS_MAX = 512;

  private final String service;
  private final ProtobufWriter resource = new ProtobufWriter();
  private final Map<String, ProtobufWriter> spansByScope = new LinkedHashMap<>();
  private final Consumer<byte[]> exporter;
  private int spans;

  Agent(String service, UUID instance, int processId, Consumer<byte[]> exporter) {
    this.service = service;
    this.exporter = exporter;
    resource.message(1, () -> resource(instance, processId));
  }

  /// Adds a span that has ended.
  ///
  /// @param scope name of the instrumentation, such as `io.opentelemetry.jdbc`
  /// @param span an encoded `Span`
  void span(String scope, byte[] span) {
    spansByScope.computeIfAbsent(scope, _ -> new ProtobufWriter()).bytes(2, span);
    spans++;
    if (spans == BATCH_SPANS_MAX) {
      flush();
    }
  }

  /// Exports what is left.
  void flush() {
    if (spans == 0) {
      return;
    }
    var request = new ProtobufWriter();
    request.message(
        1,
        () -> {
          request.append(resource);
          spansByScope.forEach((scope, writers) -> scopeSpans(request, scope, writers));
        });
    spansByScope.values().forEach(ProtobufWriter::clear);
    spans = 0;
    exporter.accept(request.toByteArray());
  }

  private static void scopeSpans(ProtobufWriter request, String scope, ProtobufWriter spans) {
    if (spans.size() == 0) {
      return;
    }
    request.message(
        2,
        () -> {
          request.message(
              1,
              () -> {
                request.text(1, scope);
                request.text(2, "2.33.1-alpha");
              });
          request.append(spans);
          request.text(3, "https://opentelemetry.io/schemas/1.37.0");
        });
  }

  private void resource(UUID instance, int processId) {
    var attributes = new SpanWriter(resource, 1);
    attributes.text("deployment.environment.name", "bellwether");
    attributes.text("host.arch", "amd64");
    attributes.text("host.name", "exchange");
    attributes.text("os.description", "Linux 6.12.0-amd64");
    attributes.text("os.type", "linux");
    attributes.text("os.version", "6.12.0-amd64");
    attributes.texts("process.command_args", commandLine());
    attributes.text("process.executable.path", "/opt/java/bin/java");
    attributes.whole("process.pid", processId);
    attributes.text("process.runtime.description", "Eclipse Adoptium OpenJDK 64-Bit Server VM");
    attributes.text("process.runtime.name", "OpenJDK Runtime Environment");
    attributes.text("process.runtime.version", "25.0.3+9-LTS");
    attributes.text("service.instance.id", instance.toString());
    attributes.text("service.name", service);
    attributes.text("service.version", "0.1.0");
    attributes.text("telemetry.distro.name", "opentelemetry-java-instrumentation");
    attributes.text("telemetry.distro.version", "2.33.1");
    attributes.text("telemetry.sdk.language", "java");
    attributes.text("telemetry.sdk.name", "opentelemetry");
    attributes.text("telemetry.sdk.version", "1.67.0");
  }

  private List<String> commandLine() {
    var line = new ArrayList<>(List.of("/opt/java/bin/java", "-XX:+UseSerialGC", "-Xmx192m"));
    line.add("-XX:TieredStopAtLevel=1");
    line.add("-javaagent:/opt/bellwether/opentelemetry-javaagent.jar");
    line.add("-Dservice=" + service);
    line.add("dev.bellwether." + service + ".Main");
    return line;
  }
}
