package dev.bellwether.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class RecorderConfigTest {

  @Test
  void every_setting_has_a_default_and_the_rest_of_the_environment_is_not_ours() {
    var config = RecorderConfig.from(Map.of("PATH", "/bin", "TRADER_PORT", "x"));

    assertThat(config.port()).isEqualTo(9003);
    assertThat(config.databaseUrl()).isEqualTo("jdbc:postgresql://127.0.0.1:9032/trades");
    assertThat(config.databaseOwner()).isEqualTo("recorder");
    assertThat(config.databasePassword()).isEmpty();
  }

  @Test
  void a_misspelt_setting_or_a_value_that_makes_no_sense_is_named() {
    var wrong =
        Map.of(
            "RECORDER_PROT", "9003",
            "RECORDER_PORT", "65536",
            "RECORDER_DATABASE_URL", "jdbc:h2:mem:x",
            "RECORDER_NOTIFIER_URL", "file:///etc/passwd",
            "RECORDER_LEASE", "PT0S",
            "RECORDER_RELAY_POLL", "5s",
            "RECORDER_ALLOW_UNSAFE_DATABASE", "yes");

    wrong.forEach((name, value) ->
        assertThatThrownBy(() -> RecorderConfig.from(Map.of(name, value)))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining(name));
  }

  @Test
  void a_backoff_is_never_shorter_than_a_fifth_of_a_second_or_longer_than_half_a_minute() {
    for (var attempts = 1; attempts < 1000; attempts++) {
      assertThat(Notifications.backoff(attempts).toMillis()).isBetween(200L, 30_000L);
    }
  }
}
