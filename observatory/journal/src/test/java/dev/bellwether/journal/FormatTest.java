package dev.bellwether.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FormatTest {
  private static final Path DOCUMENT =
      Path.of("src/main/java/dev/bellwether/journal/package-info.java");
  private static final Pattern BYTES = Pattern.compile("^/// ((?:[0-9a-f]{2,16} )+)  .*$");

  @TempDir Path folder;

  @Test
  void the_example_of_the_documentation_is_what_is_written() throws IOException {
    var noon = Instant.parse("2026-01-05T12:00:00Z");
    try (var journal = Journal.open(folder, Texts.SMALL, () -> noon)) {
      Texts.append(journal, "sold");
    }

    var written = HexFormat.of().formatHex(Files.readAllBytes(JournalFile.pathIn(folder, 1)));

    assertThat(documented()).isEqualTo(written);
  }

  private static String documented() throws IOException {
    return Files.readAllLines(DOCUMENT).stream()
        .map(BYTES::matcher)
        .filter(line -> line.matches())
        .map(line -> line.group(1).replace(" ", ""))
        .collect(Collectors.joining());
  }
}
