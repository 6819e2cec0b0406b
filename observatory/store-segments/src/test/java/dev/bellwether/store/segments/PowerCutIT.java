package dev.bellwether.store.segments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bellwether.journal.Disk;
import dev.bellwether.journal.JournalOptions;
import dev.bellwether.store.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// What `kill -9` cannot show: that nothing the store answers from needs what a power cut takes
/// away. The cut comes at any moment: while spans are stored, while a segment is sealed.
@Timeout(180)
@ExtendWith(QuietLog.class)
class PowerCutIT {
  private static final long SEED = Long.getLong("seed", System.nanoTime());
  private static final int ROUNDS = 5;
  private static final int THREADS = 4;

  /// Segments are complete all the time.
  private static final SegmentStoreOptions SMALL = WritingProcess.OPTIONS;

  @TempDir Path folder;
  private final Random random = new Random(SEED);
  private final AtomicLong trade = new AtomicLong();

  /// A trade, and the position at which everything of it was stored.
  private final Map<Long, Long> acknowledged = new ConcurrentHashMap<>();

  @Test
  void with_an_interval_of_zero_what_was_acknowledged_is_there_once()
      throws IOException, InterruptedException {
    try (var disk = disk()) {
      for (var round = 0; round < ROUNDS; round++) {
        var promised =
            cutPowerWhileStoring(open(disk, SMALL, Duration.ZERO), disk, random.nextInt(100)).all();

        assertThatAnswersAreWhole(disk, promised, round);
      }
    }
  }

  @Test
  void with_an_interval_what_was_durable_is_there_once() throws IOException, InterruptedException {
    try (var disk = disk()) {
      for (var round = 0; round < ROUNDS; round++) {
        var store = open(disk, SMALL, Duration.ofMillis(20));
        var promised = cutPowerWhileStoring(store, disk, random.nextInt(1_000)).durable();

        assertThatAnswersAreWhole(disk, promised, round);
        // What was lost may get the same positions again.
        acknowledged.clear();
        promised.forEach(number -> acknowledged.put(number, 0L));
      }
    }
  }

  /// The test of the test. In one segment: when one is complete, its file is synced.
  @Test
  void without_syncs_acknowledged_spans_are_lost() throws IOException, InterruptedException {
    try (var disk = disk()) {
      var promised =
          cutPowerWhileStoring(
                  open(disk, SegmentStoreOptions.DEFAULT, JournalOptions.FOREVER), disk, 1)
              .all();

      try (var store = open(disk, SMALL, Duration.ZERO)) {
        assertThat(StoredTrades.of(store, "").spans()).hasSizeLessThan(12 * promised.size());
      }
    }
  }

  /// What was promised just before the cut. An answer that crosses the cut promises nothing: ext4
  /// reports success for a sync that was waiting for its data when the file system was shut down,
  /// and a machine without power would not have answered.
  private record Promised(Set<Long> all, Set<Long> durable) {}

  private Promised cutPowerWhileStoring(SegmentStore store, Disk disk, int trades)
      throws InterruptedException {
    var before = acknowledged.size();
    var threads = new ArrayList<Thread>();
    for (var i = 0; i < THREADS; i++) {
      threads.add(Thread.startVirtualThread(() -> storeUntilBroken(store)));
    }
    await().until(() -> acknowledged.size() > before + trades);
    var durable = store.durablePosition();
    var promised = Map.copyOf(acknowledged);
    disk.cutPower();
    for (var thread : threads) {
      thread.join();
    }
    closeBroken(store);
    disk.restorePower();
    acknowledged.keySet().retainAll(promised.keySet());
    var durably = new HashSet<Long>();
    promised.forEach((number, position) -> {
      if (position <= durable) {
        durably.add(number);
      }
    });
    return new Promised(promised.keySet(), durably);
  }

  private void storeUntilBroken(SegmentStore store) {
    try {
      while (true) {
        var number = trade.incrementAndGet();
        WritingProcess.parts(number).forEach(store.writer()::appendSpans);
        acknowledged.put(number, store.endPosition());
      }
    } catch (StoreException e) {
      // The power is gone.
    }
  }

  private static void closeBroken(SegmentStore store) {
    try {
      store.close();
    } catch (StoreException e) {
      // It cannot sync any more, but lets the files go.
    }
  }

  private void assertThatAnswersAreWhole(Disk disk, Set<Long> promised, int round) {
    try (var store = open(disk, SMALL, Duration.ZERO)) {
      var stored = StoredTrades.of(store, "seed %d, round %d".formatted(SEED, round));
      stored.assertThatTheyAreWhole(promised);
      stored.assertThatReadersAgree();
    }
  }

  private Disk disk() throws IOException {
    return Disk.ext4(folder.resolve("disk"), folder.resolve("image"));
  }

  private static SegmentStore open(Disk disk, SegmentStoreOptions options, Duration flushInterval) {
    return SegmentStore.open(
        disk.folder().resolve("store"), options.withFlushInterval(flushInterval));
  }
}
