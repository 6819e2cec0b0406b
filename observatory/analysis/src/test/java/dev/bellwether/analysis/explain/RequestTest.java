package dev.bellwether.analysis.explain;

import static dev.bellwether.store.tests.SampleTraces.client;
import static dev.bellwether.store.tests.SampleTraces.query;
import static dev.bellwether.store.tests.SampleTraces.server;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.model.Span;
import dev.bellwether.store.Trace;
import dev.bellwether.store.query.Query;
import dev.bellwether.store.tests.SampleTraces;
import dev.bellwether.store.tests.SpanSketch;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestTest {
  /// As the database refuses a trade: the servers answer 422, which is no error of theirs; then the
  /// trader looks whether the trade is there after all.
  private static final SpanSketch REFUSED =
      client("monkey", "POST")
          .failing("422")
          .calling(
              server("trader", "POST /trade/request")
                  .with("com.example.customer_id", "l.hall")
                  .calling(
                      client("trader", "POST")
                          .failing("422")
                          .calling(
                              server("recorder", "POST /record")
                                  .calling(
                                      query("recorder", "trades", "INSERT INTO trades VALUES (?)")
                                          .failing("check"))),
                      client("trader", "GET")
                          .after(Duration.ofSeconds(1))
                          .calling(
                              server("recorder", "GET /trades")
                                  .with("http.request.method", "GET"))));

  @Test
  void a_request_has_failed_when_its_caller_says_so() {
    var request = request("service.name : recorder");

    assertThat(request.entry().name()).isEqualTo("POST /record");
    assertThat(request.entry().failed()).isFalse();
    assertThat(request.failed()).isTrue();
  }

  @Test
  void calls_to_a_database_are_judged_by_themselves_and_tell_of_the_request() {
    var request = request("db.namespace : trades");

    assertThat(request.entry().service()).isEqualTo("trader");
    assertThat(request.failed()).isTrue();
    assertThat(request.durationNanos()).isLessThan(request.entry().durationNanos());
  }

  @Test
  void a_service_that_only_calls_is_asked_about_by_the_requests_it_made() {
    assertThat(request("service.name : monkey").entry().service()).isEqualTo("trader");
  }

  @Test
  void what_began_after_the_failure_is_a_consequence_and_no_cause() {
    var builder = new PopulationBuilder();
    builder.add(spans());

    assertThat(builder.build().columns())
        .extracting(column -> column.trait().written())
        .contains("com.example.customer_id", "db.query.text of recorder")
        .doesNotContain("http.request.method of recorder");
  }

  @Test
  void only_of_what_the_entry_has_can_absence_be_a_cause_and_its_service_is_told_once() {
    var builder = new PopulationBuilder();
    builder.add(spans());

    var columns = builder.build().columns();

    assertThat(columns)
        .filteredOn(Column::ofEntry)
        .extracting(column -> column.trait().written())
        .containsExactlyInAnyOrder("service.name", "name", "com.example.customer_id");
    assertThat(columns)
        .filteredOn(column -> column.trait().written().contains("service.name"))
        .hasSize(1);
  }

  @Test
  void attributes_beyond_the_256th_are_left_out_by_name() {
    var builder = new PopulationBuilder();
    var request = server("trader", "POST");
    for (int i = 0; i < 300; i++) {
      request = request.with("key." + i, "value");
    }
    builder.add(SampleTraces.trace(request));

    var population = builder.build();

    assertThat(population.columns()).hasSize(256);
    assertThat(population.leftOut())
        .hasSizeGreaterThanOrEqualTo(44)
        .allMatch(
            trait -> !population.columns().stream().map(Column::trait).toList().contains(trait));
  }

  @Test
  void a_request_that_did_not_fail_has_everything() {
    var builder = new PopulationBuilder();
    builder.add(
        SampleTraces.trace(
            server("trader", "POST")
                .calling(
                    client("trader", "GET").failing("404"),
                    server("recorder", "GET")
                        .after(Duration.ofSeconds(1))
                        .with("http.request.method", "GET"))));

    assertThat(builder.build().columns())
        .extracting(column -> column.trait().written())
        .contains("http.request.method of recorder");
  }

  @Test
  void the_port_of_a_connection_is_nothing_that_requests_have_in_common() {
    var builder = new PopulationBuilder();
    builder.add(
        SampleTraces.trace(
            server("trader", "POST")
                .with("network.peer.address", "127.0.0.1")
                .with("network.peer.port", "42370")));

    assertThat(builder.build().columns())
        .extracting(column -> column.trait().written())
        .contains("network.peer.address")
        .doesNotContain("network.peer.port");
  }

  private static Request request(String asked) {
    return Request.of(spans(), Query.parse(asked));
  }

  private static List<Span> spans() {
    return SampleTraces.trace(REFUSED).stream().sorted(Trace.ORDER).toList();
  }
}
