package dev.bellwether.journal;

import static dev.bellwether.journal.Texts.SMALL;
import static dev.bellwether.journal.Texts.append;
import static dev.bellwether.journal.Texts.rest;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Files as crashes and ageing disks leave them. Each record is a block of its own.
@ExtendWith(QuietLog.class)
class DamagedFilesTest {
  private static final int RECORDS = 4;
  private static final JournalOptions LARGE = SMALL.withFiles(1 << 20, Duration.ofDays(1));

  @TempDir Path folder;
  private Path first;
  private Path second;
  private byte[] sealed = {};
  private byte[] open = {};
  private final List<String> all = new ArrayList<>();

  /// Two files of four records each, the first one sealed.
  @BeforeEach
  void write() throws IOException {
    try (var journal = Journal.open(folder, SMALL)) {
      for (var i = 0; i < 2 * RECORDS; i++) {
        if (i == RECORDS) {
          journal.roll();
        }
        append(journal, "record " + i);
        all.add(i + "=record " + i);
      }
    }
    first = JournalFile.pathIn(folder, 1);
    second = JournalFile.pathIn(folder, 2);
    sealed = Files.readAllBytes(first);
    open = Files.readAllBytes(second);
  }

  @Test
  void a_tail_torn_at_any_byte_of_the_last_block_costs_that_block_only() throws IOException {
    var lastBlock = lastBlockOffset();
    for (var length = lastBlock; length < open.length; length++) {
      Files.write(second, Arrays.copyOf(open, length));

      try (var journal = Journal.open(folder, SMALL)) {
        assertThat(Texts.from(journal, 0)).as("torn at %d", length).isEqualTo(all.subList(0, 7));
        assertThat(journal.recovery().tornBytes()).isEqualTo(length - lastBlock);
        assertThat(append(journal, "again")).isEqualTo(7);
        assertThat(Texts.from(journal, 6)).containsExactly("6=record 6", "7=again");
      }
    }
  }

  @Test
  void a_tail_of_zeros_or_of_old_blocks_is_cut_off() throws IOException {
    var tail = Arrays.copyOf(open, open.length + 300);
    System.arraycopy(open, FileHeader.BYTES, tail, open.length, open.length - FileHeader.BYTES);
    Files.write(second, tail);

    try (var journal = Journal.open(folder, SMALL)) {
      assertThat(Texts.from(journal, 0)).isEqualTo(all);
      assertThat(journal.recovery()).isEqualTo(new Recovery(2, 8, 300, 0, 0, 0));
    }
    assertThat(Files.readAllBytes(second)).isEqualTo(open);
  }

  @Test
  void a_flipped_bit_of_an_older_file_costs_at_most_its_block() throws IOException {
    for (var bit = 0; bit < 8 * sealed.length; bit++) {
      Files.write(first, flipped(sealed, bit));

      try (var journal = Journal.open(folder, SMALL);
          var reader = journal.reader(0)) {
        var found = rest(reader);
        assertThat(all).as("bit %d", bit).containsAll(found);
        assertThat(found).as("bit %d", bit).hasSizeGreaterThanOrEqualTo(7);
        assertThat(reader.skippedRecords()).isEqualTo(all.size() - found.size());
        assertThat(journal.endPosition()).isEqualTo(8);
      }
    }
  }

  @Test
  void a_flipped_bit_of_the_newest_file_costs_at_most_its_block_and_is_reported()
      throws IOException {
    for (var bit = 0; bit < 8 * open.length; bit++) {
      Files.write(second, flipped(open, bit));
      Files.deleteIfExists(JournalFile.pathIn(folder, 3));

      try (var journal = Journal.open(folder, SMALL)) {
        var found = Texts.from(journal, 0);
        assertThat(all).as("bit %d", bit).containsAll(found);
        assertThat(found).as("bit %d", bit).hasSizeGreaterThanOrEqualTo(7);
        assertThat(journal.recovery().isClean()).as("bit %d", bit).isFalse();
        var next = append(journal, "again");
        assertThat(Texts.from(journal, next)).containsExactly(next + "=again");
      }
    }
  }

  @Test
  void a_damaged_record_is_named_by_a_random_read_and_its_neighbours_are_there()
      throws IOException {
    Files.write(first, flipped(sealed, 8 * (FileHeader.BYTES + BlockHeader.BYTES + 6)));

    try (var journal = Journal.open(folder, SMALL)) {
      assertThatThrownBy(() -> journal.read(0))
          .isInstanceOf(JournalException.Damaged.class)
          .hasMessage("%s: position 0 is in a damaged block".formatted(first));
      assertThat(journal.read(1).map(Texts::text)).contains("record 1");
    }
  }

