package dev.bellwether.store.segments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// What `kill -9` at any moment leaves: while spans are stored, while a segment is sealed, while
/// one is deleted.
@Timeout(180)
@ExtendWith(QuietLog.class)
class KilledStoreIT {
  private static final long SEED = Long.getLong("seed", System.nanoTime());
  private static final int ROUNDS = 5;

  /// Enough for some segments to be sealed.
  private static final int TRADES_MAX = 400;

  @TempDir Path folder;
  private final Random random = new Random(SEED);
  private final Set<Long> acknowledged = new HashSet<>();
  private long firstTrade = 1;

  @Test
  void what_was_acknowledged_is_there_once_and_in_order_and_nothing_else_is()
      throws IOException, InterruptedException {
    for (var round = 0; round < ROUNDS; round++) {
      killWhileStoring(Long.MAX_VALUE);
      var about = "seed %d, round %d".formatted(SEED, round);
      try (var store = SegmentStore.open(folder, WritingProcess.OPTIONS)) {
        var stored = StoredTrades.of(store, about);
        stored.assertThatTheyAreWhole(acknowledged);
        stored.assertThatReadersAgree();
        assertThat(store.status().logRecords())
            .as(about)
            .isGreaterThanOrEqualTo(4L * acknowledged.size());
      }
    }
  }

  @Test
  void when_the_oldest_are_being_deleted_the_rest_is_there()
      throws IOException, InterruptedException {
    for (var round = 0; round < ROUNDS; round++) {
      killWhileStoring(400 << 10);
      var about = "seed %d, round %d".formatted(SEED, round);
      try (var store = SegmentStore.open(folder, WritingProcess.OPTIONS)) {
        var stored = StoredTrades.of(store, about);
        stored.assertThatEachIsThereOnce();
        stored.assertThatReadersAgree();
        await().until(store::unsealed, count -> count <= 1);
        assertThat(tableNumbers()).as(about).isSubsetOf(journalNumbers());
      }
    }
  }

  private void killWhileStoring(long bytesMax) throws IOException, InterruptedException {
    var process = WritingProcess.start(folder, firstTrade, bytesMax);
    acknowledged.addAll(WritingProcess.killAfter(1 + random.nextInt(TRADES_MAX), process));
    firstTrade += 100_000;
  }

  private Set<String> tableNumbers() throws IOException {
    return numbers("tables", "");
  }

  private Set<String> journalNumbers() throws IOException {
    return numbers("journal", ".journal");
  }

  private Set<String> numbers(String kind, String end) throws IOException {
    try (var files = Files.list(folder.resolve(kind))) {
      var numbers = new HashSet<String>();
      files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(end))
          .forEach(name -> numbers.add(name.substring(0, name.indexOf('.'))));
      return numbers;
    }
  }
}
