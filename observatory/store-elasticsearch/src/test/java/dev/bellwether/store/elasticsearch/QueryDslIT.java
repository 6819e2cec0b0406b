package dev.bellwether.store.elasticsearch;

import static dev.bellwether.store.TimeRange.ALWAYS;
import static dev.bellwether.store.tests.SampleTraces.NOON_NANOS;
import static dev.bellwether.store.tests.SampleTraces.server;
import static dev.bellwether.store.tests.SampleTraces.trace;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.model.Span;
import dev.bellwether.model.Value;
import dev.bellwether.store.TraceSummary;
import dev.bellwether.store.query.Query;
import dev.bellwether.store.tests.SpanSketch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Random queries about random spans: an engine finds exactly what the plain predicate does.
class QueryDslIT {
  private static final long SEED = Long.getLong("seed", System.nanoTime());
  private static final int SPANS = 150;
  private static final int QUERIES = 300;

  /// Values that are easily mixed up: numbers as text, numbers that only doubles think equal, what
  /// a wildcard or a separator could be taken for, more than there is room for.
  private static final List<Value> VALUES =
      List.of(
          Value.of("a"),
          Value.of("A b"),
          Value.of("a*b"),
          Value.of("a\\b?"),
          Value.of(""),
          Value.of("10"),
          Value.of("1e1"),
          Value.of("010.0"),
          Value.of("10f"),
          Value.of("1e400"),
          Value.of(10),
          Value.of(-10),
          Value.of(9_007_199_254_740_992L),
          Value.of(9_007_199_254_740_993L),
          Value.of(10.5),
          Value.of(-0.0),
          Value.of(Double.POSITIVE_INFINITY),
          Value.of(Double.NaN),
          Value.of(true),
          Value.of("refused ".repeat(1_000)),
          Value.EMPTY,
          new Value.Bytes(new byte[] {16}),
          new Value.ListOf(List.of()),
          new Value.ListOf(List.of(Value.of("a"), Value.of(11), Value.of("connection refused"))),
          new Value.MapOf(Map.of("a", Value.of(10))));

  private static final List<String> CONDITIONS =
      List.of(
          "%s : *",
          "%s : a",
          "%s : a*",
          "%s : *b*",
          "%s : \"a*b\"",
          "%s : \"\"",
          "%s : 10",
          "%s : \"10\"",
          "%s > 10",
          "%s >= 10",
          "%s < 10",
          "%s <= 10.25",
          "%s : 9007199254740993",
          "%s > 9007199254740992",
          "%s < 1e300",
          "%s : true",
          "%s : (a or 10 or 1*)",
          "refused",
          "a",
          "conn*",
          "\"connection refused\"",
          "status : error",
          "not parent.id : *",
          "duration >= 1ms",
          "kind : (client or server)",
          "service.name : (one or two)");

  private static final List<String> KEYS =
      List.of("x", "y", "attributes.x", "resource.attributes.x", "resource.attributes.y");

  private final Random random = new Random(SEED);

  static List<SearchNode> nodes() {
    return List.of(SearchNode.elasticsearch(), SearchNode.openSearch());
  }

  @ParameterizedTest
  @MethodSource("nodes")
  void an_engine_finds_what_the_plain_predicate_finds(SearchNode node) {
    var spans = new ArrayList<Span>();
    for (var number = 1; number <= SPANS; number++) {
      spans.addAll(trace(number, NOON_NANOS - number, randomSketch()));
    }
    try (var store = EmptyStores.open(node)) {
      store.writer().appendSpans(spans);
      for (var i = 0; i < QUERIES; i++) {
        var query = Query.parse(randomQuery(3));

        var found = store.traces().traces(ALWAYS, query, SPANS).items();

        assertThat(found.stream().map(TraceSummary::traceId))
            .as("seed %d: %s", SEED, query)
            .containsExactlyElementsOf(
                spans.stream().filter(query::matches).map(Span::traceId).toList());
      }
    }
  }

  private SpanSketch randomSketch() {
    var sketch = server(random.nextBoolean() ? "one" : "three", "a span");
    for (var key : List.of("x", "y")) {
      if (random.nextInt(3) > 0) {
        sketch = sketch.with(Map.of(key, oneOf(VALUES)));
      }
      if (random.nextInt(3) == 0 && oneOf(VALUES) instanceof Value.Text(String text)) {
        sketch = sketch.from(key, text);
      }
    }
    return random.nextInt(4) == 0 ? sketch.failing("connection refused") : sketch;
  }

  private String randomQuery(int depth) {
    return switch (depth == 0 ? 3 : random.nextInt(5)) {
      case 0 -> "(%s and %s)".formatted(randomQuery(depth - 1), randomQuery(depth - 1));
      case 1 -> "(%s or %s)".formatted(randomQuery(depth - 1), randomQuery(depth - 1));
      case 2 -> "not (%s)".formatted(randomQuery(depth - 1));
      default -> oneOf(CONDITIONS).formatted(oneOf(KEYS));
    };
  }

  private <T> T oneOf(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
