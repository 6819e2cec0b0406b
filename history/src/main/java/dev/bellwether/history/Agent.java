package dev.bellwether.history;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/// The OpenTelemetry agent of one service: collects spans and log records and exports up to 512 of
/// a kind in one request, grouped by instrumentation scope, below the resource attributes that the
/// Java agent finds out. One thread.
public final class Agent {
  /// The SDK's default for `OTEL_BSP_MAX_EXPORT_BATCH_SIZE`, and for that of log records.
  public static final int BATCH_SPANS_MAX = 512;

  private final ProtobufWriter resource = new ProtobufWriter();
  private final Batch spans;
  private final Batch logs;

  /// The agent of a service of ours.
  ///
  /// @param exporter gets an `ExportTraceServiceRequest` each
  public Agent(String service, UUID instance, int processId, Consumer<byte[]> exporter) {
    this(service, instance, processId, new Export(exporter, _ -> {}));
  }

  Agent(String service, UUID instance, int processId, Export export) {
    this(export);
    resource.message(1, () -> javaResource(service, instance, processId));
  }

  private Agent(Export export) {
    this.spans = new Batch("https://opentelemetry.io/schemas/1.37.0", export.traces());
    this.logs = new Batch("", export.logs());
  }

  /// What ships the log of PostgreSQL: no agent, but it exports in the same way.
  static Agent ofDatabase(Export export) {
    var agent = new Agent(export);
    agent.resource.message(
        1,
        () -> {
          var attributes = new SpanWriter(agent.resource, 1);
          attributes.text("db.system.name", "postgresql");
          attributes.text("deployment.environment.name", "bellwether");
          attributes.text("service.name", "postgresql");
          attributes.text("service.version", "18.6.0");
        });
    return agent;
  }

  /// Adds a span that has ended.
  ///
  /// @param scope name of the instrumentation, such as `io.opentelemetry.jdbc`
  /// @param span an encoded `Span`
  public void span(String scope, byte[] span) {
    spans.add(scope, span);
  }

  /// @param scope name of the logger
  /// @param log an encoded `LogRecord`
  void log(String scope, byte[] log) {
    logs.add(scope, log);
  }

  /// Exports what is left.
  public void flush() {
    spans.flush();
    logs.flush();
  }

  /// What is collected of one kind. An export request of spans and one of log records differ in
  /// what their innermost messages mean, and in nothing else.
  private final class Batch {
    private final String schema;
    private final Consumer<byte[]> exporter;
    private final Map<String, ProtobufWriter> itemsByScope = new LinkedHashMap<>();
    private int items;

    Batch(String schema, Consumer<byte[]> exporter) {
      this.schema = schema;
      this.exporter = exporter;
    }

    void add(String scope, byte[] item) {
      itemsByScope.computeIfAbsent(scope, _ -> new ProtobufWriter()).bytes(2, item);
      items++;
      if (items == BATCH_SPANS_MAX) {
        flush();
      }
    }

    void flush() {
      if (items == 0) {
        return;
      }
      var request = new ProtobufWriter();
      request.message(
          1,
          () -> {
            request.append(resource);
            itemsByScope.forEach((scope, writer) -> scopeItems(request, scope, writer));
          });
      itemsByScope.values().forEach(ProtobufWriter::clear);
      items = 0;
      exporter.accept(request.toByteArray());
    }

    private void scopeItems(ProtobufWriter request, String scope, ProtobufWriter items) {
      if (items.size() == 0) {
        return;
      }
      request.message(
          2,
          () -> {
            request.message(1, () -> scope(request, scope));
            request.append(items);
            if (!schema.isEmpty()) {
              request.text(3, schema);
            }
          });
    }

    /// Only the agent's own instrumentations have a version.
    private static void scope(ProtobufWriter request, String scope) {
      request.text(1, scope);
      if (scope.startsWith("io.opentelemetry.")) {
        request.text(2, "2.33.1-alpha");
      }
    }
  }

  private void javaResource(String service, UUID instance, int processId) {
    var attributes = new SpanWriter(resource, 1);
    attributes.text("deployment.environment.name", "bellwether");
    attributes.text("host.arch", "amd64");
    attributes.text("host.name", "exchange");
    attributes.text("os.description", "Linux 6.12.0-amd64");
    attributes.text("os.type", "linux");
    attributes.text("os.version", "6.12.0-amd64");
    attributes.texts("process.command_args", commandLine(service));
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

  private static List<String> commandLine(String service) {
    var line = new ArrayList<>(List.of("/opt/java/bin/java", "-XX:+UseSerialGC", "-Xmx192m"));
    line.add("-XX:TieredStopAtLevel=1");
    line.add("-javaagent:/opt/bellwether/opentelemetry-javaagent.jar");
    line.add("-Dservice=" + service);
    line.add("dev.bellwether." + service + ".Main");
    return line;
  }
}
