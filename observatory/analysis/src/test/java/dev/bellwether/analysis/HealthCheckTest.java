package dev.bellwether.analysis;

import static dev.bellwether.analysis.TraceNotation.span;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.analysis.NodeHealth.Status;
import dev.bellwether.analysis.ServiceMapView.Limits;
import dev.bellwether.model.Span;
import dev.bellwether.store.TimeRange;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HealthCheckTest {
  private Instant now = TraceNotation.START;
  private final ServiceMapView view =
      new ServiceMapView(Limits.STANDARD, () -> now, ZoneOffset.UTC);
  private int traces;

  @Test
  void three_requests_are_not_enough_to_judge() {
    requests(0, 3, 3, 10);

    assertThat(health("trader"))
        .isEqualTo(
            new NodeHealth(Status.UNKNOWN, "not enough data yet (3 requests)", null, false, 0));
  }

  @Test
  void a_service_that_only_calls_others_is_not_judged() {
    accept(List.of(span("a INTERNAL trader")));

    assertThat(health("trader").reason()).isEqualTo("no requests seen");
  }

  @Test
  void a_service_without_errors_is_well() {
    requests(0, 100, 0, 10);

    assertThat(health("trader"))
        .isEqualTo(new NodeHealth(Status.OK, "no errors in 100 requests", null, false, 0));
  }

  @Test
  void a_few_errors_among_many_requests_are_told_but_harmless() {
    requests(0, 400, 2, 10);

    assertThat(health("trader"))
        .isEqualTo(new NodeHealth(Status.OK, "errors 0.5 % of 400 requests", null, false, 2));
  }

  @Test
  void errors_are_compared_with_the_time_before_they_began() {
    for (int minute = 0; minute < 7; minute++) {
      requests(minute, 200, 1, 10);
    }
    requests(7, 200, 24, 10);
    requests(8, 212, 26, 10);

    assertThat(health("trader"))
        .isEqualTo(
            new NodeHealth(
                Status.FAILING,
                "errors 12 % of 412 requests (was 0.5 %), since 13:07",
                null,
                false,
                50));
  }

  @Test
  void three_errors_in_a_hundred_degrade() {
    requests(0, 100, 3, 10);

    assertThat(health("trader"))
        .isEqualTo(new NodeHealth(Status.DEGRADED, "errors 3.0 % of 100 requests", null, false, 3));
  }

  @Test
  void four_errors_of_four_in_twenty_are_too_few_to_call_it_failing() {
    requests(0, 20, 4, 10);

    assertThat(health("trader").status()).isEqualTo(Status.DEGRADED);
  }

  @Test
  void errors_that_ended_two_minutes_ago_are_forgiven() {
    requests(0, 200, 50, 10);
    requests(1, 200, 0, 10);
    requests(2, 200, 0, 10);

    assertThat(health("trader").status()).isEqualTo(Status.OK);
  }

  @Test
  void requests_twice_as_slow_as_usual_degrade() {
    for (int minute = 0; minute < 5; minute++) {
      requests(minute, 100, 0, 40);
    }
    requests(5, 100, 0, 200);
    requests(6, 100, 0, 200);

    var health = health("trader");

    assertThat(health.status()).isEqualTo(Status.DEGRADED);
    assertThat(health.reason())
        .matches("p95 (19|20)\\d ms \\(was (39|40)\\.\\d ms\\) over 200 requests, since 13:05");
  }

  @Test
  void slowness_that_lasts_ten_minutes_is_not_usual_yet() {
    for (int minute = 0; minute < 12; minute++) {
      requests(minute, 100, 0, 40);
    }
    for (int minute = 12; minute < 22; minute++) {
      requests(minute, 100, 0, 200);
    }

    assertThat(health("trader").reason()).endsWith("over 1000 requests, since 13:12");
  }

  @Test
  void a_few_milliseconds_more_are_not_worth_a_word() {
    for (int minute = 0; minute < 5; minute++) {
      requests(minute, 100, 0, 2);
    }
    requests(5, 100, 0, 8);

    assertThat(health("trader").status()).isEqualTo(Status.OK);
  }

  @Test
  void a_service_that_fell_silent_is_not_called_well() {
    requests(0, 100, 0, 10);

    now = now.plusSeconds(600);

    assertThat(health("trader"))
        .isEqualTo(
            new NodeHealth(Status.UNKNOWN, "no requests in the last 5 minutes", null, false, 0));
  }

  /// Through the trader to the recorder, where the first of them fail.
  private void requestsThroughRecorder(int count, int failing) {
    for (int i = 0; i < count; i++) {
      var failed = i < failing ? " !" : "";
      accept(
          List.of(
              span("u%d.a SERVER trader%s".formatted(i, failed)),
              span("u%d.b<a CLIENT trader→recorder:9003%s".formatted(i, failed)),
              span("u%d.c<b SERVER recorder%s".formatted(i, failed))));
    }
  }

  @Test
  void errors_that_a_callee_causes_name_it() {
    requestsThroughRecorder(40, 10);

    assertThat(health("recorder"))
        .isEqualTo(new NodeHealth(Status.FAILING, "errors 25 % of 40 requests", null, false, 10));
    assertThat(health("trader"))
        .isEqualTo(
            new NodeHealth(
                Status.FAILING,
                "errors 25 % of 40 requests; most come from recorder",
                "recorder",
                false,
                0));
  }

  @Test
  void of_nodes_that_are_well_only_the_last_in_the_chain_has_errors_of_its_own() {
    requestsThroughRecorder(400, 2);

    assertThat(health("recorder"))
        .isEqualTo(new NodeHealth(Status.OK, "errors 0.5 % of 400 requests", null, false, 2));
    assertThat(health("trader"))
        .isEqualTo(new NodeHealth(Status.OK, "errors 0.5 % of 400 requests", null, false, 0));
  }

  @Test
  void a_service_that_is_down_fails_by_what_its_callers_see() {
    accept(List.of(span("a CLIENT trader→recorder:9003"), span("b<a SERVER recorder")));
    now = now.plusSeconds(420);
    for (int i = 0; i < 30; i++) {
      accept(List.of(span("u%d.a CLIENT trader→recorder:9003 @420s !".formatted(i))));
    }

    assertThat(health("recorder").status()).isEqualTo(Status.FAILING);
    assertThat(health("recorder").reason()).startsWith("errors 100 % of 30 requests");
  }

  @Test
  void the_lower_end_of_wilsons_interval_is_as_tabulated() {
    assertThat(HealthCheck.wilsonLower(0, 0)).isZero();
    assertThat(HealthCheck.wilsonLower(0, 10)).isZero();
    assertThat(HealthCheck.wilsonLower(10, 100)).isBetween(0.0552, 0.0553);
    assertThat(HealthCheck.wilsonLower(1, 10)).isBetween(0.0178, 0.0180);
  }

  private void requests(int minute, int count, int errors, int millis) {
    now = TraceNotation.START.plusSeconds(minute * 60L + 30);
    var spans = new ArrayList<Span>();
    for (int i = 0; i < count; i++) {
      var failed = i < errors ? " !" : "";
      spans.add(
          span(
              "t%d.a SERVER trader @%ds %dms%s"
                  .formatted(traces++, minute * 60 + i % 30, millis, failed)));
    }
    accept(spans);
  }

  private void accept(List<Span> spans) {
    view.accept(spans, 1);
  }

  private NodeHealth health(String id) {
    return view.map(TimeRange.ALWAYS).nodes().stream()
        .filter(node -> node.id().equals(id))
        .findFirst()
        .orElseThrow()
        .health();
  }
}
