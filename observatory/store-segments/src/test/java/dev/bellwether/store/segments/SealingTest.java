package dev.bellwether.store.segments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.bellwether.store.StoreException;
import dev.bellwether.store.tests.SampleTraces;
import dev.bellwether.store.tests.SampleTrade;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// What happens while segments cannot be written as fast as they become complete.
@ExtendWith(QuietLog.class)
class SealingTest {
  private static final int TRADES_MAX = 1_000;
  private static final SegmentStoreOptions OPTIONS =
      SegmentStoreOptions.DEFAULT.withSegments(
          new SegmentStoreOptions.Segments(50, 20, 20, 64 << 20, Duration.ofHours(1), 2));

  @TempDir Path folder;
  private long stored;

  @Test
  void when_too_many_complete_segments_wait_appends_are_refused_until_they_are_written()
      throws IOException {
    try (var store = SegmentStore.open(folder, OPTIONS)) {
      // A folder that is not empty cannot be replaced by a table.
      var inTheWay = Files.createDirectories(folder.resolve("tables/0000000001.spans/in the way"));

      assertThatThrownBy(() -> storeUntilRefused(store))
          .isInstanceOf(StoreException.Full.class)
          .hasMessageContaining("3 complete segments wait to be written (expected: up to 2)");
      assertThat(store.status().problem()).contains("segment 1");
      assertThatAllIsThere(store);

      Files.delete(inTheWay);
      Files.delete(inTheWay.getParent());
      await().until(() -> store.unsealed() <= 1);
      storeOne(store);

      await().until(() -> store.status().problem() == null);
      assertThatAllIsThere(store);
    }
    try (var store = SegmentStore.open(folder, OPTIONS)) {
      assertThatAllIsThere(store);
    }
  }

  private void storeUntilRefused(SegmentStore store) {
    while (stored < TRADES_MAX) {
      storeOne(store);
    }
  }

  private void storeOne(SegmentStore store) {
    store.writer().appendSpans(SampleTrade.of(stored + 1).spans());
    stored++;
  }

  private void assertThatAllIsThere(SegmentStore store) {
    assertThat(store.status().spans()).isEqualTo(12 * stored);
    for (var number = 1L; number <= stored; number++) {
      assertThat(store.traces().trace(SampleTraces.traceId(number))).isPresent();
    }
  }
}
