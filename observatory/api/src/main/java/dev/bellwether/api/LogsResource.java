package dev.bellwether.api;

import dev.bellwether.model.LogRecord;
import dev.bellwether.store.LogReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Log records that match, newest first.
final class LogsResource implements Resource {
  private final LogReader logs;

  LogsResource(LogReader logs) {
    this.logs = logs;
  }

  @Override
  public String path() {
    return "/api/logs";
  }

  @Override
  public String summary() {
    return "Log records in the window that match the query, newest first.";
  }

  @Override
  public List<Parameter> parameters() {
    var parameters = new ArrayList<>(Parameter.RANGE);
    parameters.add(Parameter.QUERY);
    parameters.add(Parameter.LIMIT);
    return parameters;
  }

  @Override
  public Class<?> answerType() {
    return LogsJson.class;
  }

  @Override
  public LogsJson answer(Arguments arguments) {
    var page = logs.logs(arguments.range(), arguments.query(), arguments.limit());
    return new LogsJson(page.items().stream().map(LogsResource::log).toList(), page.truncated());
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
