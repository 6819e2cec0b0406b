package dev.bellwether.analysis;

import static dev.bellwether.analysis.TraceNotation.spans;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.analysis.ServiceMapView.Limits;
import dev.bellwether.model.Span;
import dev.bellwether.store.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a map does with spans that it has no time or no room for.
class ServiceMapViewLimitsTest {
  private Instant now = TraceNotation.START.plusSeconds(10);

  @Test
  void spans_outside_the_minutes_kept_are_counted_and_left_out() {
    var view = view(Limits.STANDARD);

    tell(view, spans("a SERVER trader @-7200s", "b SERVER trader @7200s"));

    var map = view.map(TimeRange.ALWAYS);
    assertThat(map.nodes()).isEmpty();
    assertThat(map.quality().outsideMinutes()).isEqualTo(2);
  }

  @Test
  void what_is_older_than_the_minutes_kept_is_gone() {
    var view = view(Limits.STANDARD);
    tell(view, spans("a CLIENT trader→router:9000"));

    now = now.plus(Duration.ofHours(1));
    tell(view, spans("b<a SERVER router @1s"));

    assertThat(view.map(TimeRange.ALWAYS).nodes()).isEmpty();
  }

  @Test
  void nodes_beyond_the_limit_are_counted_as_other() {
    var view = view(new Limits(60, 1000, Duration.ofMinutes(5), 3, 100, Duration.ZERO));
    tell(
        view,
        spans("a CLIENT one→h:1", "b CLIENT one→h:2", "c CLIENT one→h:3", "d CLIENT one→h:4"));

    var map = view.map(TimeRange.ALWAYS);

    assertThat(edges(map))
        .containsExactly("one→_other 2/0", "one→external/h:1 1/0", "one→external/h:2 1/0");
    assertThat(map.quality().overflows()).isEqualTo(2);
  }

  @Test
  void nodes_whose_minutes_are_gone_make_room() {
    var view = view(new Limits(60, 1000, Duration.ofMinutes(5), 2, 100, Duration.ZERO));
    tell(view, spans("a CLIENT one→h:1"));

    now = now.plus(Duration.ofHours(1));
    assertThat(view.map(TimeRange.ALWAYS).nodes()).isEmpty();
    tell(view, spans("t2.a CLIENT two→h:2 @3600s"));

    assertThat(edges(view.map(TimeRange.ALWAYS))).containsExactly("two→external/h:2 1/0");
  }

  @Test
  void edges_beyond_the_limit_are_counted_as_other_and_can_be_taken_back() {
    var view = view(new Limits(60, 1000, Duration.ofMinutes(5), 100, 2, Duration.ZERO));
    tell(view, spans("a CLIENT one→h:1", "b CLIENT one→h:2", "c CLIENT one→h:3"));
    assertThat(edges(view.map(TimeRange.ALWAYS))).contains("_other→_other 1/0");

    tell(view, spans("d<c CLIENT one→h:4"));

    assertThat(edges(view.map(TimeRange.ALWAYS))).contains("_other→_other 1/0");
  }

  @Test
  void the_longest_idle_trace_is_closed_first_when_too_many_spans_are_open() {
    var view = view(new Limits(60, 3, Duration.ofMinutes(5), 100, 100, Duration.ZERO));
    tell(
        view, spans("t1.a SERVER one", "t2.a SERVER two", "t3.a SERVER three", "t4.a SERVER four"));

    var quality = view.map(TimeRange.ALWAYS).quality();

    assertThat(quality.openSpans()).isEqualTo(3);
    assertThat(quality.closedEarly()).isEqualTo(1);
  }

  private static void tell(ServiceMapView view, List<Span> spans) {
    view.accept(spans, view.position() + spans.size());
  }

  private ServiceMapView view(Limits limits) {
    return new ServiceMapView(limits, () -> now, ZoneOffset.UTC);
  }

  private static List<String> edges(ServiceMap map) {
    return map.edges().stream()
        .map(edge ->
            "%s→%s %d/%d".formatted(edge.source(), edge.target(), edge.requests(), edge.errors()))
        .toList();
  }
}
