package dev.bellwether.analysis.patterns;

import dev.bellwether.model.LogRecord;
import dev.bellwether.model.LogRecord.Severity;
import dev.bellwether.model.Resource;
import dev.bellwether.model.Scope;
import dev.bellwether.model.TraceId;
import dev.bellwether.model.Value;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Log records in a word.
final class LogLines {
  static final Instant START = Instant.parse("2026-03-02T13:00:00Z");

  private LogLines() {}

  static LogRecord line(String service, Severity severity, int minute, String text) {
    return record(service, severity, minute, "", Value.of(text), Map.of(), null);
  }

  static LogRecord record(
      String service,
      Severity severity,
      int minute,
      String eventName,
      Value body,
      Map<String, Value> attributes,
      @Nullable TraceId traceId) {
    return new LogRecord(
        nanos(minute),
        0,
        List.of(Severity.values()).indexOf(severity) * 4,
        severity.name(),
        eventName,
        body,
        attributes,
        traceId,
        null,
        0,
        new Resource(Map.of("service.name", Value.of(service))),
        Scope.NONE,
        0);
  }

  static long nanos(int minute) {
    return (START.getEpochSecond() + minute * 60L) * 1_000_000_000L;
  }
}
