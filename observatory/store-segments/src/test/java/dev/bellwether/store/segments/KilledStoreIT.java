package dev.bellwether.store.segments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bellwether.model.Span;
import dev.bellwether.model.SpanId;
import dev.bellwether.model.TraceId;
import dev.bellwether.store.TimeRange;
import dev.bellwether.store.query.Query;
import dev.bellwether.store.tests.SampleTrade;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// What `kill -9` at any moment leaves: while spans are stored, while a segment is sealed, while
/// one is deleted.
@Timeout(180)
@ExtendWith(QuietLog.class)
class KilledStoreIT {
  private static final long SEED = Long.getLong("seed", new Random().nextLong());
  private static final int ROUNDS = 5;

  /// Enough for some segments to be sealed.
  private static final int TRADES_MAX = 400;

  @TempDir Path folder;
  private final Random random = new Random(SEED);
  private final Set<Long> acknowledged = new HashSet<>();
  private long firstTrade = 1;

  @Test
  void what_was_acknowledged_is_there_once_and_in_order_and_nothing_else_is()
      throws IOException, InterruptedException {
    for (var round = 0; round < ROUNDS; round++) {
      killWhileStoring(Long.MAX_VALUE);
      var about = "seed %d, round %d".formatted(SEED, round);
      try (var store = SegmentStore.open(folder, WritingProcess.OPTIONS)) {
        var stored = told(store);
        assertThatTradesAreWhole(stored, about);
        assertThatReadersAgree(store, stored, about);
        assertThat(store.status().logRecords())
            .as(about)
            .isGreaterThanOrEqualTo(4L * acknowledged.size());
      }
    }
  }

  @Test
  void when_the_oldest_are_being_deleted_the_rest_is_there()
      throws IOException, InterruptedException {
    for (var round = 0; round < ROUNDS; round++) {
      killWhileStoring(400 << 10);
      var about = "seed %d, round %d".formatted(SEED, round);
      try (var store = SegmentStore.open(folder, WritingProcess.OPTIONS)) {
        var stored = told(store);
        assertThat(stored.stream().map(KilledStoreIT::identity).distinct().count())
            .as(about)
            .isEqualTo(stored.size());
        assertThatReadersAgree(store, stored, about);
        await().until(store::unsealed, count -> count <= 1);
        assertThat(tableNumbers()).as(about).isSubsetOf(journalNumbers());
      }
    }
  }

  private void killWhileStoring(long bytesMax) throws IOException, InterruptedException {
    var process = WritingProcess.start(folder, firstTrade, bytesMax);
    acknowledged.addAll(WritingProcess.killAfter(1 + random.nextInt(TRADES_MAX), process));
    firstTrade += 100_000;
  }

  /// A replay from the begin.
  private static List<Span> told(SegmentStore store) {
    var told = new ArrayList<Span>();
    store.follow((spans, _) -> told.addAll(spans), 0);
    return told;
  }

  /// Each span once, as it was sent; parts whole and in their order; all of what was acknowledged.
  private void assertThatTradesAreWhole(List<Span> stored, String about) {
    var byTrace = new HashMap<TraceId, List<Span>>();
    stored.forEach(
        span -> byTrace.computeIfAbsent(span.traceId(), _ -> new ArrayList<>()).add(span));
    var complete = new HashSet<Long>();
    for (var entry : byTrace.entrySet()) {
      var number = entry.getKey().low();
      var sent = SampleTrade.of(number).spans();
      var kept = entry.getValue();
      assertThat(kept.size()).as(about).isIn(5, 9, 12);
      assertThat(kept.equals(sent.subList(0, kept.size()))).as(about).isTrue();
      if (entry.getValue().size() == 12) {
        complete.add(number);
      }
    }
    assertThat(complete.containsAll(acknowledged)).as(about).isTrue();
  }

  private static void assertThatReadersAgree(SegmentStore store, List<Span> stored, String about) {
    var found = store.traces().spans(TimeRange.ALWAYS, Query.EVERYTHING, 1_000_000);
    assertThat(found.items()).as(about).hasSameSizeAs(stored);
    assertThat(new HashSet<>(found.items()).equals(new HashSet<>(stored))).as(about).isTrue();
    assertThat(store.status().spans()).as(about).isEqualTo(stored.size());
  }

  private static Map.Entry<TraceId, SpanId> identity(Span span) {
    return Map.entry(span.traceId(), span.id());
  }

  private Set<String> tableNumbers() throws IOException {
    return numbers("tables", "");
  }

  private Set<String> journalNumbers() throws IOException {
    return numbers("journal", ".journal");
  }

  private Set<String> numbers(String kind, String end) throws IOException {
    try (var files = Files.list(folder.resolve(kind))) {
      var numbers = new HashSet<String>();
      files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(end))
          .forEach(name -> numbers.add(name.substring(0, name.indexOf('.'))));
      return numbers;
    }
  }
}
