package dev.bellwether.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Random operations on a journal and on a plain list: every answer must be the same.
class RandomOperationsTest {
  private static final long SEED = Long.getLong("seed", System.nanoTime());
  private static final int OPERATIONS = 4_000;

  /// Files large enough for a dictionary, blocks small enough to have many.
  private static final JournalOptions OPTIONS =
      JournalOptions.DEFAULT
          .withBlocks(64 << 10, 8 << 10)
          .withFlushInterval(JournalOptions.FOREVER)
          .withFiles(300 << 10, Duration.ofDays(1));

  @TempDir Path folder;
  private final Random random = new Random(SEED);
  private final List<byte[]> model = new ArrayList<>();
  private long deletedBefore;

  @Test
  void a_journal_answers_like_a_list() {
    var journal = Journal.open(folder, OPTIONS);
    try {
      for (var operation = 0; operation < OPERATIONS; operation++) {
        var about = "seed %d, operation %d".formatted(SEED, operation);
        switch (random.nextInt(40)) {
          case 0 -> {
            journal.close();
            journal = Journal.open(folder, OPTIONS);
            assertThat(journal.recovery().isClean()).as(about).isTrue();
          }
          case 1 -> compareScan(journal, about);
          case 2 -> assertThat(journal.roll()).as(about).isEqualTo(model.size());
          case 3 -> deleteOldest(journal);
          case 4, 5, 6, 7, 8 -> compareRead(journal, about);
          default -> append(journal, about);
        }
      }
      compareScan(journal, "seed " + SEED);
    } finally {
      journal.close();
    }
  }

  private void append(Journal journal, String about) {
    var record = randomRecord();

    assertThat(journal.append(record)).as(about).isEqualTo(model.size());

    model.add(record);
  }

  private void deleteOldest(Journal journal) {
    var files = journal.files();
    if (files.size() > 3) {
      journal.delete(files.getFirst());
      deletedBefore = files.get(1).firstPosition();
    }
  }

  private void compareRead(Journal journal, String about) {
    var position = random.nextInt(model.size() + 2);
    var found = journal.read(position);
    if (position < deletedBefore || position >= model.size()) {
      assertThat(found).as(about).isEmpty();
      return;
    }
    assertThat(found.orElseThrow()).as(about).isEqualTo(model.get(position));
  }

  private void compareScan(Journal journal, String about) {
    var from = random.nextInt(model.size() + 1);
    try (var reader = journal.reader(from)) {
      for (var position = Math.max(from, deletedBefore); position < model.size(); position++) {
        var record = reader.next().orElseThrow();
        assertThat(record.position()).as(about).isEqualTo(position);
        assertThat(record.bytes()).as(about).isEqualTo(model.get((int) position));
      }
      assertThat(reader.next()).as(about).isEmpty();
    }
  }

  /// Mostly small and like one another, some empty, some large, some that do not compress.
  private byte[] randomRecord() {
    var length = random.nextInt(20) == 0 ? random.nextInt(64 << 10) : random.nextInt(800);
    var record = new byte[length];
    if (random.nextInt(4) == 0) {
      random.nextBytes(record);
    } else {
      Arrays.fill(record, (byte) random.nextInt(4));
    }
    return record;
  }
}
