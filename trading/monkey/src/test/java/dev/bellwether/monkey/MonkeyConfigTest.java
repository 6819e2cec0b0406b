package dev.bellwether.monkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MonkeyConfigTest {
  @Test
  void everything_but_the_seed_has_a_fixed_default() {
    assertThat(MonkeyConfig.from(Map.of("PATH", "/bin", "MONKEY_SEED", "-5")))
        .isEqualTo(
            new MonkeyConfig(
                9002,
                URI.create("http://127.0.0.1:9001"),
                -5,
                true,
                4,
                Duration.ofMinutes(1),
                0,
                Path.of(".bellwether/control"),
                Path.of(".bellwether/ledger/incidents.jsonl")));
  }

  @Test
  void a_seed_that_is_not_given_is_another_one_each_time() {
    assertThat(MonkeyConfig.from(Map.of()).seed())
        .isNotEqualTo(MonkeyConfig.from(Map.of()).seed())
        .isBetween(0L, 999_999L);
  }

  @ParameterizedTest
  @CsvSource({
    "MONKEY_SPEED, 7",
    "MONKEY_PORT, 70000",
    "MONKEY_TRADER_URL, 127.0.0.1:9001",
    "MONKEY_SEED, x",
    "MONKEY_AUTOSTART, yes",
    "MONKEY_TRADES_PER_SECOND, 0",
    "MONKEY_TRADES_PER_SECOND, NaN",
    "MONKEY_SECONDS_PER_DAY, 0",
    "MONKEY_TRADES_MAX, -1"
  })
  void a_wrong_variable_is_refused_by_its_name(String name, String value) {
    assertThatThrownBy(() -> MonkeyConfig.from(Map.of(name, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(name + ": ");
  }
}
