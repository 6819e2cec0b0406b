package dev.bellwether.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ConfigurationTest {
  @Test
  void an_empty_environment_gives_the_documented_ports() {
    var configuration = Configuration.of(Map.of("PATH", "/usr/bin"));

    assertThat(configuration.port()).isEqualTo(4300);
    assertThat(configuration.grpcPort()).isEqualTo(4317);
    assertThat(configuration.httpPort()).isEqualTo(4318);
  }

  @Test
  void an_unknown_name_is_fatal_and_named() {
    assertThatThrownBy(() -> Configuration.of(Map.of("OBSERVATORY_SPAN_MAX", "1")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("OBSERVATORY_SPAN_MAX: unknown setting");
  }

  @Test
  void a_value_that_does_not_fit_is_named_with_the_rule() {
    assertThatThrownBy(() -> Configuration.of(Map.of("OBSERVATORY_PORT", "70000")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("OBSERVATORY_PORT: '70000' (expected: 0 to 65535)");
  }

  @Test
  void a_store_that_does_not_exist_is_named_with_those_that_do() {
    assertThatThrownBy(() -> Configuration.of(Map.of("OBSERVATORY_STORE", "disk")))
        .hasMessage("OBSERVATORY_STORE: 'disk' (expected: segments or memory or elasticsearch)");
  }

  @Test
  void a_cluster_needs_a_url() {
    assertThatThrownBy(() -> Configuration.of(Map.of("OBSERVATORY_STORE", "elasticsearch")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("OBSERVATORY_ELASTICSEARCH_URL: missing");
  }

  @Test
  void a_url_with_a_password_is_refused_without_telling_it() {
    for (var url : List.of("http://me:secret@search:9200", "http://me:se cret@search:9200")) {
      assertThatThrownBy(() -> Configuration.of(Map.of("OBSERVATORY_ELASTICSEARCH_URL", url)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("OBSERVATORY_ELASTICSEARCH_URL: 'http://…@search:9200'")
          .hasMessageNotContaining("cret");
    }
  }

  @Test
  void every_value_is_printed_at_start_under_the_name_that_sets_it() {
    var lines = Configuration.of(Map.of("OBSERVATORY_HOSTS", "lab.local, otel")).lines();

    assertThat(lines).contains("OBSERVATORY_HOSTS=lab.local,otel", "OBSERVATORY_PORT=4300");
    assertThat(lines).hasSize(Configuration.class.getRecordComponents().length);
  }
}
