package dev.bellwether.store.segments.columns;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import dev.bellwether.model.MetricPoint;
import dev.bellwether.model.Resource;
import dev.bellwether.model.Scope;
import dev.bellwether.model.Value;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FormatTest {
  private static final Path DOCUMENT =
      Path.of("src/main/java/dev/bellwether/store/segments/columns/package-info.java");
  private static final Pattern BYTES = Pattern.compile("^/// ((?:[0-9a-f]{2,24} )+) .*$");

  @TempDir Path folder;

  @Test
  void the_example_of_the_documentation_is_what_is_written() throws IOException {
    var file = folder.resolve("points");
    PointTable.write(file, List.of(sold()));

    var written = Files.readAllBytes(file);

    assertThat(
            HexFormat.of().formatHex(columns(written))
                + HexFormat.of().formatHex(directory(written)))
        .isEqualTo(documented());
  }

  @Test
  void equal_records_make_equal_files() throws IOException {
    var spans = new HostileRecords(7, 9).spans(300);
    SpanTable.write(folder.resolve("one"), spans);
    SpanTable.write(folder.resolve("other"), spans.reversed());

    assertThat(folder.resolve("one")).hasSameBinaryContentAs(folder.resolve("other"));
  }

  private static MetricPoint sold() {
    var noon = Instant.parse("2026-01-05T12:00:00Z").getEpochSecond() * 1_000_000_000L;
    return new MetricPoint(
        "sold",
        "",
        "1",
        Map.of("a", Value.of("b")),
        0,
        noon,
        new MetricPoint.Gauge(Value.of(7)),
        List.of(),
        new Resource(Map.of()),
        Scope.NONE);
  }

  private static byte[] columns(byte[] file) {
    return Arrays.copyOf(file, (int) footer(file).getLong(56));
  }

  private static byte[] directory(byte[] file) {
    var footer = footer(file);
    var end = file.length - Layout.FOOTER_BYTES;
    var stored = Arrays.copyOfRange(file, end - footer.getInt(44), end);
    return Zstd.decompress(stored, footer.getInt(48));
  }

  private static ByteBuffer footer(byte[] file) {
    return ByteBuffer.wrap(file, file.length - Layout.FOOTER_BYTES, Layout.FOOTER_BYTES).slice();
  }

  private static String documented() throws IOException {
    return Files.readAllLines(DOCUMENT).stream()
        .map(BYTES::matcher)
        .filter(line -> line.matches())
        .map(line -> line.group(1).replace(" ", ""))
        .collect(Collectors.joining());
  }
}
