package dev.bellwether.api;

import dev.bellwether.model.LogRecord;
import dev.bellwether.model.LogRecord.Severity;
import dev.bellwether.model.Span;
import dev.bellwether.store.LogReader;
import dev.bellwether.store.Page;
import dev.bellwether.store.TimeRange;
import dev.bellwether.store.TraceReader;
import dev.bellwether.store.query.Query;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// When the records that match happened: failed spans apart, log records by severity.
///
/// Where nothing is asked for, the roots of traces stand for their traces: a picture of all spans
/// would show every trade twelve times.
final class TimelineResource implements Resource {
  /// 20 spans a second for a quarter of an hour; reading them takes about 100 ms.
  private static final int RECORDS_MAX = 20_000;

  private static final Query ROOTS = Query.parse("not parent.id : *");

  private static final List<Severity> SEVERITIES =
      List.of(
          Severity.FATAL,
          Severity.ERROR,
          Severity.WARN,
          Severity.INFO,
          Severity.DEBUG,
          Severity.TRACE,
          Severity.UNSPECIFIED);

  private static final Parameter SIGNAL =
      Parameter.optional("signal", "string", "`traces` or `logs`. Default: traces.");

  private static final Parameter BY =
      Parameter.optional(
          "by",
          "string",
          "A key, for example `com.example.region`: a series for each of its most frequent values.");

  private final TraceReader traces;
  private final LogReader logs;

  TimelineResource(TraceReader traces, LogReader logs) {
    this.traces = traces;
    this.logs = logs;
  }

  @Override
  public Endpoint endpoint() {
    return Endpoint.get(
        "/api/timeline",
        "How many of the newest records match in each step of time; of spans also how long they took.",
        TimelineJson.class,
        Parameter.FROM,
        Parameter.TO,
        Parameter.QUERY,
        SIGNAL,
        BY);
  }

  @Override
  public TimelineJson answer(Arguments arguments) {
    var by = arguments.text("by").filter(key -> !key.isBlank()).orElse(null);
    var grouping = by == null ? null : Grouping.by(by);
    return arguments.choice("signal", List.of("traces", "logs")).equals("traces")
        ? ofSpans(arguments.range(), arguments.query(), grouping)
        : ofLogs(arguments.range(), arguments.query(), grouping);
  }

  private TimelineJson ofSpans(TimeRange range, Query query, @Nullable Grouping by) {
    boolean all = query.equals(Query.EVERYTHING);
    boolean roots = all && by == null;
    // Roots may not have the key: a customer is known only where his request came in.
    var wanted = roots ? ROOTS : all && by != null ? new Query.Exists(by.field()) : query;
    var page = traces.spans(range, wanted, RECORDS_MAX);
    var timeline = new Timeline(range);
    page.items().forEach(timeline::plot);
    if (by == null) {
      timeline.declare("failed");
      timeline.declare("ok");
      page.items()
          .forEach(span -> timeline.count(span.failed() ? "failed" : "ok", span.startNanos()));
    } else {
      by.count(page.items(), by::of, Span::startNanos, timeline);
    }
    var oldest = page.items().stream().mapToLong(Span::startNanos).min().orElse(0);
    return json(range, timeline, page, roots, oldest, by);
  }

  private TimelineJson ofLogs(TimeRange range, Query query, @Nullable Grouping by) {
    var page = logs.logs(range, query, RECORDS_MAX);
    var timeline = new Timeline(range);
    if (by == null) {
      var present = page.items().stream().map(LogRecord::severity).distinct().toList();
      SEVERITIES.stream().filter(present::contains).forEach(each -> timeline.declare(nameOf(each)));
      page.items().forEach(log -> timeline.count(nameOf(log.severity()), log.effectiveNanos()));
    } else {
      by.count(page.items(), by::of, LogRecord::effectiveNanos, timeline);
    }
    var oldest = page.items().stream().mapToLong(LogRecord::effectiveNanos).min().orElse(0);
    return json(range, timeline, page, false, oldest, by);
  }

  private static TimelineJson json(
      TimeRange range,
      Timeline timeline,
      Page<?> page,
      boolean roots,
      long oldestNanos,
      @Nullable Grouping by) {
    var whole = !page.truncated() && page.effort().complete();
    var points = timeline.points();
    return new TimelineJson(
        Long.toString(range.fromNanos()),
        Long.toString(range.toNanos()),
        Long.toString(timeline.startNanos()),
        timeline.stepMillis(),
        timeline.series(),
        by == null ? null : by.field().written(),
        roots,
        page.items().size(),
        page.truncated(),
        page.effort().complete(),
        whole ? null : Long.toString(oldestNanos),
        timeline.operations(),
        points);
  }

  private static String nameOf(Severity severity) {
    return severity.name().toLowerCase(Locale.ROOT);
  }
}
