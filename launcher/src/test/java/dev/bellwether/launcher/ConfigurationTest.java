package dev.bellwether.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ConfigurationTest {
  private static final Path ROOT = Path.of("/somewhere/bellwether");

  @Test
  void everything_has_a_default() {
    var configuration = Configuration.from(ROOT, Map.of());

    assertThat(configuration.data()).isEqualTo(ROOT.resolve(".bellwether"));
    assertThat(configuration.ports().trader()).isEqualTo(9001);
    assertThat(configuration.ports().observatory()).isEqualTo(4300);
    assertThat(configuration.startMax()).isEqualTo(Duration.ofMinutes(2));
    assertThat(configuration.database()).isNull();
  }

  @Test
  void the_environment_overlays_the_defaults() {
    var configuration =
        Configuration.from(ROOT, Map.of("BELLWETHER_SEED", "7", "BELLWETHER_TRADER_PORT", "19001"));

    assertThat(configuration.seed()).isEqualTo(7);
    assertThat(configuration.ports().trader()).isEqualTo(19001);
  }

  @Test
  void a_relative_folder_starts_at_the_root_of_the_repository() {
    var configuration = Configuration.from(ROOT, Map.of("BELLWETHER_DATA", "../elsewhere"));

    assertThat(configuration.data()).isEqualTo(Path.of("/somewhere/elsewhere"));
  }

  @Test
  void a_database_of_the_users_own_takes_the_place_of_ours() {
    var url = "jdbc:postgresql://db.example:5432/trades";

    var configuration = Configuration.from(ROOT, Map.of("BELLWETHER_DATABASE_URL", url));

    assertThat(configuration.database())
        .isEqualTo(new Configuration.Database(url, "recorder", null));
  }

  @Test
  void telemetry_is_kept_in_a_cluster_where_that_is_asked_for() {
    var configuration =
        Configuration.from(
            ROOT,
            Map.of(
                "BELLWETHER_STORE",
                "elasticsearch",
                "BELLWETHER_ELASTICSEARCH_URL",
                "https://search.example:9200",
                "BELLWETHER_ELASTICSEARCH_CREDENTIALS",
                "secrets/key"));

    assertThat(configuration.keeping().cluster())
        .isEqualTo(
            new Configuration.Cluster("https://search.example:9200", ROOT.resolve("secrets/key")));
    assertThat(Configuration.from(ROOT, Map.of()).keeping().cluster()).isNull();
  }

  @Test
  void a_cluster_needs_a_url_that_holds_no_password() {
    var store = Map.of("BELLWETHER_STORE", "elasticsearch");
    var url = "http://me:secret@search.example";

    assertThatThrownBy(() -> Configuration.from(ROOT, store))
        .hasMessageStartingWith("BELLWETHER_ELASTICSEARCH_URL:  (expected: http://host:port");
    assertThatThrownBy(() ->
            Configuration.from(
                ROOT,
                Map.of("BELLWETHER_STORE", "elasticsearch", "BELLWETHER_ELASTICSEARCH_URL", url)))
        .hasMessageContaining("http://…@search.example")
        .hasMessageNotContaining("secret");
    assertThatThrownBy(() -> Configuration.from(ROOT, Map.of("BELLWETHER_STORE", "disk")))
        .hasMessage("BELLWETHER_STORE: disk (expected: segments, memory or elasticsearch)");
  }

  @Test
  void a_name_that_does_not_exist_is_refused_with_the_closest_that_does() {
    assertThatThrownBy(() -> Configuration.from(ROOT, Map.of("BELLWETHER_SEEDS", "7")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("BELLWETHER_SEEDS")
        .hasMessageContaining("closest: BELLWETHER_SEED;");
  }

  @Test
  void a_value_that_breaks_the_rule_is_refused_with_name_value_and_rule() {
    assertThatThrownBy(() -> Configuration.from(ROOT, Map.of("BELLWETHER_TRADER_PORT", "0")))
        .hasMessage("BELLWETHER_TRADER_PORT: 0 (expected: 1 to 65535)");
    assertThatThrownBy(() -> Configuration.from(ROOT, Map.of("BELLWETHER_TRADER_PORT", "x")))
        .hasMessage("BELLWETHER_TRADER_PORT: x (expected: 1 to 65535)");
    assertThatThrownBy(() -> Configuration.from(ROOT, Map.of("BELLWETHER_DATABASE_URL", "pg://")))
        .hasMessageContaining("BELLWETHER_DATABASE_URL: pg://");
  }

  @Test
  void names_of_others_are_none_of_our_business() {
    assertThat(Configuration.from(ROOT, Map.of("TRADER_PORT", "x")).ports().trader())
        .isEqualTo(9001);
  }
}
