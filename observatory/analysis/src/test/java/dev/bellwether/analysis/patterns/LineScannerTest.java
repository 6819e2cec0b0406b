package dev.bellwether.analysis.patterns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.model.LogRecord.Severity;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineScannerTest {
  private final LineScanner scanner = new LineScanner();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "trade committed for order 4711 | trade committed for order <num>",
        "took 12ms of 1.5s, 3 GB, 10% | took <num> of <num>, <num> GB, <num>",
        "balance -12.50 | balance <num>",
        "connect to 10.0.0.7:5432 failed | connect to <ip> failed",
        "from fe80::1ff:fe23:4567:890a up | from <ip> up",
        "id 019c0000-0000-7000-8000-000000000001 gone | id <uuid> gone",
        "at 0x7fff5694dc58 and deadbeef01 | at <hex> and <hex>",
        "GET /trade/request HTTP | GET <path> HTTP",
        "open C:\\temp\\a.log failed | open <path> failed",
        "see https://example.com/a?b=c&d=1 now | see <url> now",
        "mail l.hall@example.com bounced | mail <email> bounced",
        "2026-11-22T13:00:00.123Z ready | <time> ready",
        "2026-11-22 13:00:00,123 ready | <time> <time>,<num> ready",
        "retry=3 user=bob state=OPEN | retry=<num> user=<*> state=<*>",
        "user \"bob\" said 'hello there' | user <*> said <*>",
        "don't stop | don't stop",
        "{\"level\":\"info\",\"n\":12} | {level:<*>,n:<num>}",
        "block blk_38865049 done. | block <*> done.",
        "[main] Started (fast) | [main] Started (fast)",
        "host trader:9001 is up | host trader:<num> is up",
        "application/json and/or | application/json and/or",
        "x == y --- z | x == y --- z",
      })
  void what_varies_is_masked(String line, String template) {
    assertThat(masked(line)).isEqualTo(template);
  }

  @Test
  void only_the_first_line_with_text_counts() {
    assertThat(masked("\n\n  Boom happened\n\tat java.lang.Thread.run")).isEqualTo("Boom happened");
  }

  @Test
  void an_empty_line_has_no_tokens() {
    assertThat(masked("")).isEmpty();
    assertThat(masked(" \t ")).isEmpty();
  }

  @Test
  void a_line_beyond_the_limits_is_cut() {
    scanner.scan("word ".repeat(10_000));

    assertThat(scanner.count()).isEqualTo(LineScanner.TOKENS_MAX);
  }

  @Test
  void any_text_is_read_to_its_end() {
    long seed = Long.getLong("seed", System.nanoTime());
    var random = new Random(seed);
    var signs = "ab19 .-_/\\:=\"'@#%()[]{},;<>|\u00e9\ud83d\ude00\n\t";
    for (int i = 0; i < 20_000; i++) {
      var line = new StringBuilder();
      for (int length = random.nextInt(40); length > 0; length--) {
        line.append(signs.charAt(random.nextInt(signs.length())));
      }

      assertThat(masked(line.toString())).as("seed %d", seed).isNotNull();
    }
  }

  private String masked(String line) {
    scanner.scan(line);
    return scanner.count() == 0 ? "" : new Template(Severity.INFO, scanner).text();
  }
}
