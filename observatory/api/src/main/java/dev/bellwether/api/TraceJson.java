package dev.bellwether.api;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `GET /api/traces/{traceId}`: all spans by start time, and the log records that carry the trace
/// id.
///
/// Attribute values are JSON strings, numbers, booleans, arrays or objects, as they were sent;
/// bytes are hexadecimal.
///
/// @param logsTruncated there are more log records than are shown
/// @param criticalPath which span held up the whole at each moment of the root, in order of time
public record TraceJson(
    String traceId,
    List<Span> spans,
    List<LogsJson.Log> logs,
    boolean logsTruncated,
    List<Section> criticalPath) {
  /// One span with everything that was sent of it.
  ///
  /// @param kind `unspecified`, `internal`, `server`, `client`, `producer` or `consumer`
  /// @param status `unset`, `ok` or `error`
  public record Span(
      String spanId,
      @Nullable String parentSpanId,
      String service,
      String name,
      String kind,
      String startUnixNano,
      String endUnixNano,
      String status,
      String statusMessage,
      Map<String, Object> attributes,
      List<Event> events,
      List<Link> links,
      Map<String, Object> resource,
      Scope scope) {}

  public record Event(String timeUnixNano, String name, Map<String, Object> attributes) {}

  public record Link(String traceId, String spanId, Map<String, Object> attributes) {}

  public record Scope(String name, String version) {}

  /// A time in which the span itself, none of its children, held up the trace.
  public record Section(String spanId, String startUnixNano, String endUnixNano) {}
}
