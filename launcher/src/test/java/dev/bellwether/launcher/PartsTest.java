package dev.bellwether.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PartsTest {
  @TempDir private Path root;

  private List<Part> parts(Map<String, String> environment) {
    return Parts.of(Configuration.from(root, environment), environment);
  }

  private Part part(String name, Map<String, String> environment) {
    return Parts.only(List.of(name), parts(environment)).stream()
        .filter(part -> part.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whoever_asks_is_listed_and_so_stopped_before_whoever_answers() {
    assertThat(parts(Map.of()))
        .extracting(Part::name)
        .containsExactly(
            "monkey",
            "trader",
            "router",
            "recorder",
            "notifier",
            "clearinghouse",
            "observatory",
            "postgresql");
  }

  @Test
  void a_second_recorder_runs_only_when_it_is_asked_for() {
    var environment = Map.of("BELLWETHER_CANARY", "true");

    assertThat(parts(environment)).extracting(Part::name).contains("recorder", "recorder-canary");
    assertThat(part("recorder-canary", environment).program().environment())
        .containsEntry("RECORDER_PORT", "9004")
        .containsEntry("OTEL_SERVICE_NAME", "recorder-canary");
    assertThat(part("router", environment).program().environment())
        .containsEntry("ROUTER_RECORDER_CANARY_URL", "http://127.0.0.1:9004");
    assertThat(part("router", Map.of()).program().environment())
        .containsEntry("ROUTER_RECORDER_CANARY_URL", "http://127.0.0.1:9003");
  }

  @Test
  void the_lab_is_started_when_it_is_asked_for_and_may_show_the_observatory() {
    var lab = Map.of("BELLWETHER_LAB", "true", "BELLWETHER_WORKBENCH_PORT", "14301");

    assertThat(parts(lab)).extracting(Part::name).containsSubsequence("workbench", "observatory");
    assertThat(part("observatory", lab).program().environment())
        .containsEntry("OBSERVATORY_FRAMED_BY", "http://localhost:14301,http://127.0.0.1:14301");
    assertThat(part("observatory", Map.of()).program().environment())
        .doesNotContainKey("OBSERVATORY_FRAMED_BY");
  }

  @Test
  void a_named_part_brings_what_it_needs() {
    assertThat(Parts.only(List.of("recorder"), parts(Map.of())))
        .extracting(Part::name)
        .containsExactly("recorder", "postgresql");
  }

  @Test
  void a_part_that_does_not_exist_is_named_with_those_that_do() {
    assertThatThrownBy(() -> Parts.only(List.of("tradr"), parts(Map.of())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("tradr: no such process")
        .hasMessageContaining("trader");
  }

  @Test
  void with_a_database_of_the_users_own_none_is_started() {
    var environment = Map.of("BELLWETHER_DATABASE_URL", "jdbc:postgresql://db.example/trades");

    assertThat(parts(environment)).extracting(Part::name).doesNotContain("postgresql");
    assertThat(part("recorder", environment).program().environment())
        .containsEntry("RECORDER_DATABASE_URL", "jdbc:postgresql://db.example/trades");
  }

  @Test
  void the_observatory_is_told_where_the_cluster_is() {
    var environment =
        Map.of(
            "BELLWETHER_STORE",
            "elasticsearch",
            "BELLWETHER_ELASTICSEARCH_URL",
            "http://search.example:9200");

    assertThat(part("observatory", environment).program().environment())
        .containsEntry("OBSERVATORY_STORE", "elasticsearch")
        .containsEntry("OBSERVATORY_ELASTICSEARCH_URL", "http://search.example:9200")
        .doesNotContainKey("OBSERVATORY_ELASTICSEARCH_CREDENTIALS");
  }

  @Test
  void the_external_system_is_not_instrumented_and_all_that_trade_are() {
    for (var part : parts(Map.of())) {
      boolean observed = part.program().environment().containsKey("OTEL_SERVICE_NAME");
      assertThat(observed)
          .as(part.name())
          .isEqualTo(
              List.of("monkey", "trader", "router", "recorder", "notifier").contains(part.name()));
    }
  }

  @Test
  void baggage_is_copied_by_a_list_and_never_by_a_star() {
    assertThat(part("router", Map.of()).program().environment())
        .extractingByKey("OTEL_JAVA_EXPERIMENTAL_SPAN_ATTRIBUTES_COPY_FROM_BAGGAGE_INCLUDE")
        .asString()
        .contains("com.example.customer_id", "com.example.trade_id")
        .doesNotContain("*");
  }

  @Test
  void variables_of_the_users_shell_do_not_change_what_runs() {
    var environment =
        Map.of(
            "OTEL_EXPORTER_OTLP_ENDPOINT", "http://vendor.example", "JAVA_TOOL_OPTIONS", "-Xmx9g");

    assertThat(part("trader", environment).program().environment())
        .containsEntry("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:4318")
        .doesNotContainKey("JAVA_TOOL_OPTIONS");
  }
}
