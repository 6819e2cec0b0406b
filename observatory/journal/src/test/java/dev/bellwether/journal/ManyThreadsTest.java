package dev.bellwether.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ManyThreadsTest {
  private static final int APPENDERS = 16;
  private static final int RECORDS_EACH = 500;
  private static final JournalOptions OPTIONS =
      JournalOptions.DEFAULT.withFiles(200 << 10, Duration.ofDays(1));

  @TempDir Path folder;

  @Test
  void what_many_threads_append_many_readers_see_once_and_in_order()
      throws ExecutionException, InterruptedException {
    var acknowledged = new ConcurrentHashMap<Long, String>();
    try (var journal = Journal.open(folder, OPTIONS);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var readers = new ArrayList<Future<Map<Long, String>>>();
      for (var i = 0; i < 3; i++) {
        readers.add(threads.submit(readingAll(journal)));
      }
      for (var i = 0; i < APPENDERS; i++) {
        var name = "appender " + i;
        threads.execute(() -> appendAll(journal, name, acknowledged));
      }

      for (var reader : readers) {
        assertThat(reader.get()).isEqualTo(acknowledged).hasSize(APPENDERS * RECORDS_EACH);
      }
    }
    try (var journal = Journal.open(folder, OPTIONS)) {
      assertThat(journal.recovery().records()).isEqualTo(APPENDERS * RECORDS_EACH);
      assertThat(journal.recovery().isClean()).isTrue();
    }
  }

  @Test
  void what_waits_together_shares_a_block() throws ExecutionException, InterruptedException {
    var options = OPTIONS.withFlushInterval(Duration.ZERO);
    try (var journal = Journal.open(folder, options);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var acknowledged = new ConcurrentHashMap<Long, String>();
      var appends = new ArrayList<Future<?>>();
      for (var i = 0; i < 64; i++) {
        var name = "appender " + i;
        appends.add(threads.submit(() -> appendAll(journal, name, acknowledged, 10)));
      }
      for (var append : appends) {
        append.get();
      }

      assertThat(blocksOf(journal)).isLessThan(640 / 4);
      assertThat(journal.durablePosition()).isEqualTo(640);
    }
  }

  @Test
  void a_reader_that_is_interrupted_does_not_disturb_the_writer() {
    try (var journal = Journal.open(folder, OPTIONS);
        var reader = journal.reader(0)) {
      Texts.append(journal, "a");
      Thread.currentThread().interrupt();
      assertThatThrownBy(reader::next).isInstanceOf(JournalException.Broken.class);
      assertThatThrownBy(() -> journal.read(0)).isInstanceOf(JournalException.Broken.class);

      Texts.append(journal, "interrupted, but told its position");

      assertThat(Thread.interrupted()).isTrue();
      Texts.append(journal, "b");
      assertThat(Texts.from(journal, 1))
          .containsExactly("1=interrupted, but told its position", "2=b");
    }
  }

  private static long blocksOf(Journal journal) {
    var blocks = 0L;
    for (var file : journal.files()) {
      try (var source = BlockSource.open(file.path(), file.number())) {
        var end = file.bytes();
        for (var block = source.next(FileHeader.BYTES, end);
            block != null;
            block = source.next(block.end(), end)) {
          blocks++;
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return blocks;
  }

  private static void appendAll(Journal journal, String name, Map<Long, String> acknowledged) {
    appendAll(journal, name, acknowledged, RECORDS_EACH);
  }

  private static void appendAll(
      Journal journal, String name, Map<Long, String> acknowledged, int records) {
    for (var i = 0; i < records; i++) {
      var text = "%s, record %d, and some more so that it is not all too short".formatted(name, i);
      acknowledged.put(Texts.append(journal, text), text);
    }
  }

  private static Callable<Map<Long, String>> readingAll(Journal journal) {
    return () -> {
      var seen = new HashMap<Long, String>();
      try (var reader = journal.reader(0)) {
        for (var next = 0L; next < APPENDERS * RECORDS_EACH; ) {
          var record = reader.next();
          if (record.isEmpty()) {
            assertThat(reader.await(Duration.ofSeconds(10))).as("after %d", next).isTrue();
            continue;
          }
          assertThat(record.get().position()).isEqualTo(next++);
          seen.put(record.get().position(), Texts.text(record.get().bytes()));
        }
      }
      return seen;
    };
  }

  @Test
  void who_finds_no_room_is_told_after_its_patience() throws InterruptedException {
    var options = OPTIONS.withBlocks(1_000, 1_000).withWaiting(2_000, Duration.ofMillis(20));
    var requests = new Requests(options);
    var first = requests.append(new byte[900]);
    requests.append(new byte[900]);

    assertThatThrownBy(() -> requests.append(new byte[900]))
        .isInstanceOf(JournalException.Full.class)
        .hasMessage(
            "journal: 1808 bytes wait to be written (expected: up to 2000, within PT0.02S)");

    assertThat(requests.take(Duration.ZERO)).isSameAs(first.batch());
    requests.done(first.batch());
    assertThat(List.of(requests.append(new byte[900]))).hasSize(1);
  }
}
