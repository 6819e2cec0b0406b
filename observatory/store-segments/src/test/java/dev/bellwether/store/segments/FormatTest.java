package dev.bellwether.store.segments;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.model.LogRecord;
import dev.bellwether.model.Resource;
import dev.bellwether.model.Scope;
import dev.bellwether.model.Value;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FormatTest {
  /// As in the package's description.
  private static final String EXAMPLE =
      """
      01 01 01
      05 08494e464f 08736f6c64
         18736572766963652e6e616d65 0c747261646572 00
      01 02 01 03
      00
      01 01 00
      01 04 04 00
      00 0a 00 12 00 01 01 00 00 00
      """;

  @Test
  void a_record_is_written_as_the_package_says() {
    var sold =
        new LogRecord(
            5,
            5,
            9,
            "INFO",
            "",
            Value.of("sold"),
            Map.of(),
            null,
            null,
            0,
            new Resource(Map.of("service.name", Value.of("trader"))),
            Scope.NONE,
            0);

    var bytes = BatchEncoder.encode(new Batch.Logs(List.of(sold)));

    assertThat(HexFormat.of().formatHex(bytes)).isEqualTo(EXAMPLE.replaceAll("\\s", ""));
  }
}
