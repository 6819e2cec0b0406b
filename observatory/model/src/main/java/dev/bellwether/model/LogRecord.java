package dev.bellwether.model;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One log line or event.
///
/// @param timeNanos when it happened; 0 where the sender did not know
/// @param observedNanos when it was collected; 0 where nobody said
/// @param severityNumber 1 (TRACE) to 24 (FATAL4), 0 where it is not given
/// @param eventName names the kind of event; empty for plain log lines
public record LogRecord(
    long timeNanos,
    long observedNanos,
    int severityNumber,
    String severityText,
    String eventName,
    Value body,
    Map<String, Value> attributes,
    @Nullable TraceId traceId,
    @Nullable SpanId spanId,
    int flags,
    Resource resource,
    Scope scope,
    int droppedAttributes) {
  public LogRecord {
    attributes = Map.copyOf(attributes);
  }

  public String service() {
    return resource.serviceName();
  }

  /// The time to sort and search by: when it happened, else when it was collected.
  public long effectiveNanos() {
    return timeNanos != 0 ? timeNanos : observedNanos;
  }

  public Severity severity() {
    return Severity.of(severityNumber);
  }

  /// The same record with other attributes.
  public LogRecord withAttributes(Map<String, Value> others) {
    return with(others, resource, scope);
  }

  /// The same record as another resource and scope send it.
  public LogRecord from(Resource otherResource, Scope otherScope) {
    return with(attributes, otherResource, otherScope);
  }

  private LogRecord with(
      Map<String, Value> otherAttributes, Resource otherResource, Scope otherScope) {
    return new LogRecord(
        timeNanos,
        observedNanos,
        severityNumber,
        severityText,
        eventName,
        body,
        otherAttributes,
        traceId,
        spanId,
        flags,
        otherResource,
        otherScope,
        droppedAttributes);
  }

  /// The six ranges of the specification's 24 severity numbers.
  public enum Severity {
    UNSPECIFIED,
    TRACE,
    DEBUG,
    INFO,
    WARN,
    ERROR,
    FATAL;

    /// 1 to 4 is TRACE, 5 to 8 DEBUG and so on; anything else is UNSPECIFIED.
    public static Severity of(int number) {
      return number < 1 || number > 24 ? UNSPECIFIED : values()[(number + 3) / 4];
    }
  }
}
