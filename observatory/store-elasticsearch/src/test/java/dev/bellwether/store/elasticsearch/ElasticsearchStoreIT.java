package dev.bellwether.store.elasticsearch;

import static dev.bellwether.store.TimeRange.ALWAYS;
import static dev.bellwether.store.tests.SampleTraces.NOON_NANOS;
import static dev.bellwether.store.tests.SampleTraces.gauge;
import static dev.bellwether.store.tests.SampleTraces.server;
import static dev.bellwether.store.tests.SampleTraces.trace;
import static dev.bellwether.store.tests.SampleTraces.traceId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.bellwether.model.MetricPoint;
import dev.bellwether.model.Span;
import dev.bellwether.model.SpanId;
import dev.bellwether.model.Value;
import dev.bellwether.store.StoreException;
import dev.bellwether.store.query.Field.Attribute;
import dev.bellwether.store.query.Query;
import dev.bellwether.store.tests.SampleTrade;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// What is particular to a store that is somewhere else, on both engines.
class ElasticsearchStoreIT {
  private static final Duration TIME_ENOUGH = Duration.ofSeconds(30);

  static Stream<SearchNode> nodes() {
    return Stream.of(SearchNode.elasticsearch(), SearchNode.openSearch());
  }

  @ParameterizedTest
  @MethodSource("nodes")
  void what_comes_while_the_cluster_is_away_is_there_once_when_it_is_back(SearchNode node)
      throws IOException {
    EmptyStores.open(node).close();
    try (var relay = new Relay(node.uri());
        var store = open(EmptyStores.settings(relay.uri()))) {
      var told = new ArrayList<Span>();
      store.follow((spans, _) -> told.addAll(spans), 0);
      store.writer().appendSpans(SampleTrade.of(1).spans());

      relay.cut();
      store.writer().appendSpans(SampleTrade.of(2).spans());
      store.writer().appendSpans(SampleTrade.of(2).spans());
      store.writer().appendLogs(SampleTrade.of(2).logs());

      assertThat(told).hasSize(24);
      assertThat(store.status().problem()).contains("cannot be reached", "16 documents wait");
      assertThatThrownBy(() -> store.traces().trace(traceId(1)))
          .isInstanceOf(StoreException.Unavailable.class);

      relay.mend();
      await().atMost(TIME_ENOUGH).until(() -> store.status().problem() == null);
      assertThat(store.status().spans()).isEqualTo(24);
      assertThat(store.status().logRecords()).isEqualTo(4);
      assertThat(told).hasSize(24);
    }
  }

  @ParameterizedTest
  @MethodSource("nodes")
  void what_has_no_room_to_wait_is_refused_and_not_kept(SearchNode node) throws IOException {
    EmptyStores.open(node).close();
    try (var relay = new Relay(node.uri());
        var store = open(full(relay))) {
      relay.cut();
      store.writer().appendSpans(SampleTrade.of(1).spans());

      assertThatThrownBy(() -> store.writer().appendSpans(SampleTrade.of(2).spans()))
          .isInstanceOf(StoreException.Full.class)
          .hasMessageContaining("12 documents of");

      relay.mend();
      await().atMost(TIME_ENOUGH).until(() -> store.status().problem() == null);
      assertThat(store.status().spans()).isEqualTo(12);
      store.writer().appendSpans(SampleTrade.of(2).spans());
      assertThat(store.status().spans()).isEqualTo(24);
    }
  }

  @ParameterizedTest
  @MethodSource("nodes")
  void no_attribute_loses_a_document(SearchNode node) {
    try (var store = EmptyStores.open(node)) {
      var spans = new ArrayList<Span>();
      for (var attributes : oddAttributes()) {
        var number = spans.size() + 1;
        spans.addAll(trace(number, NOON_NANOS, server("odd", "x").with(attributes)));
      }

      store.writer().appendSpans(spans);

      assertThat(store.status().problem()).isNull();
      for (var span : spans) {
        var found = store.traces().trace(span.traceId()).orElseThrow().spans();
        assertThat(found).containsExactly(span);
        // One key of many is found like the next.
        for (var key : span.attributes().keySet().stream().limit(20).toList()) {
          var query = new Query.Exists(new Attribute(Attribute.Source.OWN, key));
          assertThat(store.traces().traces(ALWAYS, query, 100).items())
              .anySatisfy(summary -> assertThat(summary.traceId()).isEqualTo(span.traceId()));
        }
      }
    }
  }

