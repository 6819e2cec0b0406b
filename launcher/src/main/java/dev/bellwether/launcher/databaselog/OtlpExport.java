package dev.bellwether.launcher.databaselog;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Sends lines as OTLP/HTTP with JSON.
///
/// @param logs the address that ends in `/v1/logs`
/// @param keys of the baggage that become attributes; others may be anybody's
record OtlpExport(
    HttpClient http, URI logs, String version, Set<String> keys, InstantSource clock) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration ANSWER_MAX = Duration.ofSeconds(5);

  /// @throws IOException when they were not taken and should be sent again
  void send(List<LogLine> lines) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(logs)
            .timeout(ANSWER_MAX)
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body(lines))))
            .build();
    var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException("%s answered %d".formatted(logs, answer.statusCode()));
    }
  }

  ObjectNode body(List<LogLine> lines) {
    var body = JSON.createObjectNode();
    var ofDatabase = body.putArray("resourceLogs").addObject();
    var resource = ofDatabase.putObject("resource").putArray("attributes");
    put(resource, "service.name", "postgresql");
    put(resource, "service.version", version);
    put(resource, "deployment.environment.name", "bellwether");
    put(resource, "db.system.name", "postgresql");
    var scope = ofDatabase.putArray("scopeLogs").addObject();
    scope.putObject("scope").put("name", "dev.bellwether.launcher.databaselog");
    var records = scope.putArray("logRecords");
    lines.forEach(line -> add(line, records.addObject()));
    return body;
  }

  private void add(LogLine line, ObjectNode record) {
    record.put("timeUnixNano", nanos(line.time()));
    record.put("observedTimeUnixNano", nanos(clock.instant()));
    record.put("severityNumber", line.severityNumber());
    record.put("severityText", line.severity());
    record.putObject("body").put("stringValue", line.message());
    var comment = line.comment();
    if (!comment.traceId().isEmpty()) {
      record.put("traceId", comment.traceId());
      record.put("spanId", comment.spanId());
      record.put("flags", comment.flags());
    }
    var attributes = record.putArray("attributes");
    put(attributes, "db.namespace", line.database());
    put(attributes, "db.query.text", line.statement());
    put(attributes, "db.response.status_code", problem(line.sqlState()));
    put(attributes, "postgresql.user", line.user());
    put(attributes, "postgresql.detail", line.detail());
    put(attributes, "process.pid", Long.toString(line.processId()));
    comment
        .baggage()
        .forEach((key, value) -> {
          if (keys.contains(key)) {
            put(attributes, key, value);
          }
        });
  }

  private static String problem(String sqlState) {
    return sqlState.equals("00000") ? "" : sqlState;
  }

  private static void put(ArrayNode attributes, String key, String value) {
    if (!value.isEmpty()) {
      attributes.addObject().put("key", key).putObject("value").put("stringValue", value);
    }
  }

  private static String nanos(Instant time) {
    return Long.toString(time.getEpochSecond() * 1_000_000_000 + time.getNano());
  }
}
