package dev.bellwether.store.segments.columns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellwether.model.Span;
import dev.bellwether.model.TraceId;
import dev.bellwether.store.TimeRange;
import dev.bellwether.store.Trace;
import dev.bellwether.store.TraceSummary;
import dev.bellwether.store.query.Query;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpanTableTest {
  private static final long SEED = Long.getLong("seed", System.nanoTime());
  private static final int TRACES = 400;

  @TempDir Path folder;

  @Test
  void every_trace_comes_back_as_it_was() throws IOException {
    var spans = new HostileRecords(SEED, TRACES).spans(5_000);

    try (var table = table(spans)) {
      assertThat(table.rows()).isEqualTo(spans.size());
      byTrace(spans)
          .forEach((id, trace) -> {
            assertThat(table.trace(id)).as("seed %d", SEED).isEqualTo(trace.spans());
            assertThat(table.part(id).orElseThrow().summary())
                .as("seed %d", SEED)
                .isEqualTo(TraceSummary.of(trace));
          });
    }
  }

  @Test
  void a_search_finds_exactly_what_the_query_matches() throws IOException {
    var spans = new HostileRecords(SEED, TRACES).spans(5_000);
    var queries = new RandomQueries(SEED, TRACES);
    var random = new Random(SEED);
    var byTrace = byTrace(spans);

    try (var table = table(spans)) {
      for (var i = 0; i < 200; i++) {
        var query = queries.query(3);
        var from = random.nextInt(3) == 0 ? Long.MIN_VALUE : 1_000 + random.nextInt(60);
        var range =
            new TimeRange(
                from, random.nextInt(3) == 0 ? Long.MAX_VALUE : from + Math.max(from, 20));
        var limit = 1 + random.nextInt(100);
        var about = "seed %d: %s in %s, %d".formatted(SEED, query, range, limit);

        var hits = table.search(range, query, () -> false);

        var expected =
            spans.stream()
                .filter(span -> range.contains(span.startNanos()) && query.matches(span))
                .toList();
        assertThat(hits.size()).as(about).isEqualTo(expected.size());
        assertThat(hits.complete()).isTrue();
        assertThat(table.spans(hits.newest(limit))).as(about).isEqualTo(newest(expected, limit));
        assertThat(hits.traces()).as(about).isEqualTo(traces(expected, byTrace));
        if (!expected.isEmpty()) {
          assertThat(table.mayMatch(query)).as(about).isTrue();
        }
      }
    }
  }

  @Test
  void a_summary_is_put_together_from_two_tables_in_any_order() throws IOException {
    var spans = new HostileRecords(SEED, TRACES).spans(3_000);
    SpanTable.write(folder.resolve("one"), spans.subList(0, 1_000));
    SpanTable.write(folder.resolve("other"), spans.subList(1_000, 3_000));

    try (var one = SpanTable.open(folder.resolve("one"));
        var other = SpanTable.open(folder.resolve("other"))) {
      byTrace(spans)
          .forEach((id, trace) -> {
            var parts = Stream.of(one.part(id), other.part(id)).flatMap(Optional::stream).toList();
            assertThat(parts.stream().reduce(TracePart::and).orElseThrow().summary())
                .as("seed %d", SEED)
                .isEqualTo(TraceSummary.of(trace));
            assertThat(parts.reversed().stream().reduce(TracePart::and).orElseThrow())
                .as("seed %d", SEED)
                .isEqualTo(TracePart.of(trace));
          });
    }
  }

  @Test
  void a_span_is_known_by_both_its_ids() throws IOException {
    var spans = new HostileRecords(SEED, TRACES).spans(500);
    var stranger = new HostileRecords(SEED, TRACES).spans(501).getLast();

    try (var table = table(spans)) {
      assertThat(spans).as("seed %d", SEED).allMatch(s -> table.contains(s.traceId(), s.id()));
      assertThat(spans).as("seed %d", SEED).allMatch(s -> table.contains(s.traceId()));
      assertThat(table.contains(spans.getFirst().traceId(), stranger.id())).isFalse();
      assertThat(table.contains(new TraceId(5, 5), spans.getFirst().id())).isFalse();
      assertThat(table.trace(new TraceId(5, 5))).isEmpty();
      assertThat(table.part(new TraceId(5, 5))).isEmpty();
    }
  }

  @Test
  void a_search_without_time_says_that_it_is_not_complete() throws IOException {
    try (var table = table(new HostileRecords(SEED, TRACES).spans(9_000))) {
      var asked = new AtomicInteger();

      var hits =
          table.search(TimeRange.ALWAYS, Query.EVERYTHING, () -> asked.incrementAndGet() > 2);

      assertThat(hits.complete()).isFalse();
      assertThat(hits.size()).isBetween(1, 8_192);
    }
  }

  @Test
  void a_table_of_no_spans_is_refused() {
    assertThatThrownBy(() -> SpanTable.write(folder.resolve("none"), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("spans: 0 (expected: 1 to 1048576)");
  }

  @Test
  void what_cannot_be_written_leaves_nothing_behind() throws IOException {
    var target = Files.createDirectory(folder.resolve("taken"));
    Files.createFile(target.resolve("by a file"));

    assertThatThrownBy(() -> SpanTable.write(target, new HostileRecords(SEED, 1).spans(3)))
        .isInstanceOf(IOException.class);
    try (var left = Files.list(folder)) {
      assertThat(left).containsExactly(target);
    }
  }

  private static List<Span> newest(List<Span> spans, int limit) {
    var order =
        Comparator.comparingLong(Span::startNanos)
            .reversed()
            .thenComparing(Span::traceId)
            .thenComparing(Span::id);
    return spans.stream().sorted(order).limit(limit).toList();
  }

  private static List<TraceHit> traces(List<Span> found, Map<TraceId, Trace> byTrace) {
    return found.stream()
        .map(Span::traceId)
        .distinct()
        .map(byTrace::get)
        .map(trace -> new TraceHit(trace.id(), trace.spans().getFirst().startNanos()))
        .sorted(TraceHit.NEWEST_FIRST)
        .toList();
  }

  private SpanTable table(List<Span> spans) throws IOException {
    var file = folder.resolve("spans");
    SpanTable.write(file, spans);
    return SpanTable.open(file);
  }

  private static Map<TraceId, Trace> byTrace(List<Span> spans) {
    return spans.stream()
        .collect(
            Collectors.groupingBy(
                Span::traceId,
                TreeMap::new,
                Collectors.collectingAndThen(
                    Collectors.toList(), trace -> Trace.of(trace.getFirst().traceId(), trace))));
  }
}
