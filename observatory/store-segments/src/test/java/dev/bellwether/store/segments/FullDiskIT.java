package dev.bellwether.store.segments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.bellwether.store.StoreException;
import dev.bellwether.store.tests.SampleTrade;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// A disk of one MiB, in memory. It takes root and Linux; elsewhere the test is skipped, and says
/// so.
@Timeout(120)
@ExtendWith(QuietLog.class)
class FullDiskIT {
  private static final int TRADES_MAX = 100_000;

  @TempDir Path folder;
  private long trade;

  @BeforeEach
  void mount() throws IOException, InterruptedException {
    var mounted = run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk().toString());
    if (!mounted) {
      System.err.println("SKIPPED: the store on a full disk: a file system cannot be mounted");
    }
    Assumptions.assumeTrue(mounted);
  }

  @AfterEach
  void unmount() throws IOException, InterruptedException {
    run("umount", disk().toString());
  }

  @Test
  void a_full_disk_refuses_answers_and_goes_on_without_a_restart_when_there_is_room()
      throws IOException, InterruptedException {
    try (var store = SegmentStore.open(disk(), WritingProcess.OPTIONS)) {
      assertThatThrownBy(() -> storeUntilRefused(store)).isInstanceOf(StoreException.Full.class);
      var stored = trade;
      assertThat(stored).isPositive();
      assertThatAllIsThere(store, stored);

      assertThat(run("mount", "-o", "remount,size=64m", disk().toString())).isTrue();
      await().ignoreExceptions().until(() -> storeOne(store));
      storeOne(store);
      await().until(store::unsealed, count -> count <= 1);

      assertThat(store.status().problem()).isNull();
      assertThatAllIsThere(store, trade);
    }
    try (var store = SegmentStore.open(disk(), WritingProcess.OPTIONS)) {
      assertThatAllIsThere(store, trade);
      assertThat(store.status().spans()).isEqualTo(12 * trade);
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

  private Path disk() throws IOException {
    return Files.createDirectories(folder.resolve("disk"));
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(List.of(command)).inheritIO().start().waitFor() == 0;
  }
}
