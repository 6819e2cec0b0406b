package dev.bellwether.store.segments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellwether.model.Span;
import dev.bellwether.store.tests.SampleTrade;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BatchCodecTest {
  private static final long SEED = Long.getLong("seed", System.nanoTime());
  private static final int ROUNDS = 300;

  @Test
  void whatever_was_encoded_comes_back_equal() {
    var random = new Random(SEED);
    var telemetry = new RandomTelemetry(random);
    for (var round = 0; round < ROUNDS; round++) {
      var about = "seed %d, round %d".formatted(SEED, round);
      var count = 1 + random.nextInt(40);
      assertThatComesBack(new Batch.Spans(telemetry.spans(count)), about);
      assertThatComesBack(new Batch.Logs(telemetry.logs(count)), about);
      assertThatComesBack(new Batch.Points(telemetry.points(count)), about);
    }
  }

  @Test
  void a_whole_trade_comes_back_equal() {
    var trade = SampleTrade.of(1);

    assertThatComesBack(new Batch.Spans(trade.spans()), "spans");
    assertThatComesBack(new Batch.Logs(trade.logs()), "logs");
  }

  @Test
  void what_records_share_is_one_object_after_decoding() {
    var batch = BatchDecoder.decode(BatchEncoder.encode(new Batch.Spans(trades(2))));

    var spans = ((Batch.Spans) batch).spans();
    assertThat(spans.get(0).traceId()).isSameAs(spans.get(1).traceId());
    assertThat(spans.stream().map(Span::resource).map(System::identityHashCode).distinct())
        .hasSameSizeAs(spans.stream().map(Span::resource).distinct().toList());
  }

  @Test
  void texts_that_were_chosen_to_collide_cost_a_copy_and_no_time() {
    // "Aa" and "BB" have the same hash, and so has every row of them.
    var texts =
        IntStream.range(0, 1 << 14)
            .mapToObj(bits ->
                IntStream.range(0, 14)
                    .mapToObj(bit -> (bits >> bit & 1) == 0 ? "Aa" : "BB")
                    .reduce("", String::concat))
            .toList();
    var written = new ByteWriter(16);
    var table = new PartTable<String>(16, ByteWriter::writeText);

    texts.forEach(text -> written.writeUnsigned(table.numberOf(text)));

    assertThat(texts.stream().mapToInt(String::hashCode).distinct()).hasSize(1);
    assertThat(table.bytes()).isEqualTo(texts.size() * (1 + 28));
  }

  @Test
  void a_later_version_is_refused() {
    var batch = BatchEncoder.encode(new Batch.Spans(trades(1)));
    batch[0] = 2;

    assertThatThrownBy(() -> BatchDecoder.decode(batch))
        .hasMessage("batch: version 2 (expected: 1; a later Bellwether wrote it)");
  }

  private static void assertThatComesBack(Batch batch, String about) {
    var encoded = BatchEncoder.encode(batch);
    var copy = Arrays.copyOf(encoded, encoded.length);

    assertThat(BatchDecoder.decode(encoded)).as(about).isEqualTo(batch);
    assertThat(encoded).as(about).isEqualTo(copy);
    assertThat(BatchDecoder.holdsSpans(encoded)).isEqualTo(batch instanceof Batch.Spans);
  }

  private static List<Span> trades(int count) {
    return LongStream.rangeClosed(1, count)
        .mapToObj(SampleTrade::of)
        .flatMap(trade -> trade.spans().stream())
        .toList();
  }
}
