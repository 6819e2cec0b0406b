package dev.bellwether.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// What `kill -9` cannot show: whether the syncs are where they must be.
@Timeout(180)
@ExtendWith(QuietLog.class)
class PowerCutIT {
  private static final long SEED = Long.getLong("seed", System.nanoTime());
  private static final int ROUNDS = 10;

  @TempDir Path folder;
  private final Random random = new Random(SEED);

  @Test
  void with_an_interval_of_zero_what_was_acknowledged_is_there()
      throws IOException, InterruptedException {
    try (var disk = disk()) {
      for (var round = 0; round < ROUNDS; round++) {
        var cut = cutPowerWhileAppending(disk, synced(Duration.ZERO), 1 + random.nextInt(200));

        assertThat(missing(cut)).as("seed %d, round %d", SEED, round).isEmpty();
      }
    }
  }

  @Test
  void with_an_interval_what_was_synced_is_there() throws IOException, InterruptedException {
    try (var disk = disk()) {
      for (var round = 0; round < ROUNDS; round++) {
        var cut =
            cutPowerWhileAppending(
                disk, synced(Duration.ofMillis(20)), 1_000 + random.nextInt(20_000));

        assertThat(missing(cut))
            .as("seed %d, round %d", SEED, round)
            .allMatch(position -> position >= cut.durablePosition());
      }
    }
  }

  /// The test of the test.
  @Test
  void without_syncs_acknowledged_records_are_lost() throws IOException, InterruptedException {
    try (var disk = disk()) {
      var never = JournalOptions.DEFAULT.withFlushInterval(JournalOptions.FOREVER);

      var cut = cutPowerWhileAppending(disk, never, 1_000);

      assertThat(missing(cut)).isNotEmpty();
    }
  }

  @Test
  void a_journal_that_cannot_even_cut_off_what_it_began_lets_its_files_go() throws IOException {
    try (var disk = disk()) {
      var journal = Journal.open(disk.folder().resolve("journal"), JournalOptions.DEFAULT);
      var large = new byte[30 << 20];
      random.nextBytes(large);
      journal.append(large);
      journal.flush();
      // What there was room for stays behind the last block.
      assertThatThrownBy(() -> journal.append(large)).isInstanceOf(JournalException.Full.class);
      disk.cutPower();

      assertThatThrownBy(journal::close).isInstanceOf(JournalException.class);

      assertThatCode(disk::restorePower).doesNotThrowAnyException();
    }
  }

  private Disk disk() throws IOException {
    return Disk.ext4(folder.resolve("disk"), folder.resolve("image"));
  }

  /// What was promised just before the cut. An answer that crosses the cut promises nothing: ext4
  /// reports success for a sync that was waiting for its data when the file system was shut down,
  /// and a machine without power would not have answered.
  private record Cut(
      Path folder, JournalOptions options, Map<Long, String> acknowledged, long durablePosition) {}

  /// With files so small that they are sealed and begun all the time, which syncs too.
  private static JournalOptions synced(Duration flushInterval) {
    return JournalOptions.DEFAULT
        .withFlushInterval(flushInterval)
        .withFiles(128 << 10, Duration.ofDays(1));
  }

  private static Cut cutPowerWhileAppending(Disk disk, JournalOptions options, int acknowledgements)
      throws InterruptedException {
    var folder = disk.folder().resolve("journal");
    var acknowledged = new ConcurrentHashMap<Long, String>();
    var journal = Journal.open(folder, options);
    var threads = new ArrayList<Thread>();
    for (var i = 0; i < 4; i++) {
      threads.add(Thread.startVirtualThread(() -> appendUntilBroken(journal, acknowledged)));
    }
    await().until(() -> acknowledged.size() >= acknowledgements);
    var cut = new Cut(folder, options, Map.copyOf(acknowledged), journal.durablePosition());
    disk.cutPower();
    for (var thread : threads) {
      thread.join();
    }
    closeBroken(journal);
    disk.restorePower();
    return cut;
  }

  private static void appendUntilBroken(Journal journal, ConcurrentHashMap<Long, String> kept) {
    try {
      while (true) {
        var text = "%s at %d".formatted(Thread.currentThread(), System.nanoTime());
        kept.put(Texts.append(journal, text), text);
      }
    } catch (JournalException.Broken e) {
      // The power is gone.
    }
  }

  private static void closeBroken(Journal journal) {
    try {
      journal.close();
    } catch (JournalException.Broken e) {
      // It cannot sync any more, but lets the files go.
    }
  }

  /// Acknowledged positions at which there is not what was appended. The journal opens in any case.
  private static List<Long> missing(Cut cut) {
    try (var journal = Journal.open(cut.folder(), cut.options())) {
      return cut.acknowledged().entrySet().stream()
          .filter(entry ->
              !journal.read(entry.getKey()).map(Texts::text).equals(Optional.of(entry.getValue())))
          .map(Map.Entry::getKey)
          .sorted()
          .toList();
    }
  }
}
