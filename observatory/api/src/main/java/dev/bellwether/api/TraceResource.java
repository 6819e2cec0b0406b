package dev.bellwether.api;

import dev.bellwether.analysis.path.CriticalPath;
import dev.bellwether.http.Problem;
import dev.bellwether.model.Span;
import dev.bellwether.model.TraceId;
import dev.bellwether.store.LogReader;
import dev.bellwether.store.TraceReader;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One whole trace with its log records.
final class TraceResource implements Resource {
  /// A trace of five services has about 20 lines; who logs a thousand in one trace reads them on
  /// the logs page.
  private static final int LOGS_MAX = 1_000;

  private final TraceReader traces;
  private final LogReader logs;

  TraceResource(TraceReader traces, LogReader logs) {
    this.traces = traces;
    this.logs = logs;
  }

  @Override
  public Endpoint endpoint() {
    return Endpoint.get(
        "/api/traces/{traceId}",
        "All stored spans of one trace, and the log records that carry its id.",
        TraceJson.class,
        Parameter.inPath("traceId", "32 hexadecimal digits."));
  }

  @Override
  public TraceJson answer(Arguments arguments) {
    var id = TraceId.parse(arguments.inPath("traceId"));
    var trace =
        traces
            .trace(id)
            .orElseThrow(() -> Problem.notFound("trace %s: no span of it is stored".formatted(id)));
    var page = logs.logsOf(id, LOGS_MAX);
    return new TraceJson(
        id.toString(),
        trace.spans().stream().map(TraceResource::span).toList(),
        page.items().stream().map(LogsResource::log).toList(),
        page.truncated(),
        CriticalPath.of(trace).sections().stream().map(TraceResource::section).toList());
  }

  private static TraceJson.Section section(CriticalPath.Section section) {
    return new TraceJson.Section(
        section.span().id().toString(),
        Long.toString(section.startNanos()),
        Long.toString(section.endNanos()));
  }

  private static TraceJson.Span span(Span span) {
    return new TraceJson.Span(
        span.id().toString(),
        textOrNull(span.parentId()),
        span.service(),
        span.name(),
        lowerCase(span.kind()),
        Long.toString(span.startNanos()),
        Long.toString(span.endNanos()),
        lowerCase(span.status().code()),
        span.status().message(),
        AttributesJson.of(span.attributes()),
        span.events().stream().map(TraceResource::event).toList(),
        span.links().stream().map(TraceResource::link).toList(),
        AttributesJson.of(span.resource().attributes()),
        new TraceJson.Scope(span.scope().name(), span.scope().version()));
  }

  private static TraceJson.Event event(Span.Event event) {
    return new TraceJson.Event(
        Long.toString(event.timeNanos()), event.name(), AttributesJson.of(event.attributes()));
  }

  private static TraceJson.Link link(Span.Link link) {
    return new TraceJson.Link(
        link.traceId().toString(), link.spanId().toString(), AttributesJson.of(link.attributes()));
  }

  static @Nullable String textOrNull(@Nullable Object id) {
    return id == null ? null : id.toString();
  }

  private static String lowerCase(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
