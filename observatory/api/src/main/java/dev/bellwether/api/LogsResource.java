package dev.bellwether.api;

import dev.bellwether.model.LogRecord;
import dev.bellwether.store.LogReader;
import java.util.Locale;

/// Log records that match, newest first.
final class LogsResource implements Resource {
  private final LogReader logs;

  LogsResource(LogReader logs) {
    this.logs = logs;
  }

  @Override
  public Endpoint endpoint() {
    return Endpoint.get(
        "/api/logs",
        "Log records in the window that match the query, newest first.",
        LogsJson.class,
        Parameter.FROM,
        Parameter.TO,
        Parameter.QUERY,
        Parameter.LIMIT,
        Parameter.EXPLAIN);
  }

  @Override
  public LogsJson answer(Arguments arguments) {
    var page = logs.logs(arguments.range(), arguments.query(), arguments.limit());
    return new LogsJson(
        page.items().stream().map(LogsResource::log).toList(),
        page.truncated(),
        page.effort().complete(),
        arguments.explain() ? EffortJson.of(page.effort()) : null);
  }

  static LogsJson.Log log(LogRecord log) {
    return new LogsJson.Log(
        Long.toString(log.effectiveNanos()),
        TraceResource.textOrNull(log.traceId()),
        TraceResource.textOrNull(log.spanId()),
        log.severity().name().toLowerCase(Locale.ROOT),
        log.body().text(),
        log.service(),
        AttributesJson.of(log.attributes()),
        AttributesJson.of(log.resource().attributes()));
  }
}
