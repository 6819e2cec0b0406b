package dev.bellwether.store.segments.columns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellwether.model.Span;
import dev.bellwether.store.TimeRange;
import dev.bellwether.store.query.Query;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DamagedFilesTest {
  private static final long SEED = Long.getLong("seed", System.nanoTime());
  private static final TimeRange ANY_TIME = new TimeRange(Long.MIN_VALUE, Long.MAX_VALUE);

  @TempDir Path folder;

  private final List<Span> spans = new HostileRecords(SEED, 20).spans(200);
  private Path file = Path.of("spans");
  private byte[] whole = {};

  @BeforeEach
  void write() throws IOException {
    file = folder.resolve("spans");
    SpanTable.write(file, spans);
    whole = Files.readAllBytes(file);
  }

  @Test
  void whoever_reads_everything_notices_any_flipped_bit() throws IOException {
    var random = new Random(SEED);
    var noticed = 0;

    for (var i = 0; i < 500; i++) {
      var bit = random.nextInt(8 * whole.length);
      var damaged = whole.clone();
      damaged[bit / 8] ^= (byte) (1 << bit % 8);
      Files.write(file, damaged);

      noticed += isNoticed("seed %d, bit %d".formatted(SEED, bit)) ? 1 : 0;
    }

    assertThat(noticed).as("seed %d", SEED).isEqualTo(500);
  }

  @Test
  void a_file_that_was_cut_at_any_byte_is_damaged() throws IOException {
    for (var length = 0; length < whole.length; length += 1 + length / 50) {
      Files.write(file, Arrays.copyOf(whole, length));

      assertThatThrownBy(() -> SpanTable.open(file).close())
          .as("%d of %d bytes", length, whole.length)
          .isInstanceOf(TableException.DamagedFile.class);
    }
  }

  @Test
  void bytes_behind_the_end_are_damage() throws IOException {
    Files.write(file, Arrays.copyOf(whole, whole.length + 1));

    assertThatThrownBy(() -> SpanTable.open(file).close())
        .isInstanceOf(TableException.DamagedFile.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void a_table_of_another_kind_is_refused() {
    assertThatThrownBy(() -> LogTable.open(file).close())
        .isInstanceOf(TableException.DamagedFile.class)
        .hasMessageContaining("damaged at byte 16 (expected: a table of LOG_RECORDS)");
  }

  @Test
  void a_file_of_a_later_version_is_refused_politely() throws IOException {
    var header = ByteBuffer.wrap(whole.clone());
    header.putInt(8, 2);
    header.putInt(28, Checksum.of(header.array(), 0, 28));
    Files.write(file, header.array());

    assertThatThrownBy(() -> SpanTable.open(file).close())
        .isInstanceOf(TableException.NewerFile.class)
        .hasMessageContaining("version 2")
        .hasMessageContaining("a later version wrote it");
  }

  @Test
  void who_reads_a_closed_table_is_told() throws IOException {
    var table = SpanTable.open(file);
    table.close();

    assertThatThrownBy(() -> table.trace(spans.getFirst().traceId()))
        .isInstanceOf(IllegalStateException.class);
  }

  /// Reads everything there is; what comes back must be right.
  private boolean isNoticed(String about) throws IOException {
    try (var table = SpanTable.open(file)) {
      var hits =
          table.search(ANY_TIME, Query.parse("not trace.id : x and refused or *"), () -> false);
      var found = table.spans(hits.newest(spans.size()));
      assertThat(found).as(about).hasSameElementsAs(inRange());
      assertThat(table.contains(spans.getFirst().traceId())).as(about).isTrue();
      return false;
    } catch (TableException.DamagedFile _) {
      return true;
    }
  }

  private List<Span> inRange() {
    return spans.stream().filter(span -> ANY_TIME.contains(span.startNanos())).toList();
  }
}
