package dev.bellwether.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouterConfigTest {
  @Test
  void everything_has_a_default() {
    URI recorder = URI.create("http://127.0.0.1:9003");

    assertThat(RouterConfig.from(Map.of("PATH", "/bin")))
        .isEqualTo(new RouterConfig(9000, recorder, recorder, Duration.ofSeconds(3)));
  }

  @Test
  void without_a_canary_its_requests_go_to_the_recorder() {
    RouterConfig config = RouterConfig.from(Map.of("ROUTER_RECORDER_URL", "http://127.0.0.1:1"));

    assertThat(config.recorderCanaryUrl()).isEqualTo(URI.create("http://127.0.0.1:1"));
  }

  @ParameterizedTest
  @CsvSource({
    "ROUTER_PROT, 9000",
    "ROUTER_PORT, -1",
    "ROUTER_RECORDER_URL, https://127.0.0.1:1",
    "ROUTER_RECORDER_CANARY_URL, 127.0.0.1:9004",
    "ROUTER_RECORDER_TIMEOUT_MILLIS, 3s"
  })
  void a_wrong_variable_is_refused_by_its_name(String name, String value) {
    assertThatThrownBy(() -> RouterConfig.from(Map.of(name, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(name + ": ");
  }
}
