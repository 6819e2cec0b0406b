package dev.bellwether.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
@ExtendWith(QuietLog.class)
class KilledWriterIT {
  static final JournalOptions OPTIONS =
      JournalOptions.DEFAULT.withFiles(256 << 10, Duration.ofDays(1));

  private static final long SEED = Long.getLong("seed", System.nanoTime());
  private static final int ROUNDS = 16;

  /// Enough for files to be rolled and dictionaries to be written.
  private static final int ACKNOWLEDGEMENTS_MAX = 2_000;

  @TempDir Path folder;

  @Test
  void what_was_acknowledged_is_there_after_kill_9_whenever_it_comes()
      throws IOException, InterruptedException {
    var random = new Random(SEED);
    var acknowledged = new HashMap<Long, String>();
    for (var round = 0; round < ROUNDS; round++) {
      var process = AppendingProcess.start(folder, "round-" + round);
      var lines = AppendingProcess.killAfter(1 + random.nextInt(ACKNOWLEDGEMENTS_MAX), process);
      for (var line : lines) {
        var space = line.indexOf(' ');
        var position = Long.valueOf(line.substring(0, space));
        assertThat(acknowledged.put(position, line.substring(space + 1)))
            .as("seed %d, round %d: position %d was given out twice", SEED, round, position)
            .isNull();
      }

      try (var journal = Journal.open(folder, OPTIONS)) {
        var about = "seed %d, round %d, %s".formatted(SEED, round, journal.recovery());
        assertThat(journal.recovery().damagedBlocks()).as(about).isZero();
        var found = new HashMap<Long, String>();
        try (var reader = journal.reader(0)) {
          for (var next = reader.next(); next.isPresent(); next = reader.next()) {
            found.put(next.get().position(), Texts.text(next.get().bytes()));
          }
        }
        var lost = new HashSet<>(acknowledged.entrySet());
        lost.removeAll(found.entrySet());
        assertThat(lost).as(about).isEmpty();
        assertThat(found).as(about).hasSize((int) journal.endPosition());
      }
    }
  }
}