  /// Keys and values that have broken mappings: one type here and another there, a key and the same
  /// with a dot, thousands of keys, long ones, empty ones.
  private static List<Map<String, Value>> oddAttributes() {
    var many = new HashMap<String, Value>();
    IntStream.range(0, 2_000).forEach(i -> many.put("key." + i, Value.of(i)));
    return List.of(
        Map.of("k", Value.of("text")),
        Map.of("k", Value.of(1)),
        Map.of("k", Value.of(0.5)),
        Map.of("k", Value.of(true)),
        Map.of("k", new Value.MapOf(Map.of("m", Value.of(1)))),
        Map.of("k", new Value.ListOf(List.of())),
        Map.of("k", new Value.ListOf(List.of(Value.of(1), Value.of("b"), Value.EMPTY))),
        Map.of("k", Value.of(1), "k.m", Value.of(2), "k.m.n", Value.of("3")),
        Map.of("", Value.of("a"), " ", Value.of("b"), ".", Value.of("c"), "a..b", Value.of("d")),
        Map.of("nul\0key", Value.of("x"), "nul", Value.of("a\0b")),
        Map.of("k".repeat(100_000), Value.of("long key")),
        Map.of("long", Value.of("word ".repeat(20_000)), "one", Value.of("w".repeat(100_000))),
        Map.of("nan", Value.of(Double.NaN), "huge", Value.of(Double.MAX_VALUE)),
        Map.of("min", Value.of(Long.MIN_VALUE), "zero", Value.of(-0.0), "tiny", Value.of(4.9e-324)),
        Map.of("ж☃", Value.of("snow ☃ and 🎩")),
        many);
  }

  @ParameterizedTest
  @MethodSource("nodes")
  void points_of_every_shape_come_back(SearchNode node) {
    try (var store = EmptyStores.open(node)) {
      var like = gauge("trader", "shape", NOON_NANOS, 1);
      var buckets = new MetricPoint.Buckets(-3, List.of(1L, 0L, 2L));
      var delta = MetricPoint.Temporality.DELTA;
      var points =
          Stream.of(
                  new MetricPoint.Gauge(Value.of(Double.NaN)),
                  new MetricPoint.Sum(Value.of(7), delta, true),
                  new MetricPoint.Histogram(
                      delta, 3, 4.5, null, Double.POSITIVE_INFINITY, List.of(1.0), List.of(1L, 2L)),
                  new MetricPoint.ExponentialHistogram(
                      delta, 3, null, null, null, 5, 1, 0.5, buckets, MetricPoint.Buckets.NONE),
                  new MetricPoint.Summary(2, 3.5, List.of(new MetricPoint.Quantile(0.5, 1.5))))
              .map(data -> with(like, data))
              .toList();

      store.writer().appendPoints(points);

      assertThat(store.metrics().points("shape", ALWAYS, 10).items())
          .containsExactlyElementsOf(points.reversed());
    }
  }

  private static MetricPoint with(MetricPoint like, MetricPoint.Data data) {
    var exemplar =
        new MetricPoint.Exemplar(
            NOON_NANOS, Value.of(2), traceId(1), new SpanId(1), Map.of("a", Value.EMPTY));
    return new MetricPoint(
        like.name(),
        like.description(),
        like.unit(),
        like.attributes(),
        like.startNanos(),
        like.timeNanos(),
        data,
        List.of(exemplar),
        like.resource(),
        like.scope());
  }

  @ParameterizedTest
  @MethodSource("nodes")
  void what_is_older_than_the_retention_is_deleted(SearchNode node) {
    var settings = shortLived(node);
    try (var early = open(settings);
        var cluster = new Cluster(settings)) {
      early.writer().appendSpans(SampleTrade.of(1).spans());
      await()
          .atMost(TIME_ENOUGH)
          .until(() -> {
            early.enforceRetention();
            return indices(cluster).size() > 1;
          });
      early.writer().appendSpans(SampleTrade.of(2).spans());
      assertThat(early.status().spans()).isEqualTo(24);
    }
    var nextWeek = InstantSource.fixed(Instant.now().plus(Duration.ofDays(8)));
    try (var late = ElasticsearchStore.open(settings, nextWeek)) {
      late.enforceRetention();

      assertThat(late.traces().trace(traceId(1))).isEmpty();
      assertThat(late.traces().trace(traceId(2))).isPresent();
      assertThat(late.status().spansEvicted()).isEqualTo(12);
    }
  }

  private static JsonNode indices(Cluster cluster) {
    return cluster.get("/%s/_settings".formatted(Signal.TRACES.stream("retention")));
  }

  /// Begins a new index after a second, with data streams of its own.
  private static ElasticsearchSettings shortLived(SearchNode node) {
    var settings = EmptyStores.settings(node.uri());
    return new ElasticsearchSettings(
        settings.uri(),
        "",
        "retention",
        Duration.ofSeconds(1),
        settings.rolloverBytes(),
        Duration.ofDays(7),
        settings.searchMax(),
        settings.spool());
  }

  private static ElasticsearchSettings full(Relay relay) {
    var settings = EmptyStores.settings(relay.uri());
    return settings.withSpool(settings.spool().withBytesMax(1));
  }

  private static ElasticsearchStore open(ElasticsearchSettings settings) {
    return ElasticsearchStore.open(settings, InstantSource.system());
  }
}
