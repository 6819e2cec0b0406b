package dev.bellwether.store.segments;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.model.Span;
import dev.bellwether.store.tests.SampleTrade;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(QuietLog.class)
class TornJournalTest {
  private static final int TRADES = 3;

  @TempDir Path folder;

  @Test
  void wherever_the_last_block_is_torn_everything_before_it_is_there_and_appends_go_on()
      throws IOException {
    var file = folder.resolve("journal/0000000001.journal");
    var whole = new ArrayList<Span>();
    var bytesBefore = 0L;
    for (var trade = 1; trade <= TRADES; trade++) {
      bytesBefore = trade == 1 ? 0 : Files.size(file);
      try (var store = open()) {
        store.writer().appendSpans(SampleTrade.of(trade).spans());
        whole.addAll(SampleTrade.of(trade).spans());
      }
    }
    var journal = Files.readAllBytes(file);
    var beforeLast = whole.subList(0, whole.size() - SampleTrade.of(TRADES).spans().size());

    for (var length = (int) bytesBefore; length < journal.length; length++) {
      Files.write(file, Arrays.copyOf(journal, length));
      try (var store = open()) {
        assertThat(told(store)).as("%d bytes", length).isEqualTo(beforeLast);

        store.writer().appendSpans(SampleTrade.of(TRADES).spans());

        assertThat(told(store)).as("%d bytes", length).isEqualTo(whole);
      }
    }
  }

  private static List<Span> told(SegmentStore store) {
    var told = new ArrayList<Span>();
    store.follow((spans, _) -> told.addAll(spans), 0);
    return List.copyOf(told);
  }

  private SegmentStore open() {
    return SegmentStore.open(folder, SegmentStoreOptions.DEFAULT);
  }
}
