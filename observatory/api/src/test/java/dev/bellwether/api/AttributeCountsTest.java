package dev.bellwether.api;

import static dev.bellwether.store.tests.SampleTraces.log;
import static dev.bellwether.store.tests.SampleTraces.server;
import static dev.bellwether.store.tests.SampleTraces.trace;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.model.Span;
import dev.bellwether.model.Value;
import dev.bellwether.store.tests.SampleTraces;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class AttributeCountsTest {
  private final AttributeCounts counts = new AttributeCounts();

  @Test
  void the_attribute_of_a_span_hides_that_of_its_resource() {
    counts.addSpans(
        List.of(span(1, Map.of("zone", Value.of("own"))), span(2, Map.of()), span(3, Map.of())));

    var zone = key("zone");

    assertThat(zone.records()).isEqualTo(3);
    assertThat(zone.values())
        .containsExactly(
            new AttributeKeysJson.ValueCount("resource", 2),
            new AttributeKeysJson.ValueCount("own", 1));
  }

  @Test
  void every_type_that_was_sent_is_named() {
    counts.addSpans(
        List.of(
            span(1, Map.of("shares", Value.of(10))),
            span(2, Map.of("shares", Value.of("10"))),
            span(3, Map.of("shares", new Value.ListOf(List.of(Value.of(1), Value.of(2)))))));

    var shares = key("shares");

    assertThat(shares.types()).containsExactly("list", "number", "text");
    assertThat(shares.distinct()).isEqualTo(3);
    assertThat(shares.values().getFirst()).isEqualTo(new AttributeKeysJson.ValueCount("10", 2));
  }

  @Test
  void a_value_of_a_megabyte_counts_and_is_not_listed() {
    counts.addSpans(
        List.of(
            span(1, Map.of("body", Value.of("x".repeat(1 << 20)))),
            span(2, Map.of("body", Value.of("short")))));

    var body = key("body");

    assertThat(body.distinct()).isEqualTo(2);
    assertThat(body.values()).extracting("value").containsExactly("short");
  }

  @Test
  void a_thousand_keys_are_listed_and_all_are_counted() {
    var spans =
        IntStream.rangeClosed(1, 1_200)
            .mapToObj(i -> span(i, Map.of("key." + i, Value.of(i))))
            .toList();

    counts.addSpans(spans);

    assertThat(counts.keys(key -> key.startsWith("key."), 1, _ -> true)).hasSize(1_000);
    assertThat(counts.distinct(key -> key.startsWith("key."))).isEqualTo(1_200);
  }

  @Test
  void of_logs_only_those_with_a_severity_have_one() {
    counts.addLogs(
        List.of(
            log("trader", 1, "a line"),
            log("trader", 2, 0, "unspecified", Map.of(), null),
            log("trader", 3, 17, "an error", Map.of(), null)));

    var severity = key("severity");

    assertThat(severity.records()).isEqualTo(2);
    assertThat(severity.values()).extracting("value").containsExactly("error", "info");
    assertThat(severity.coverage()).isEqualTo(2.0 / 3);
  }

  @Test
  void where_nothing_was_added_there_is_no_key() {
    assertThat(counts.keys(_ -> true, 10, _ -> true)).isEmpty();
    assertThat(counts.distinct(_ -> true)).isZero();
  }

  private AttributeKeysJson.Key key(String name) {
    return counts.keys(name::equals, 10, _ -> true).getFirst();
  }

  private static Span span(long number, Map<String, Value> attributes) {
    var sketch = server("trader", "POST").from("zone", "resource").with(attributes);
    return trace(number, SampleTraces.NOON_NANOS, sketch).getFirst();
  }
}
