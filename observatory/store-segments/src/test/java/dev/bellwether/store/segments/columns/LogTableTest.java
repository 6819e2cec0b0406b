package dev.bellwether.store.segments.columns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.model.LogRecord;
import dev.bellwether.model.TraceId;
import dev.bellwether.store.TimeRange;
import dev.bellwether.store.query.Query;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTableTest {
  private static final long SEED = Long.getLong("seed", System.nanoTime());
  private static final TimeRange ANY_TIME = new TimeRange(Long.MIN_VALUE, Long.MAX_VALUE);
  private static final int TRACES = 300;

  @TempDir Path folder;

  @Test
  void every_record_comes_back_as_it_was_newest_first() throws IOException {
    var records =
        new HostileRecords(SEED, TRACES)
            .logRecords(5_000).stream()
                .filter(record -> ANY_TIME.contains(record.effectiveNanos()))
                .toList();

    try (var table = table(records)) {
      var hits = table.search(ANY_TIME, Query.EVERYTHING, 10_000, () -> false);

      assertThat(table.records(hits.hits())).as("seed %d", SEED).isEqualTo(newest(records, 10_000));
    }
  }

  @Test
  void a_search_finds_the_newest_that_the_query_matches() throws IOException {
    var records = new HostileRecords(SEED, TRACES).logRecords(4_500);
    var queries = new RandomQueries(SEED, TRACES);
    var random = new Random(SEED);

    try (var table = table(records)) {
      for (var i = 0; i < 300; i++) {
        var query = queries.query(3);
        var from = random.nextInt(3) == 0 ? Long.MIN_VALUE : 1_000L + random.nextInt(60);
        var range = new TimeRange(from, random.nextInt(3) == 0 ? Long.MAX_VALUE : from + 20);
        var limit = 1 + random.nextInt(100);

        var found = table.records(table.search(range, query, limit, () -> false).hits());

        var expected =
            records.stream()
                .filter(one -> range.contains(one.effectiveNanos()) && query.matches(one))
                .toList();
        var about = "seed %d: %s in %s, %d".formatted(SEED, query, range, limit);
        assertThat(found).as(about).isEqualTo(newest(expected, limit));
        assertThat(expected.isEmpty() || table.mayMatch(query)).as(about).isTrue();
      }
    }
  }

  @Test
  void the_records_of_a_trace_are_found_oldest_first() throws IOException {
    var records = new HostileRecords(SEED, TRACES).logRecords(4_500);

    try (var table = table(records)) {
      for (var id : records.stream().map(LogRecord::traceId).distinct().toList()) {
        if (id != null) {
          assertThat(table.records(table.ofTrace(id, 20)))
              .as("seed %d, trace %s", SEED, id)
              .isEqualTo(oldest(records, id, 20));
        }
      }
      assertThat(table.ofTrace(new TraceId(7, 7), 20)).isEmpty();
    }
  }

  private LogTable table(List<LogRecord> records) throws IOException {
    var file = folder.resolve("logs");
    LogTable.write(file, records);
    return LogTable.open(file);
  }

  /// Of the same time, the last to arrive first.
  private static List<LogRecord> newest(List<LogRecord> records, int limit) {
    return records.reversed().stream()
        .sorted(Comparator.comparingLong(LogRecord::effectiveNanos).reversed())
        .limit(limit)
        .toList();
  }

  private static List<LogRecord> oldest(List<LogRecord> records, TraceId id, int limit) {
    return records.stream()
        .filter(record -> id.equals(record.traceId()))
        .sorted(Comparator.comparingLong(LogRecord::effectiveNanos))
        .limit(limit)
        .toList();
  }
}
