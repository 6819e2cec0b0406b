package dev.bellwether.store.elasticsearch;

import dev.bellwether.model.LogRecord;
import dev.bellwether.model.TraceId;
import dev.bellwether.store.LogReader;
import dev.bellwether.store.Page;
import dev.bellwether.store.TimeRange;
import dev.bellwether.store.query.Query;
import java.util.List;

/// Reads log records.
final class LogSearch implements LogReader {
  private final RecordSearch search;

  LogSearch(Search search) {
    this.search = new RecordSearch(search);
  }

  @Override
  public Page<LogRecord> logs(TimeRange range, Query filter, int limit) {
    return search.page(
        Signal.LOGS,
        Search.within(range, List.of(QueryDsl.candidates(filter))),
        true,
        LogJson::read,
        filter::matches,
        limit);
  }

  @Override
  public Page<LogRecord> logsOf(TraceId traceId, int limit) {
    return search.page(
        Signal.LOGS,
        QueryDsl.term("trace_id", traceId.toString()),
        false,
        LogJson::read,
        _ -> true,
        limit);
  }
}
