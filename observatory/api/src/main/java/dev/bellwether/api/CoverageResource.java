package dev.bellwether.api;

import dev.bellwether.analysis.coverage.Coverage;
import dev.bellwether.analysis.coverage.Signal;
import dev.bellwether.analysis.coverage.TracedRecords;
import dev.bellwether.http.Problem;
import dev.bellwether.model.LogRecord;
import dev.bellwether.model.Span;
import dev.bellwether.model.TraceId;
import dev.bellwether.store.LogReader;
import dev.bellwether.store.Page;
import dev.bellwether.store.TimeRange;
import dev.bellwether.store.TraceReader;
import dev.bellwether.store.query.Query;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// How far an attribute comes, and where and why it is lost.
///
/// Whole traces are read one by one, those with the key that are newest by their spans or by their
/// log records; then, of the time in which they lie, the spans that do not have it.
final class CoverageResource implements Resource {
  /// A wrong setting shows in every trace, a rare one in one of a hundred. Reading so many with
  /// their log records takes 100 to 300 ms.
  private static final int TRACES_MAX = 100;

  /// What is asked of the log records to find traces by: a trade has about ten that have the key.
  private static final int LOGS_SEARCHED_MAX = 1_000;

  /// A trace of six services has about 30.
  private static final int LOGS_OF_TRACE_MAX = 1_000;

  private static final int OTHERS_MAX = 10_000;

  private static final Parameter ATTRIBUTE =
      new Parameter(
          "attribute", false, "string", "The key, for example `com.example.customer_id`.");

  private final TraceReader traces;
  private final LogReader logs;

  CoverageResource(TraceReader traces, LogReader logs) {
    this.traces = traces;
    this.logs = logs;
  }

  @Override
  public Endpoint endpoint() {
    return Endpoint.get(
        "/api/coverage",
        "Which services carry an attribute on their spans and log records, and where it is lost.",
        CoverageJson.class,
        Parameter.FROM,
        Parameter.TO,
        ATTRIBUTE);
  }

  @Override
  public CoverageJson answer(Arguments arguments) {
    var key =
        arguments
            .text("attribute")
            .filter(text -> !text.isBlank())
            .orElseThrow(() -> Problem.badRequest("attribute: '' (expected: a key)"));
    var having = Query.parse(quoted(key) + " : *");
    var found = traces.traces(arguments.range(), having, TRACES_MAX);
    var lines = logs.logs(arguments.range(), having, LOGS_SEARCHED_MAX);
    var sample = new Sample();
    found.items().forEach(summary -> sample.read(summary.traceId()));
    lines.items().stream().map(LogRecord::traceId).distinct().forEach(sample::read);
    var others = others(sample, key);
    return json(
        coverage(key, sample, others.items()),
        others.items(),
        found.truncated() || sample.truncated,
        found.effort().complete() && lines.effort().complete() && others.effort().complete());
  }

  /// The query language also finds fields, such as `duration`: nobody carries these as attributes.
  private static Coverage coverage(String key, Sample sample, List<Span> others) {
    var coverage = Coverage.of(key, sample.records, others);
    boolean carried = coverage.cells().stream().anyMatch(cell -> cell.carrying() > 0);
    return carried ? coverage : Coverage.of(key, List.of(), List.of());
  }

  /// Spans of traces that are not in the sample, from the time in which it lies.
  private Page<Span> others(Sample sample, String key) {
    if (sample.records.isEmpty()) {
      return Page.empty();
    }
    long from = Long.MAX_VALUE;
    long to = 0;
    for (var records : sample.records) {
      for (var span : records.trace().spans()) {
        from = Math.min(from, span.startNanos());
        to = Math.max(to, span.endNanos());
      }
    }
    var range = new TimeRange(from, Math.max(from, to));
    var page = traces.spans(range, Query.parse("not " + quoted(key) + " : *"), OTHERS_MAX);
    var items = page.items().stream().filter(span -> !sample.ids.contains(span.traceId())).toList();
    return new Page<>(items, page.truncated(), page.effort());
  }

  /// As a string of the query language: a key may hold anything.
  private static String quoted(String key) {
    return '"' + key.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /// What was read so far.
  private final class Sample {
    final Set<TraceId> ids = new LinkedHashSet<>();
    final List<TracedRecords> records = new ArrayList<>();
    boolean truncated;

    void read(@Nullable TraceId id) {
      if (id == null || ids.contains(id)) {
        return;
      }
      if (ids.size() == TRACES_MAX) {
        truncated = true;
        return;
      }
      ids.add(id);
      var page = logs.logsOf(id, LOGS_OF_TRACE_MAX);
      truncated |= page.truncated();
      traces.trace(id).ifPresent(trace -> records.add(new TracedRecords(trace, page.items())));
    }
  }

  private static CoverageJson json(
      Coverage coverage, List<Span> others, boolean truncated, boolean complete) {
    return new CoverageJson(
        coverage.key(),
        coverage.traces(),
        truncated,
        complete,
        others.stream().map(Span::traceId).distinct().count(),
        others.size(),
        rows(coverage),
        coverage.holes().stream().map(CoverageResource::hole).toList(),
        coverage.types().stream()
            .map(type ->
                new CoverageJson.Type(
                    type.service(), lowerCase(type.signal()), type.type(), type.records()))
            .toList(),
        coverage.longValues(),
        coverage.longestCharacters());
  }

  private static List<CoverageJson.Row> rows(Coverage coverage) {
    var rows = new TreeMap<String, CoverageJson.Row>();
    for (var cell : coverage.cells()) {
      var share = cell.records() == 0 ? 0 : (double) cell.carrying() / cell.records();
      var shown = new CoverageJson.Cell(cell.records(), cell.carrying(), share);
      var row = rows.getOrDefault(cell.service(), new CoverageJson.Row(cell.service(), null, null));
      rows.put(
          cell.service(),
          cell.signal() == Signal.SPANS
              ? new CoverageJson.Row(cell.service(), shown, row.logs())
              : new CoverageJson.Row(cell.service(), row.spans(), shown));
    }
    return List.copyOf(rows.values());
  }

  private static CoverageJson.Hole hole(Coverage.Hole hole) {
    return new CoverageJson.Hole(
        lowerCase(hole.cause()),
        lowerCase(hole.signal()),
        hole.from(),
        hole.at(),
        hole.records(),
        hole.path().stream()
            .map(step -> new CoverageJson.Step(step.service(), lowerCase(step.passage())))
            .toList(),
        hole.traceId().toString(),
        TraceResource.textOrNull(hole.spanId()),
        hole.why(),
        hole.remedy(),
        hole.lines());
  }

  private static String lowerCase(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
