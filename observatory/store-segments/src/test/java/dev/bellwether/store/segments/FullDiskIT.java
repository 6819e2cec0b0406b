package dev.bellwether.store.segments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.bellwether.journal.Disk;
import dev.bellwether.store.StoreException;
import dev.bellwether.store.tests.SampleTrade;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// A disk of one MiB, in memory.
@Timeout(120)
@ExtendWith(QuietLog.class)
class FullDiskIT {
  private static final int TRADES_MAX = 100_000;

  @TempDir Path folder;
  private long trade;

  @Test
  void a_full_disk_refuses_answers_and_goes_on_without_a_restart_when_there_is_room()
      throws IOException {
    try (var disk = Disk.small(folder.resolve("disk"), 1 << 10)) {
      fillAndGrow(disk);
      try (var store = SegmentStore.open(disk.folder(), WritingProcess.OPTIONS)) {
        assertThatAllIsThere(store, trade);
        assertThat(store.status().spans()).isEqualTo(12 * trade);
      }
    }
  }

  private void fillAndGrow(Disk disk) {
    try (var store = SegmentStore.open(disk.folder(), WritingProcess.OPTIONS)) {
      assertThatThrownBy(() -> storeUntilRefused(store)).isInstanceOf(StoreException.Full.class);
      var stored = trade;
      assertThat(stored).isPositive();
      assertThatAllIsThere(store, stored);

      disk.grow(64 << 10);
      await().ignoreExceptions().until(() -> storeOne(store));
      storeOne(store);
      await().until(store::unsealed, count -> count <= 1);

      assertThat(store.status().problem()).isNull();
      assertThatAllIsThere(store, trade);
    }
  }

  private void storeUntilRefused(SegmentStore store) {
    while (trade < TRADES_MAX) {
      storeOne(store);
    }
  }

  private boolean storeOne(SegmentStore store) {
    store.writer().appendSpans(SampleTrade.of(trade + 1).spans());
    trade++;
    return true;
  }

  private static void assertThatAllIsThere(SegmentStore store, long trades) {
    for (var number = 1L; number <= trades; number++) {
      var sent = SampleTrade.of(number).spans();
      var found = store.traces().trace(sent.getFirst().traceId()).orElseThrow().spans();
      assertThat(found).hasSize(sent.size());
    }
  }
}