  @Test
  void a_journal_within_a_record_is_never_taken_for_blocks() throws IOException {
    try (var journal = Journal.open(folder, SMALL)) {
      journal.append(open);
      append(journal, "after it");
    }
    var bytes = Files.readAllBytes(second);
    bytes[open.length + 1] ^= 1;
    Files.write(second, bytes);

    try (var journal = Journal.open(folder, SMALL)) {
      assertThat(Texts.from(journal, 7)).containsExactly("7=record 7", "9=after it");
      assertThat(journal.recovery().damagedRecords()).isEqualTo(1);
      assertThat(journal.recovery().damagedBlocks()).isEqualTo(1);
    }
  }

  @Test
  void a_file_of_nothing_but_rubbish_is_left_alone() throws IOException {
    var rubbish = new byte[500];
    Files.write(second, rubbish);

    try (var journal = Journal.open(folder, SMALL)) {
      assertThat(append(journal, "b")).isEqualTo(4);
      assertThat(Texts.from(journal, 3)).containsExactly("3=record 3", "4=b");
      assertThat(journal.recovery().damagedBytes()).isEqualTo(500);
    }
    assertThat(Files.readAllBytes(second)).isEqualTo(rubbish);
  }

  @Test
  void a_file_whose_dictionary_is_damaged_reads_from_its_second_copy() throws IOException {
    var dictionaries = writeManySmallBlocks();
    var written = Files.readAllBytes(third());

    damage(written, dictionaries.getFirst());

    try (var journal = Journal.open(folder, LARGE)) {
      assertThat(Texts.from(journal, 0)).isEqualTo(all);
    }
  }

  @Test
  void without_both_copies_of_the_dictionary_only_blocks_that_refer_to_it_are_lost()
      throws IOException {
    var dictionaries = writeManySmallBlocks();
    var written = Files.readAllBytes(third());
    var before = recordsBefore(dictionaries.getFirst());

    damage(written, dictionaries.getFirst());
    damage(written, dictionaries.getLast());

    try (var journal = Journal.open(folder, LARGE);
        var reader = journal.reader(0)) {
      assertThat(rest(reader)).isEqualTo(all.subList(0, before));
      assertThatThrownBy(() -> journal.read(before)).isInstanceOf(JournalException.Damaged.class);
      assertThat(append(journal, "again")).isEqualTo(all.size());
      assertThat(Texts.from(journal, all.size())).containsExactly(all.size() + "=again");
    }
  }

  /// Enough of them for a dictionary; returns the offsets of its two copies.
  private List<Block> writeManySmallBlocks() throws IOException {
    try (var journal = Journal.open(folder, LARGE)) {
      journal.roll();
      for (var i = 0; i < 100; i++) {
        var text = "record %d %s".formatted(i, "sold ten of it, ".repeat(64));
        all.add(append(journal, text) + "=" + text);
      }
    }
    var dictionaries = new ArrayList<Block>();
    try (var source = BlockSource.open(third(), 3)) {
      var end = source.bytes();
      for (var block = source.next(FileHeader.BYTES, end); block != null; ) {
        if (block.header().kind() == BlockHeader.Kind.DICTIONARY) {
          dictionaries.add(block);
        }
        block = block.end() < end ? source.next(block.end(), end) : null;
      }
    }
    assertThat(dictionaries).hasSize(2);
    return dictionaries;
  }

  private Path third() {
    return JournalFile.pathIn(folder, 3);
  }

  private static int recordsBefore(Block block) {
    return (int) block.header().firstPosition();
  }

  private void damage(byte[] written, Block block) throws IOException {
    written[(int) block.payloadOffset() + 9] ^= 1;
    Files.write(third(), written);
  }

  private int lastBlockOffset() throws IOException {
    try (var source = BlockSource.open(second, 2)) {
      var offset = (long) FileHeader.BYTES;
      for (var i = 1; i < RECORDS; i++) {
        offset = requireNonNull(source.next(offset, open.length)).end();
      }
      return (int) offset;
    }
  }

  private static byte[] flipped(byte[] bytes, int bit) {
    var copy = bytes.clone();
    copy[bit / 8] ^= (byte) (1 << bit % 8);
    return copy;
  }
}
