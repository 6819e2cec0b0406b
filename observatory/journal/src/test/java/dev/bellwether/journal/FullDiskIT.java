package dev.bellwether.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
@ExtendWith(QuietLog.class)
class FullDiskIT {
  private static final JournalOptions OPTIONS =
      JournalOptions.DEFAULT.withFiles(300 << 10, Duration.ofDays(1));

  @TempDir Path folder;
  private final TreeMap<Long, byte[]> kept = new TreeMap<>();
  private final Random random = new Random(7);

  @Test
  void a_full_disk_refuses_and_goes_on_without_a_restart_when_there_is_room() throws IOException {
    try (var disk = Disk.small(folder.resolve("disk"), 1_000)) {
      try (var journal = Journal.open(disk.folder(), OPTIONS)) {
        assertThatThrownBy(() -> appendUntilRefused(journal))
            .isInstanceOf(JournalException.Full.class)
            .hasMessageContaining("no room on the disk");
        assertThat(kept.size()).isBetween(90, 102);
        assertThatThrownBy(() -> append(journal)).isInstanceOf(JournalException.Full.class);
        assertThatHoldsWhatWasKept(journal);

        disk.grow(2_000);
        append(journal);
        journal.delete(journal.files().getFirst());
        append(journal);

        assertThat(journal.endPosition()).isEqualTo(kept.size());
      }
      try (var journal = Journal.open(disk.folder(), OPTIONS)) {
        assertThat(journal.recovery().isClean()).isTrue();
        assertThatHoldsWhatWasKept(journal);
      }
    }
  }

  @Test
  void after_a_failed_sync_the_next_append_begins_another_file() throws IOException {
    var synced =
        JournalOptions.DEFAULT
            .withFlushInterval(Duration.ZERO)
            .withFiles(64 << 20, Duration.ofDays(1));
    try (var disk = Disk.thin(folder.resolve("disk"), folder.resolve("beneath"), 1_500)) {
      try (var journal = Journal.open(disk.folder(), synced)) {
        assertThatThrownBy(() -> appendUntilRefused(journal)).isInstanceOf(JournalException.class);
        assertThat(kept).isNotEmpty();
        assertThat(journal.files()).hasSize(1);
        assertThatThrownBy(journal::flush).isInstanceOf(JournalException.class);

        disk.grow(20_000);
        var last = kept.lastKey();
        var next = append(journal);

        assertThat(next).isGreaterThan(last).isEqualTo(journal.durablePosition() - 1);
        assertThat(journal.files()).hasSize(2);
        assertThatHoldsWhatWasKept(journal);
      }
      try (var journal = Journal.open(disk.folder(), synced)) {
        assertThatHoldsWhatWasKept(journal);
      }
    }
  }

  @Test
  void what_was_refused_as_it_could_not_be_synced_is_not_there_after_a_restart()
      throws IOException {
    var synced = JournalOptions.DEFAULT.withFlushInterval(Duration.ZERO);
    try (var disk = Disk.thin(folder.resolve("disk"), folder.resolve("beneath"), 1_500)) {
      try (var journal = Journal.open(disk.folder(), synced)) {
        assertThatThrownBy(() -> appendUntilRefused(journal)).isInstanceOf(JournalException.class);
        disk.grow(20_000);
        append(journal);
      }

      try (var journal = Journal.open(disk.folder(), synced)) {
        assertThat(Texts.from(journal, 0)).hasSameSizeAs(kept.keySet());
        assertThatHoldsWhatWasKept(journal);
      }
    }
  }

  private void appendUntilRefused(Journal journal) {
    for (var i = 0; i < 1_000; i++) {
      append(journal);
    }
  }

  private long append(Journal journal) {
    var record = new byte[10_000];
    random.nextBytes(record);
    var position = journal.append(record);
    kept.put(position, record);
    return position;
  }

  private void assertThatHoldsWhatWasKept(Journal journal) {
    for (var record : kept.tailMap(journal.files().getFirst().firstPosition()).entrySet()) {
      assertThat(journal.read(record.getKey()))
          .hasValueSatisfying(bytes -> assertThat(bytes).isEqualTo(record.getValue()));
    }
  }
}
