package dev.bellwether.journal;

import static dev.bellwether.journal.Texts.SMALL;
import static dev.bellwether.journal.Texts.append;
import static dev.bellwether.journal.Texts.bytes;
import static dev.bellwether.journal.Texts.rest;
import static dev.bellwether.journal.Texts.text;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
  private static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");

  @TempDir Path folder;
  private final AtomicReference<Instant> now = new AtomicReference<>(NOON);

  private Journal open(JournalOptions options) {
    return Journal.open(folder, options, now::get);
  }

  @Test
  void a_record_can_be_read_as_soon_as_it_is_appended() {
    try (var journal = open(SMALL)) {
      var position = append(journal, "sold ten");

      assertThat(position).isZero();
      assertThat(journal.read(0).map(Texts::text)).contains("sold ten");
      assertThat(Texts.from(journal, 0)).containsExactly("0=sold ten");
    }
  }

  @Test
  void positions_go_on_after_a_restart() {
    try (var journal = open(SMALL)) {
      append(journal, "a");
    }

    try (var journal = open(SMALL)) {
      assertThat(append(journal, "b")).isEqualTo(1);
      assertThat(Texts.from(journal, 0)).containsExactly("0=a", "1=b");
      assertThat(journal.files()).hasSize(1);
      assertThat(journal.recovery()).isEqualTo(new Recovery(1, 1, 0, 0, 0, 0));
    }
  }

  @Test
  void positions_go_on_when_all_but_an_empty_file_is_deleted() {
    try (var journal = open(SMALL)) {
      append(journal, "a");
      journal.roll();
      journal.delete(journal.files().getFirst());
    }

    try (var journal = open(SMALL)) {
      assertThat(append(journal, "b")).isEqualTo(1);
      assertThat(Texts.from(journal, 0)).containsExactly("1=b");
      assertThat(journal.read(0)).isEmpty();
    }
  }

  @Test
  void an_empty_record_and_the_largest_are_kept_and_a_larger_one_is_the_callers_mistake() {
    try (var journal = open(SMALL.withBlocks(1_000, 256))) {
      journal.append(new byte[0]);
      journal.append(new byte[1_000]);

      assertThat(journal.read(0)).hasValueSatisfying(bytes -> assertThat(bytes).isEmpty());
      assertThat(journal.read(1)).hasValueSatisfying(bytes -> assertThat(bytes).hasSize(1_000));
      assertThatThrownBy(() -> journal.append(new byte[1_001]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("record: 1001 bytes (expected: up to 1000)");
    }
  }

  @Test
  void a_reader_goes_on_where_it_ended_when_there_is_more() throws InterruptedException {
    try (var journal = open(SMALL);
        var reader = journal.reader(0)) {
      append(journal, "a");
      assertThat(rest(reader)).containsExactly("0=a");
      assertThat(reader.await(Duration.ofMillis(1))).isFalse();

      append(journal, "b");
      journal.roll();
      append(journal, "c");

      assertThat(reader.await(Duration.ofSeconds(5))).isTrue();
      assertThat(rest(reader)).containsExactly("1=b", "2=c");
      assertThat(reader.position()).isEqualTo(3);
    }
  }

  @Test
  void a_reader_may_begin_before_there_is_anything_and_in_the_middle() {
    try (var journal = open(SMALL);
        var early = journal.reader(0)) {
      assertThat(early.next()).isEmpty();
      for (var i = 0; i < 100; i++) {
        append(journal, "record " + i);
      }

      assertThat(rest(early)).hasSize(100);
      assertThat(Texts.from(journal, 97))
          .containsExactly("97=record 97", "98=record 98", "99=record 99");
      assertThat(Texts.from(journal, 100)).isEmpty();
    }
  }

  @Test
  void a_file_is_rolled_by_size() {
    try (var journal = open(SMALL)) {
      for (var i = 0; i < 100; i++) {
        append(journal, "record " + i);
      }

      var files = journal.files();
      assertThat(files).hasSizeGreaterThan(2);
      assertThat(files).allSatisfy(file -> assertThat(file.path()).hasSize(file.bytes()));
      assertThat(files)
          .allSatisfy(file -> assertThat(file.bytes()).isLessThanOrEqualTo(2_000 + 48));
      assertThat(files.getLast().endPosition()).isEqualTo(100);
      assertThat(files.get(1).firstPosition()).isEqualTo(files.get(0).endPosition());
    }
  }

  @Test
  void a_file_is_rolled_by_age_though_nothing_is_appended() {
    try (var journal = open(SMALL.withFiles(1 << 20, Duration.ofMinutes(10)))) {
      append(journal, "a");
      now.set(NOON.plus(Duration.ofMinutes(10)));

      await().until(() -> journal.files().size() == 2);
      assertThat(journal.files().getFirst().lastAppend()).isEqualTo(NOON);
    }
  }

  @Test
  void rolling_an_empty_file_changes_nothing() {
    try (var journal = open(SMALL)) {
      assertThat(journal.roll()).isZero();
      append(journal, "a");
      journal.roll();

      assertThat(journal.roll()).isEqualTo(1);
      assertThat(journal.files()).hasSize(2);
    }
  }

  @Test
  void what_a_listing_says_of_files_is_the_same_after_a_restart() {
    var journal = open(SMALL);
    for (var i = 0; i < 60; i++) {
      append(journal, "record " + i);
      now.updateAndGet(time -> time.plusMillis(5));
    }
    var before = journal.files();
    journal.close();

    try (var again = open(SMALL)) {
      assertThat(again.files()).isEqualTo(before);
      assertThat(before.getFirst().firstAppend()).isEqualTo(NOON);
      assertThat(before.getLast().lastAppend()).isEqualTo(NOON.plusMillis(59 * 5));
    }
  }

  @Test
  void retention_deletes_the_oldest_files_and_a_reader_says_what_it_missed() {
    try (var journal = open(SMALL.withRetention(5_000, JournalOptions.FOREVER));
        var reader = journal.reader(0)) {
      for (var i = 0; i < 300; i++) {
        append(journal, "record " + i);
      }

      var files = journal.files();
      assertThat(files.stream().mapToLong(JournalFile::bytes).sum()).isLessThan(5_000 + 2_100);
      assertThat(rest(reader)).hasSize((int) (300 - files.getFirst().firstPosition()));
      assertThat(reader.skippedRecords()).isEqualTo(files.getFirst().firstPosition()).isPositive();
    }
  }

  @Test
  void retention_by_age_leaves_only_the_newest_file() {
    var options =
        SMALL
            .withFiles(1 << 20, Duration.ofMinutes(10))
            .withRetention(Long.MAX_VALUE, Duration.ofHours(1));
    try (var journal = open(options)) {
      append(journal, "a");
      now.set(NOON.plus(Duration.ofHours(1)));

      await().until(() -> journal.files().size() == 1 && journal.files().getFirst().number() == 2);
      assertThat(journal.endPosition()).isEqualTo(1);
    }
  }

  @Test
  void the_newest_file_cannot_be_deleted() {
    try (var journal = open(SMALL)) {
      append(journal, "a");

      assertThatThrownBy(() -> journal.delete(journal.files().getFirst()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("expected: one before the newest");
    }
  }

  @Test
  void a_sync_moves_the_durable_position() {
    try (var journal = open(SMALL)) {
      append(journal, "a");
      assertThat(journal.durablePosition()).isZero();

      journal.flush();

      assertThat(journal.durablePosition()).isEqualTo(1);
    }
  }

  @Test
  void the_flush_interval_syncs_by_itself_and_zero_before_the_answer() {
    try (var journal = open(SMALL.withFlushInterval(Duration.ofMillis(10)))) {
      append(journal, "a");
      await().until(() -> journal.durablePosition() == 1);
    }
    try (var journal = open(SMALL.withFlushInterval(Duration.ZERO))) {
      append(journal, "b");
      assertThat(journal.durablePosition()).isEqualTo(2);
    }
  }

  @Test
  void what_an_earlier_run_left_to_the_operating_system_is_durable_after_a_sync_only() {
    try (var journal = open(SMALL)) {
      append(journal, "a");
    }
    try (var journal = open(SMALL)) {
      assertThat(journal.endPosition()).isEqualTo(1);
      assertThat(journal.durablePosition()).isZero();

      journal.flush();

      assertThat(journal.durablePosition()).isEqualTo(1);
    }
  }

  @Test
  void a_file_of_large_blocks_or_of_what_does_not_compress_has_no_dictionary() {
    var random = new Random(7);
    try (var journal = open(JournalOptions.DEFAULT)) {
      for (var i = 0; i < 3; i++) {
        journal.append(bytes("sold ten of it, ".repeat(20_000)));
      }
      journal.roll();
      for (var i = 0; i < 300; i++) {
        var record = new byte[1_000];
        random.nextBytes(record);
        journal.append(record);
      }

      assertThat(journal.files()).allSatisfy(file -> assertThat(dictionaries(file)).isZero());
      append(journal, "still works");
      assertThat(journal.read(303).map(Texts::text)).contains("still works");
    }
  }

  private static long dictionaries(JournalFile file) throws IOException {
    var found = 0L;
    try (var source = BlockSource.open(file.path(), file.number())) {
      for (var offset = (long) FileHeader.BYTES; offset < file.bytes(); ) {
        var block = requireNonNull(source.next(offset, file.bytes()));
        found += block.header().kind() == BlockHeader.Kind.DICTIONARY ? 1 : 0;
        offset = block.end();
      }
    }
    return found;
  }

  @Test
  void a_folder_has_one_writer() {
    try (var journal = open(SMALL)) {
      assertThatThrownBy(() -> open(SMALL))
          .isInstanceOf(JournalException.Broken.class)
          .hasMessageContaining("in use");
      append(journal, "still works");
    }
    open(SMALL).close();
  }

  @Test
  void a_closed_journal_refuses_and_closing_twice_is_harmless() {
    var journal = open(SMALL);
    append(journal, "a");
    journal.close();
    journal.close();

    assertThatThrownBy(() -> append(journal, "b"))
        .isInstanceOf(JournalException.Broken.class)
        .hasMessage("journal: closed");
  }

  @Test
  void a_newer_format_is_refused_and_nothing_is_touched() throws IOException {
    try (var journal = open(SMALL)) {
      append(journal, "a");
      journal.roll();
      append(journal, "b");
    }
    var newest = folder.resolve("0000000002.journal");
    var torn = folder.resolve("0000000001.journal");
    var header = new FileHeader(2, 0, 2, 1, NOON.toEpochMilli()).encode();
    try (var channel = FileChannel.open(newest, StandardOpenOption.WRITE)) {
      channel.write(header, 0);
    }
    Files.write(torn, bytes("half a block"), StandardOpenOption.APPEND);
    var before = new byte[][] {Files.readAllBytes(torn), Files.readAllBytes(newest)};

    assertThatThrownBy(() -> open(SMALL))
        .isInstanceOf(JournalException.Newer.class)
        .hasMessageContaining("version 2")
        .hasMessageContaining("expected: up to version 1");

    assertThat(Files.readAllBytes(torn)).isEqualTo(before[0]);
    assertThat(Files.readAllBytes(newest)).isEqualTo(before[1]);
  }

  @Test
  void what_a_crash_leaves_while_a_file_is_begun_is_no_obstacle() throws IOException {
    try (var journal = open(SMALL)) {
      append(journal, "a");
      journal.roll();
    }
    var header = Files.readAllBytes(folder.resolve("0000000002.journal"));
    for (var length = 0; length < FileHeader.BYTES; length++) {
      Files.write(folder.resolve("0000000002.journal"), Arrays.copyOf(header, length));

      try (var journal = open(SMALL)) {
        assertThat(Texts.from(journal, 0)).containsExactly("0=a");
        assertThat(journal.endPosition()).isEqualTo(1);
      }
    }
    try (var journal = open(SMALL)) {
      assertThat(append(journal, "b")).isEqualTo(1);
      assertThat(text(journal.read(1).orElseThrow())).isEqualTo("b");
    }
  }

  @Test
  void options_say_what_is_wrong_with_them() {
    assertThatThrownBy(() -> SMALL.withCompressionLevel(20))
        .hasMessage("compressionLevel: 20 (expected: 1 to 19)");
    assertThatThrownBy(() -> SMALL.withWaiting(10, Duration.ZERO))
        .hasMessage("waitingBytesMax: 10 (expected: 1048576 to 9223372036854775807)");
  }
}
