package dev.bellwether.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
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
  private final List<byte[]> kept = new ArrayList<>();
  private final Random random = new Random(7);

  @Test
  void a_full_disk_refuses_and_goes_on_without_a_restart_when_there_is_room() throws IOException {
    try (var disk = Disk.small(folder.resolve("disk"), 1_000)) {
      try (var journal = Journal.open(disk.folder(), OPTIONS)) {
        assertThatThrownBy(() -> appendUntilRefused(journal))
            .isInstanceOf(JournalException.Full.class)
            .hasMessageContaining("no room on the disk");
        assertThat(kept.size()).isBetween(40, 100);
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

  private void appendUntilRefused(Journal journal) {
    for (var i = 0; i < 1_000; i++) {
      append(journal);
    }
  }

  private void append(Journal journal) {
    var record = new byte[10_000];
    random.nextBytes(record);
    journal.append(record);
    kept.add(record);
  }

  private void assertThatHoldsWhatWasKept(Journal journal) {
    var first = journal.files().getFirst().firstPosition();
    try (var reader = journal.reader(first)) {
      for (var position = first; position < kept.size(); position++) {
        var record = reader.next().orElseThrow();
        assertThat(record.position()).isEqualTo(position);
        assertThat(record.bytes()).isEqualTo(kept.get((int) position));
      }
      assertThat(reader.next()).isEmpty();
    }
  }
}
