package dev.bellwether.history;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.bellwether.faults.Chapter;
import dev.bellwether.faults.Ledger;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What a history has written, decoded.
///
/// @param bytes all requests, a character each
record Written(
    List<ServiceSpan> spans,
    List<ServiceLog> logs,
    String bytes,
    String ledger,
    List<Chapter> chapters,
    History.Counts counts) {

  record ServiceSpan(String service, Span span) {}

  record ServiceLog(String service, LogRecord log) {}

  static Written by(HistoryPlan plan, Path folder) throws IOException {
    var spans = new ArrayList<ServiceSpan>();
    var logs = new ArrayList<ServiceLog>();
    var bytes = new ByteArrayOutputStream();
    var file = Files.createTempDirectory(folder, "ledger").resolve("incidents.jsonl");
    try (var ledger = Ledger.open(file)) {
      var export =
          new Export(
              body -> {
                bytes.writeBytes(body);
                addSpans(body, spans);
              },
              body -> {
                bytes.writeBytes(body);
                addLogs(body, logs);
              });
      var history = new History(plan, export, ledger, (_, _, _) -> {});
      boolean more = true;
      while (more) {
        more = history.next();
      }
      return new Written(
          spans,
          logs,
          bytes.toString(StandardCharsets.ISO_8859_1),
          Files.readString(file),
          Ledger.read(file),
          history.counts());
    }
  }

  private static void addSpans(byte[] body, List<ServiceSpan> spans) {
    try {
      for (var resource : ExportTraceServiceRequest.parseFrom(body).getResourceSpansList()) {
        for (var scope : resource.getScopeSpansList()) {
          scope
              .getSpansList()
              .forEach(span -> spans.add(new ServiceSpan(service(resource.getResource()), span)));
        }
      }
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void addLogs(byte[] body, List<ServiceLog> logs) {
    try {
      for (var resource : ExportLogsServiceRequest.parseFrom(body).getResourceLogsList()) {
        for (var scope : resource.getScopeLogsList()) {
          scope
              .getLogRecordsList()
              .forEach(log -> logs.add(new ServiceLog(service(resource.getResource()), log)));
        }
      }
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String service(Resource resource) {
    return text(resource.getAttributesList(), "service.name");
  }

  static String text(List<KeyValue> attributes, String key) {
    return attributes.stream()
        .filter(one -> one.getKey().equals(key))
        .map(one -> one.getValue().getStringValue())
        .findFirst()
        .orElse("");
  }
}
