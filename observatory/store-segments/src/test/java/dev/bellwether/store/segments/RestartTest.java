package dev.bellwether.store.segments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.bellwether.model.Span;
import dev.bellwether.store.StoreException;
import dev.bellwether.store.tests.SampleTrade;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// What a store knows after it was closed and opened again, and after its tables were damaged.
@ExtendWith(QuietLog.class)
class RestartTest {
  private static final long SEED = Long.getLong("seed", System.nanoTime());
  private static final int OPERATIONS = 400;
  private static final int ROUNDS = 6;

  @TempDir Path folder;
  private final Random random = new Random(SEED);

  @Test
  void a_store_that_is_opened_again_and_again_answers_like_one_that_never_was_closed() {
    var store = open();
    var both = new TwoStores(random, store);
    for (var operation = 0; operation < OPERATIONS; operation++) {
      if (random.nextInt(60) == 0) {
        store.close();
        store = open();
        both.goOnWith(store);
      }
      both.append();
      both.compare("seed %d, operation %d".formatted(SEED, operation));
    }
    both.compareAll("seed %d".formatted(SEED));
    store.close();
  }

  @Test
  void tables_that_were_deleted_or_damaged_are_written_anew_and_no_answer_changes()
      throws IOException {
    var store = open();
    var both = new TwoStores(random, store);
    for (var round = 0; round < ROUNDS; round++) {
      for (var i = 0; i < 40; i++) {
        both.append();
      }
      awaitSealed(store);
      store.close();
      damage(8);

      store = open();
      both.goOnWith(store);
      both.compareAll("seed %d, round %d, closed".formatted(SEED, round));
      awaitSealed(store);
      both.compareStatus("seed %d, round %d".formatted(SEED, round));
      flip(3, RestartTest::blocks);
      both.compareAll("seed %d, round %d, open".formatted(SEED, round));
    }
    store.close();
  }

  @Test
  void a_follower_goes_on_after_a_restart_where_it_stopped() {
    var told = new ArrayList<Span>();
    var positions = new ArrayList<Long>();
    try (var store = open()) {
      store.follow(
          (spans, position) -> {
            told.addAll(spans);
            positions.add(position);
          },
          0);
      for (var trade = 1; trade <= 20; trade++) {
        store.writer().appendSpans(SampleTrade.of(trade).spans());
        store.writer().appendLogs(SampleTrade.of(trade).logs());
        store.writer().appendSpans(SampleTrade.of(trade).spans());
      }
    }

    try (var store = open()) {
      var all = new ArrayList<Span>();
      store.follow((spans, _) -> all.addAll(spans), 0);
      var rest = new ArrayList<Span>();
      store.follow((spans, _) -> rest.addAll(spans), positions.get(11));

      assertThat(all).isEqualTo(told);
      assertThat(rest).isEqualTo(told.subList(12 * 12, told.size()));
    }
  }

  @Test
  void a_span_that_is_sent_again_after_a_restart_is_left_out() {
    var spans = new ArrayList<Span>();
    for (var trade = 1; trade <= 20; trade++) {
      spans.addAll(SampleTrade.of(trade).spans());
    }
    try (var store = open()) {
      spans.forEach(span -> store.writer().appendSpans(List.of(span)));
    }

    try (var store = open()) {
      store.writer().appendSpans(spans);

      assertThat(store.status().spans()).isEqualTo(spans.size());
    }
  }

  @Test
  void what_an_unfinished_seal_has_left_is_deleted() throws IOException {
    var tables = folder.resolve("tables");
    try (var store = open()) {
      for (var trade = 1; Files.notExists(tables.resolve("0000000001.segment")); trade++) {
        store.writer().appendSpans(SampleTrade.of(trade).spans());
      }
      awaitSealed(store);
    }
    var strangers =
        List.of(
            tables.resolve("0000000001.spans.unfinished"),
            tables.resolve("0000000099.spans"),
            tables.resolve("0000000099.segment"));
    for (var stranger : strangers) {
      Files.writeString(stranger, "left behind");
    }

    open().close();

    assertThat(strangers).noneMatch(Files::exists);
    assertThat(tables.resolve("0000000001.spans")).exists();
  }

  @Test
  void one_process_at_a_time_has_the_folder() {
    try (var _ = open()) {
      assertThatThrownBy(this::open)
          .isInstanceOf(StoreException.Unavailable.class)
          .hasMessageContaining("in use by another process");
    }
  }

  private SegmentStore open() {
    return SegmentStore.open(folder, SmallSegmentsContractTest.SMALL);
  }

  private static void awaitSealed(SegmentStore store) {
    await().until(store::unsealed, count -> count <= 1);
  }

  private void damage(int times) throws IOException {
    for (var i = 0; i < times; i++) {
      var files = tables();
      if (random.nextBoolean() && !files.isEmpty()) {
        Files.delete(files.get(random.nextInt(files.size())));
      }
    }
    flip(times, SeekableByteChannel::size);
  }

  /// @param end where the part of a file ends in which a bit changes
  private void flip(int times, Measure end) throws IOException {
    var files = tables();
    for (var i = 0; i < times && !files.isEmpty(); i++) {
      var file = files.get(random.nextInt(files.size()));
      try (var bytes =
          Files.newByteChannel(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
        var at = (long) (random.nextDouble() * end.of(bytes));
        var one = ByteBuffer.allocate(1);
        bytes.position(at).read(one);
        one.put(0, (byte) (one.get(0) ^ 1 << random.nextInt(8))).flip();
        bytes.position(at).write(one);
      }
    }
  }

  private interface Measure {
    long of(SeekableByteChannel file) throws IOException;
  }

  /// Where the blocks of columns end, whose checksums are compared each time they are read.
  private static long blocks(SeekableByteChannel file) throws IOException {
    var end = ByteBuffer.allocate(Long.BYTES);
    file.position(file.size() - 24).read(end);
    return end.flip().getLong();
  }

  private List<Path> tables() throws IOException {
    try (var files = Files.list(folder.resolve("tables"))) {
      return files.sorted().toList();
    }
  }
}
