package dev.bellwether.store.tests;

import static dev.bellwether.store.tests.PageAssert.assertThatPage;
import static dev.bellwether.store.tests.SampleTraces.NOON_NANOS;
import static dev.bellwether.store.tests.SampleTraces.log;
import static dev.bellwether.store.tests.SampleTraces.server;
import static dev.bellwether.store.tests.SampleTraces.traceId;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.model.LogRecord;
import dev.bellwether.model.Span;
import dev.bellwether.model.TraceId;
import dev.bellwether.store.TimeRange;
import dev.bellwether.store.Trace;
import dev.bellwether.store.TraceSummary;
import dev.bellwether.store.query.Query;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Random operations on an engine and on a model that is two lists: every answer must be the same.
///
/// Times, traces and span ids are drawn from small ranges so that ties, duplicates, late parents
/// and empty ranges are common. A failure prints the seed: put it in `SEED` to see it again.
public abstract class RandomOperationsContract extends EngineContract {
  private static final long SEED = Long.getLong("seed", System.nanoTime());
  private static final int TRACES = 40;
  private static final int MOMENTS = 60;

  private static final List<Query> QUERIES =
      Stream.of(
              "*",
              "service.name : trader",
              "status : error",
              "com.example.customer_id : l.hall and status : error",
              "not com.example.customer_id : *",
              "duration >= 3ns or name : b",
              "com.example.shares > 5",
              "l.hall",
              "name : (a or c) and not service.name : router",
              "committed or severity >= error")
          .map(Query::parse)
          .toList();

  private final Random random = new Random(SEED);
  private final List<Span> spans = new ArrayList<>();
  private final List<LogRecord> records = new ArrayList<>();

  /// How long a sequence is. An engine in another process takes milliseconds for each operation: it
  /// may have a shorter one, another one in each run.
  protected int operations() {
    return 3_000;
  }

  @Test
  void an_engine_answers_like_two_plain_lists() {
    for (var operation = 0; operation < operations(); operation++) {
      var about = "seed %d, operation %d".formatted(SEED, operation);
      switch (random.nextInt(7)) {
        case 0 -> appendSpans();
        case 1 -> appendLogs();
        case 2 -> compareTrace(about);
        case 3 -> compareTraces(about);
        case 4 -> compareSpans(about);
        case 5 -> compareLogs(about);
        default -> compareLogsOf(about);
      }
    }
    assertThat(store().status().spans()).as("seed %d", SEED).isEqualTo(spans.size());
    assertThat(store().status().logRecords()).as("seed %d", SEED).isEqualTo(records.size());
  }

  private void appendSpans() {
    var batch = Stream.generate(this::randomSpan).limit(random.nextInt(8)).toList();
    store().writer().appendSpans(batch);
    for (var span : batch) {
      if (spans.stream().noneMatch(stored -> isSame(stored, span))) {
        spans.add(span);
      }
    }
  }

  private static boolean isSame(Span one, Span other) {
    return one.traceId().equals(other.traceId()) && one.id().equals(other.id());
  }

  private void appendLogs() {
    var batch = Stream.generate(this::randomRecord).limit(random.nextInt(8)).toList();
    store().writer().appendLogs(batch);
    records.addAll(batch);
  }

  private void compareTrace(String about) {
    var id = randomTraceId();

    assertThat(store().traces().trace(id)).as(about).isEqualTo(expectedTrace(id));
  }

  private Optional<Trace> expectedTrace(TraceId id) {
    var found = spans.stream().filter(span -> span.traceId().equals(id)).toList();
    return found.isEmpty() ? Optional.empty() : Optional.of(Trace.of(id, found));
  }

  private void compareTraces(String about) {
    var range = randomRange();
    var query = QUERIES.get(random.nextInt(QUERIES.size()));
    var limit = random.nextInt(1, 12);

    assertThatPage(store().traces().traces(range, query, limit))
        .as("%s: %s in %s, at most %d", about, query, range, limit)
        .isBeginOf(expectedTraces(range, query), limit);
  }

