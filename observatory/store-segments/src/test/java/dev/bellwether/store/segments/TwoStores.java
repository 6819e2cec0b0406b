package dev.bellwether.store.segments;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.model.Span;
import dev.bellwether.model.TraceId;
import dev.bellwether.store.InMemoryStore;
import dev.bellwether.store.Page;
import dev.bellwether.store.Store;
import dev.bellwether.store.TimeRange;
import dev.bellwether.store.query.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// A store and the oracle: both are told the same, and must answer the same to whatever is asked.
final class TwoStores {
  private static final int RECORDS_MAX = 1_000_000;

  private static final List<Query> QUERIES =
      Stream.of(
              "*",
              "status : error",
              "kind : client and not status : ok",
              "a : *",
              "not trader : *",
              "trader : (a or trader)",
              "a > 5",
              "duration >= 3ns",
              "*ader*",
              "name : a",
              "severity >= error",
              "service.name : unknown_service")
          .map(Query::parse)
          .toList();

  private final Random random;
  private final RandomTelemetry telemetry;
  private final InMemoryStore oracle = new InMemoryStore(RECORDS_MAX, RECORDS_MAX, RECORDS_MAX);
  private final List<Span> sent = new ArrayList<>();
  private Store store;

  TwoStores(Random random, Store store) {
    this.random = random;
    this.telemetry = new RandomTelemetry(random);
    this.store = store;
  }

  /// The same store, opened again.
  void goOnWith(Store reopened) {
    store = reopened;
  }

  void append() {
    switch (random.nextInt(3)) {
      case 0 -> {
        var spans = new ArrayList<>(telemetry.spans(random.nextInt(8)));
        for (var i = random.nextInt(3); i > 0 && !sent.isEmpty(); i--) {
          spans.add(sent.get(random.nextInt(sent.size())));
        }
        sent.addAll(spans);
        store.writer().appendSpans(spans);
        oracle.writer().appendSpans(spans);
      }
      case 1 -> {
        var records = telemetry.logs(random.nextInt(8));
        store.writer().appendLogs(records);
        oracle.writer().appendLogs(records);
      }
      default -> {
        var points = telemetry.points(random.nextInt(8));
        store.writer().appendPoints(points);
        oracle.writer().appendPoints(points);
      }
    }
  }

  /// Asks one thing.
  void compare(String about) {
    var range = range();
    var query = QUERIES.get(random.nextInt(QUERIES.size()));
    var limit = 1 + random.nextInt(12);
    var trace = trace();
    var asked = "%s: %s in %s, at most %d, trace %s".formatted(about, query, range, limit, trace);
    switch (random.nextInt(7)) {
      case 0 -> same(asked, one -> one.traces().trace(trace));
      case 1 -> samePage(asked, one -> one.traces().traces(range, query, limit));
      case 2 -> samePage(asked, one -> one.traces().spans(range, query, limit));
      case 3 -> samePage(asked, one -> one.logs().logs(range, query, limit));
      case 4 -> samePage(asked, one -> one.logs().logsOf(trace, limit));
      case 5 -> same(asked, one -> one.metrics().names());
      default -> {
        var names = oracle.metrics().names();
        var name = names.isEmpty() ? "none" : names.get(random.nextInt(names.size()));
        samePage(asked, one -> one.metrics().points(name, range, limit));
      }
    }
  }

  /// Asks for everything.
  void compareAll(String about) {
    var everything = new TimeRange(Long.MIN_VALUE, Long.MAX_VALUE);
    samePage(about, one -> one.traces().traces(everything, Query.EVERYTHING, RECORDS_MAX));
    samePage(about, one -> one.traces().spans(everything, Query.EVERYTHING, RECORDS_MAX));
    samePage(about, one -> one.logs().logs(everything, Query.EVERYTHING, RECORDS_MAX));
    for (var name : oracle.metrics().names()) {
      samePage(about, one -> one.metrics().points(name, everything, RECORDS_MAX));
    }
    same(about, TwoStores::told);
  }

  /// Asks how much there is, which is known of segments that need not be read from the journal.
  void compareStatus(String about) {
    same(about, one -> one.status().spans());
    same(about, one -> one.status().logRecords());
    same(about, one -> one.status().metricPoints());
    same(about, one -> one.status().oldestNanos());
  }

  private static List<Span> told(Store store) {
    var told = new ArrayList<Span>();
    store.follow((spans, _) -> told.addAll(spans), 0);
    // It follows on; what it is told later is not looked at.
    return List.copyOf(told);
  }

  private <T> void same(String about, Function<Store, T> question) {
    assertThat(question.apply(store)).as(about).isEqualTo(question.apply(oracle));
  }

  private <T> void samePage(String about, Function<Store, Page<T>> question) {
    var ours = question.apply(store);
    var expected = question.apply(oracle);
    assertThat(ours.items()).as(about).isEqualTo(expected.items());
    assertThat(ours.truncated()).as(about + ": truncated").isEqualTo(expected.truncated());
  }

  private TraceId trace() {
    return sent.isEmpty() ? new TraceId(7, 7) : sent.get(random.nextInt(sent.size())).traceId();
  }

  private TimeRange range() {
    var ends = LongStream.generate(this::moment).limit(2).sorted().toArray();
    return random.nextInt(3) == 0 ? TimeRange.ALWAYS : new TimeRange(ends[0], ends[1]);
  }

  private long moment() {
    return sent.isEmpty() || random.nextInt(4) == 0
        ? random.nextLong()
        : sent.get(random.nextInt(sent.size())).startNanos();
  }
}
