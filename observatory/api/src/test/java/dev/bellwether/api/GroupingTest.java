package dev.bellwether.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellwether.http.Problem;
import dev.bellwether.http.Request;
import dev.bellwether.store.InMemoryStore;
import dev.bellwether.store.tests.SampleTraces;
import dev.bellwether.store.tests.SampleTrade;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Thirty trades of six customers, in five regions, on a timeline that is grouped by a key.
class GroupingTest {
  private static final InstantSource CLOCK = InstantSource.fixed(SampleTraces.NOON.plusSeconds(60));

  private final InMemoryStore store = new InMemoryStore(10_000, 10_000, 1);
  private final TimelineResource timeline = new TimelineResource(store.traces(), store.logs());

  @BeforeEach
  void trade() {
    for (int number = 1; number <= 30; number++) {
      store.writer().appendSpans(SampleTrade.of(number).spans());
      store.writer().appendLogs(SampleTrade.of(number).logs());
    }
  }

  @Test
  void each_value_of_the_key_has_a_series_and_spans_without_it_are_not_counted() {
    var answer = ask("com.example.region", Map.of());

    assertThat(answer.by()).isEqualTo("com.example.region");
    assertThat(answer.roots()).isFalse();
    assertThat(answer.series())
        .extracting(TimelineJson.Series::name)
        .containsExactly("APAC", "EMEA", "EU", "LATAM", "NA");
    assertThat(sum(answer, "EU")).isEqualTo(sum(answer, "NA")).isPositive();
  }

  @Test
  void what_a_query_finds_without_the_key_is_counted_apart() {
    var answer = ask("com.example.region", Map.of("q", "service.name : (monkey or trader)"));

    assertThat(sum(answer, "(without it)")).isPositive();
  }

  @Test
  void beyond_six_values_the_others_are_counted_together() {
    var answer = ask("com.example.trade_id", Map.of("signal", "logs"));

    assertThat(answer.series()).hasSize(7);
    assertThat(sum(answer, "(others)")).isEqualTo(24 * 4);
  }

  @Test
  void fields_group_as_attributes_do() {
    assertThat(ask("service.name", Map.of("signal", "logs")).series())
        .extracting(TimelineJson.Series::name)
        .containsExactlyInAnyOrder("notifier", "recorder", "router", "trader");
    assertThat(ask("kind", Map.of()).series())
        .extracting(TimelineJson.Series::name)
        .containsExactlyInAnyOrder("client", "server", "internal");
  }

  @Test
  void what_differs_everywhere_groups_nothing_and_is_refused() {
    assertThatThrownBy(() -> ask("trace.id", Map.of()))
        .isInstanceOf(Problem.class)
        .hasMessageStartingWith("by: 'trace.id' (expected: an attribute, service.name");
  }

  private static long sum(TimelineJson answer, String name) {
    return answer.series().stream()
        .filter(series -> series.name().equals(name))
        .flatMap(series -> series.counts().stream())
        .mapToLong(Long::longValue)
        .sum();
  }

  private TimelineJson ask(String by, Map<String, String> query) {
    var values = new HashMap<String, List<String>>(Map.of("by", List.of(by)));
    query.forEach((name, value) -> values.put(name, List.of(value)));
    var request = new Request("GET", "/api/timeline", values, Map.of(), new byte[0]);
    return timeline.answer(Arguments.of(request, timeline.endpoint().queryNames(), CLOCK));
  }
}