  private List<TraceSummary> expectedTraces(TimeRange range, Query query) {
    var ids = new HashSet<TraceId>();
    for (var span : spans) {
      if (range.contains(span.startNanos()) && query.matches(span)) {
        ids.add(span.traceId());
      }
    }
    var order =
        Comparator.comparingLong(TraceSummary::startNanos)
            .reversed()
            .thenComparing(summary -> summary.traceId().toString());
    return ids.stream()
        .map(id -> TraceSummary.of(expectedTrace(id).orElseThrow()))
        .sorted(order)
        .toList();
  }

  private void compareSpans(String about) {
    var range = randomRange();
    var query = QUERIES.get(random.nextInt(QUERIES.size()));
    var limit = random.nextInt(1, 30);
    var expected =
        spans.stream()
            .filter(span -> range.contains(span.startNanos()) && query.matches(span))
            .sorted(
                Comparator.comparingLong(Span::startNanos)
                    .reversed()
                    .thenComparing(Span::traceId)
                    .thenComparing(Span::id))
            .toList();

    assertThatPage(store().traces().spans(range, query, limit))
        .as("%s: %s in %s, at most %d", about, query, range, limit)
        .isBeginOf(expected, limit);
  }

  private void compareLogs(String about) {
    var range = randomRange();
    var query = QUERIES.get(random.nextInt(QUERIES.size()));
    var limit = random.nextInt(1, 30);
    var expected =
        records.reversed().stream()
            .filter(r -> range.contains(r.effectiveNanos()) && query.matches(r))
            .sorted(Comparator.comparingLong(LogRecord::effectiveNanos).reversed())
            .toList();

    assertThatPage(store().logs().logs(range, query, limit))
        .as("%s: %s in %s, at most %d", about, query, range, limit)
        .isBeginOf(expected, limit);
  }

  private void compareLogsOf(String about) {
    var id = randomTraceId();
    var limit = random.nextInt(1, 12);
    var expected =
        records.stream()
            .filter(record -> id.equals(record.traceId()))
            .sorted(Comparator.comparingLong(LogRecord::effectiveNanos))
            .toList();

    assertThatPage(store().logs().logsOf(id, limit)).as(about).isBeginOf(expected, limit);
  }

  private Span randomSpan() {
    var sketch =
        server(oneOf("trader", "router", "recorder"), oneOf("a", "b", "c"))
            .lasting(Duration.ofNanos(random.nextInt(-2, 6)));
    if (random.nextBoolean()) {
      sketch = sketch.with("com.example.customer_id", oneOf("l.hall", "q.bert"));
    }
    if (random.nextBoolean()) {
      sketch = sketch.with("com.example.shares", random.nextInt(10));
    }
    if (random.nextInt(4) == 0) {
      sketch = sketch.failing("l.hall was refused");
    }
    // Several spans of a trace have no parent, as when their parents never arrived.
    var trace = SampleTraces.trace(random.nextInt(1, TRACES), randomNanos(), parent(sketch));
    return trace.get(random.nextInt(trace.size()));
  }

  private SpanSketch parent(SpanSketch child) {
    return Stream.iterate(child, c -> server("trader", "a").calling(c))
        .skip(random.nextInt(8))
        .findFirst()
        .orElseThrow();
  }

  private LogRecord randomRecord() {
    var body = "trade " + oneOf("requested", "committed") + " for " + oneOf("l.hall", "q.bert");
    var span = random.nextInt(3) == 0 ? null : randomSpan();
    var severity = random.nextInt(25);
    return log(oneOf("trader", "router"), randomNanos(), severity, body, Map.of(), span);
  }

  private TraceId randomTraceId() {
    return traceId(random.nextInt(1, TRACES + 2));
  }

  private long randomNanos() {
    return NOON_NANOS + random.nextInt(MOMENTS);
  }

  private TimeRange randomRange() {
    var ends = Stream.of(randomNanos(), randomNanos()).sorted().collect(Collectors.toList());
    return random.nextInt(4) == 0 ? TimeRange.ALWAYS : new TimeRange(ends.get(0), ends.get(1));
  }

  private String oneOf(String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
