package dev.bellwether.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PendingAppendTest {
  @TempDir Path folder;

  @Test
  void what_is_begun_first_is_written_first_whoever_is_awaited_first() {
    try (var journal = Journal.open(folder, Texts.SMALL)) {
      var pending = new ArrayList<PendingAppend>();
      for (var i = 0; i < 500; i++) {
        pending.add(journal.begin(Texts.bytes("trade " + i)));
      }

      var positions = pending.reversed().stream().map(PendingAppend::await).toList();

      assertThat(positions.reversed()).isEqualTo(LongStream.range(0, 500).boxed().toList());
      assertThat(Texts.from(journal, 0))
          .hasSize(500)
          .startsWith("0=trade 0")
          .endsWith("499=trade 499");
    }
  }

  @Test
  void when_one_is_done_all_before_it_are() {
    try (var journal = Journal.open(folder, Texts.SMALL)) {
      var pending = new ArrayList<PendingAppend>();
      for (var i = 0; i < 500; i++) {
        pending.add(journal.begin(Texts.bytes("trade " + i)));
      }
      var done = new ArrayList<Boolean>();
      for (var last = false; !last; last = pending.getLast().isDone()) {
        done.clear();
        pending.forEach(append -> done.add(append.isDone()));
        // Looked at one after the other while they are written: never one that is not done yet
        // before one that is, unless it was done in between.
        for (var i = done.lastIndexOf(true); i >= 0; i--) {
          assertThat(pending.get(i).isDone()).isTrue();
        }
      }
    }
  }

  @Test
  void each_knows_the_file_that_holds_it() {
    try (var journal = Journal.open(folder, Texts.SMALL)) {
      var first = journal.begin(Texts.bytes("a"));
      assertThat(first.await()).isZero();
      journal.roll();
      var second = journal.begin(Texts.bytes("b"));

      assertThat(first.fileNumber()).isEqualTo(1);
      assertThat(second.fileNumber()).isEqualTo(2);
      assertThat(journal.files()).extracting(JournalFile::number).containsExactly(1L, 2L);
    }
  }

  @Test
  void what_was_begun_before_the_end_is_written_and_what_comes_later_is_refused() {
    var journal = Journal.open(folder, Texts.SMALL);
    var pending = journal.begin(Texts.bytes("a"));

    journal.close();

    assertThat(pending.isDone()).isTrue();
    assertThat(pending.await()).isZero();
    assertThatThrownBy(() -> journal.begin(Texts.bytes("b")))
        .isInstanceOf(JournalException.Broken.class)
        .hasMessageContaining("closed");
  }
}
