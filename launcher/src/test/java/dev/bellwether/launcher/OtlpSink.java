package dev.bellwether.launcher;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

/// Stands where the observatory would and keeps every byte that it is sent: traces, logs, metrics.
final class OtlpSink implements AutoCloseable {
  /// @param path `/v1/traces` and the like
  private record Export(String path, ByteString body) {}

  /// A span with the service that sent it.
  record Sent(String service, Span span) {
    boolean failed() {
      return span.getStatus().getCode() == Status.StatusCode.STATUS_CODE_ERROR;
    }

    Map<String, String> attributes() {
      return texts(span.getAttributesList());
    }
  }

  private final List<Export> exports = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;

  private OtlpSink(HttpServer server) {
    this.server = server;
  }

  static OtlpSink start() throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    var sink = new OtlpSink(server);
    server.createContext("/", sink::take);
    server.setExecutor(sink.threads);
    server.start();
    return sink;
  }

  int port() {
    return server.getAddress().getPort();
  }

  /// All that came, as if each byte were a character: what is text is found in it.
  String everything() {
    return exports.stream()
        .map(export -> export.body.toString(ISO_8859_1))
        .collect(Collectors.joining("\n"));
  }

  long exports(String path) {
    return exports.stream().filter(export -> export.path.equals(path)).count();
  }

  List<Sent> spans() {
    return exports.stream()
        .filter(export -> export.path.equals("/v1/traces"))
        .flatMap(export -> spans(export.body).stream())
        .toList();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange;
        InputStream body = exchange.getRequestBody()) {
      boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
      var bytes = ByteString.readFrom(zipped ? new GZIPInputStream(body) : body);
      exports.add(new Export(exchange.getRequestURI().getPath(), bytes));
      exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
      exchange.sendResponseHeaders(200, -1);
    }
  }

  private static List<Sent> spans(ByteString body) {
    try {
      return ExportTraceServiceRequest.parseFrom(body).getResourceSpansList().stream()
          .flatMap(resource -> {
            var service =
                texts(resource.getResource().getAttributesList()).getOrDefault("service.name", "");
            return resource.getScopeSpansList().stream()
                .flatMap(scope -> scope.getSpansList().stream())
                .map(span -> new Sent(service, span));
          })
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, String> texts(List<KeyValue> attributes) {
    return attributes.stream()
        .collect(
            Collectors.toMap(
                KeyValue::getKey, each -> each.getValue().getStringValue(), (one, _) -> one));
  }
}
