package dev.bellwether.store.segments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bellwether.store.tests.SampleTraces;
import dev.bellwether.store.tests.SampleTrade;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Which segments leave, and when.
@ExtendWith(QuietLog.class)
class RetentionTest {
  private static final long SPANS = SampleTrade.of(1).spans().size();

  @TempDir Path folder;
  private long stored;
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-05T12:00:00Z"));

  @Test
  void a_segment_leaves_when_its_last_append_is_too_long_ago() throws IOException {
    try (var store = open(Long.MAX_VALUE, Duration.ofHours(1))) {
      storeSegments(store, 4);
      var old = stored;
      var oldSegments = segments();
      now.updateAndGet(time -> time.plus(Duration.ofMinutes(59)));
      storeSegments(store, 4);
      var all = segments();
      assertThat(store.status().spansEvicted()).isZero();

      now.updateAndGet(time -> time.plus(Duration.ofMinutes(2)));

      // What was open when the hour began stays as long as its younger half, if it has one.
      await().until(() -> segments() == all - oldSegments || segments() == all - oldSegments - 1);
      var status = store.status();
      assertThat(status.spansEvicted()).isBetween(1L, old * SPANS);
      assertThat(status.spans() + status.spansEvicted()).isEqualTo(stored * SPANS);
      assertThat(store.traces().trace(SampleTraces.traceId(1))).isEmpty();
      assertThat(store.traces().trace(SampleTraces.traceId(stored))).isPresent();
      assertThat(folder.resolve("journal/0000000001.journal")).doesNotExist();
    }
  }

  @Test
  void what_happened_long_ago_but_came_just_now_stays() throws IOException {
    now.updateAndGet(time -> time.plus(Duration.ofDays(300)));
    try (var store = open(Long.MAX_VALUE, Duration.ofHours(1))) {
      storeSegments(store, 4);

      assertThat(store.status().spans()).isEqualTo(stored * SPANS);
    }
  }

  @Test
  void the_last_segment_stays_however_old_it_is_while_nothing_comes() throws IOException {
    try (var store = open(Long.MAX_VALUE, Duration.ofHours(1))) {
      storeSegments(store, 4);
      store.writer().appendSpans(SampleTrade.of(++stored).spans());
      now.updateAndGet(time -> time.plus(Duration.ofDays(2)));

      await().until(() -> segments() == 0);

      assertThat(store.status().spans()).isPositive();
      assertThat(store.traces().trace(SampleTraces.traceId(stored))).isPresent();
    }
  }

  @Test
  void the_oldest_leave_when_all_together_are_too_large() throws IOException {
    try (var store = open(60_000, Duration.ofDays(1))) {
      while (store.status().spansEvicted() == 0) {
        store.writer().appendSpans(SampleTrade.of(++stored).spans());
      }
      await().until(() -> store.unsealed() <= 1 && bytes() <= 70_000);

      var status = store.status();
      assertThat(status.spans() + status.spansEvicted()).isEqualTo(stored * SPANS);
      assertThat(store.traces().trace(SampleTraces.traceId(1))).isEmpty();
      assertThat(store.traces().trace(SampleTraces.traceId(stored))).isPresent();
    }
  }

  private SegmentStore open(long bytesMax, Duration ageMax) {
    var options = SmallSegmentsContractTest.SMALL.withRetention(bytesMax, ageMax);
    return SegmentStore.open(folder, options, now::get);
  }

  /// Until so many more have their tables.
  private void storeSegments(SegmentStore store, int more) throws IOException {
    for (var wanted = segments() + more; segments() < wanted; ) {
      store.writer().appendSpans(SampleTrade.of(++stored).spans());
    }
    await().until(store::unsealed, count -> count <= 1);
  }

  private long segments() throws IOException {
    try (var files = Files.list(folder.resolve("tables"))) {
      return files.filter(file -> file.toString().endsWith(".segment")).count();
    }
  }

  /// Of the journal and the tables.
  private long bytes() throws IOException {
    try (var files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }
}
