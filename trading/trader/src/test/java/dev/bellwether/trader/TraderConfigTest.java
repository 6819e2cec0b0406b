package dev.bellwether.trader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TraderConfigTest {
  @Test
  void everything_has_a_default() {
    assertThat(TraderConfig.from(Map.of("PATH", "/bin")))
        .isEqualTo(
            new TraderConfig(
                9001, URI.create("http://127.0.0.1:9000"), Duration.ofSeconds(10), 1, null));
  }

  @ParameterizedTest
  @CsvSource({
    "TRADER_PROT, 9001",
    "TRADER_PORT, 65536",
    "TRADER_PORT, http",
    "TRADER_SEED, 1.5",
    "TRADER_ROUTER_TIMEOUT_MILLIS, 0",
    "TRADER_ROUTER_URL, ftp://127.0.0.1",
    "TRADER_ROUTER_URL, 127.0.0.1:9000"
  })
  void a_wrong_variable_is_refused_by_its_name(String name, String value) {
    assertThatThrownBy(() -> TraderConfig.from(Map.of(name, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(name);
  }
}
