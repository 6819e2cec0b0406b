package dev.bellwether.store.elasticsearch;

import static dev.bellwether.store.TimeRange.ALWAYS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.bellwether.model.Span;
import dev.bellwether.store.Effort;
import dev.bellwether.store.StoreException;
import dev.bellwether.store.query.Query;
import dev.bellwether.store.tests.SampleTraces;
import dev.bellwether.store.tests.SampleTrade;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A cluster that is there and has too much to do.
class BusyClusterTest {
  @TempDir Path folder;
  private final Peer peer;

  BusyClusterTest() throws IOException {
    peer = new Peer();
  }

  @AfterEach
  void close() {
    peer.close();
  }

  @Test
  void what_it_refuses_waits_in_the_spool_as_long_as_it_asks_and_arrives_once() {
    peer.refuse(2);
    try (var store = open(Duration.ofSeconds(10))) {
      var told = new ArrayList<Span>();
      store.follow((spans, _) -> told.addAll(spans), 0);

      store.writer().appendSpans(SampleTrade.of(1).spans());
      store.writer().appendSpans(SampleTrade.of(2).spans());

      assertThat(told).hasSize(24);
      assertThat(store.status().lag().documents()).isEqualTo(24);
      assertThat(store.status().problem())
          .contains("24 documents wait for the cluster")
          .contains("429", "too much to do");
      await().until(() -> store.status().lag().isNone());
      assertThat(store.status().problem()).isNull();
      assertThat(peer.ids()).isEqualTo(ids(1, 2));
      var bulks = peer.bulks();
      assertThat(bulks).extracting(Peer.Bulk::documents).containsExactly(12, 24);
      assertThat(Duration.ofNanos(bulks.get(1).nanos() - bulks.get(0).nanos()))
          .isGreaterThanOrEqualTo(Duration.ofSeconds(2));
    }
  }

  @Test
  void of_what_it_takes_in_part_only_the_rest_is_sent_again() {
    peer.takeOnly(5);
    peer.takeOnly(3);
    try (var store = open(Duration.ofSeconds(10))) {
      store.writer().appendSpans(SampleTrade.of(1).spans());

      await().until(() -> store.status().lag().isNone());
      assertThat(peer.ids()).isEqualTo(ids(1));
      // From the spool all of the batch is sent once more: what is there already is left alone.
      assertThat(peer.bulks()).extracting(Peer.Bulk::documents).containsExactly(12, 12, 4);
    }
  }

  @Test
  void what_waits_when_the_process_ends_is_sent_by_the_next() {
    peer.refuse(60);
    try (var store = open(Duration.ofSeconds(10))) {
      store.writer().appendSpans(SampleTrade.of(1).spans());
      assertThat(peer.ids()).isEmpty();
    }

    try (var store = open(Duration.ofSeconds(10))) {
      await().until(() -> store.status().lag().isNone());
      assertThat(peer.ids()).isEqualTo(ids(1));
    }
  }

  @Test
  void a_search_that_takes_too_long_is_answered_in_time_and_says_that_it_is_not_complete() {
    peer.searchForEver();
    try (var store = open(Duration.ofMillis(300))) {
      var begin = System.nanoTime();

      var page = store.traces().traces(ALWAYS, Query.EVERYTHING, 10);

      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
      assertThat(page.items()).isEmpty();
      assertThat(page.truncated()).isTrue();
      assertThat(page.effort().complete()).isFalse();
      assertThat(store.logs().logs(ALWAYS, Query.EVERYTHING, 10).effort().complete()).isFalse();
      assertThatThrownBy(() -> store.traces().trace(SampleTraces.traceId(1)))
          .isInstanceOf(StoreException.Unavailable.class)
          .hasMessageContaining("takes too long");
    }
  }

  @Test
  void what_was_found_in_time_is_an_answer_that_is_not_complete_and_says_how_many_shards() {
    var answer = Cluster.JSON.createObjectNode().put("timed_out", true);
    answer.putObject("_shards").put("total", 7).put("skipped", 4).put("failed", 0);
    var span = SampleTrade.of(1).spans().getFirst();
    var hit = answer.putObject("hits").putArray("hits").addObject();
    hit.set("_source", Cluster.JSON.readTree(SpanJson.write(span, 1).source()));
    hit.putArray("sort").add(span.startNanos()).add(1);
    peer.find(answer);
    try (var store = open(Duration.ofSeconds(10))) {
      var page = store.traces().spans(ALWAYS, Query.EVERYTHING, 10);

      assertThat(page.items()).containsExactly(span);
      assertThat(page.truncated()).isTrue();
      assertThat(page.effort()).isEqualTo(new Effort(7, 3, 1, false));
    }
  }

  @Test
  void an_answer_without_some_shard_is_a_failure() {
    var answer = Cluster.JSON.createObjectNode().put("timed_out", false);
    var shards = answer.putObject("_shards").put("total", 7).put("skipped", 0).put("failed", 1);
    shards.putArray("failures").addObject().putObject("reason").put("type", "no_shard");
    answer.putObject("hits").putArray("hits");
    peer.find(answer);
    try (var store = open(Duration.ofSeconds(10))) {
      assertThatThrownBy(() -> store.traces().spans(ALWAYS, Query.EVERYTHING, 10))
          .isInstanceOf(StoreException.Unavailable.class)
          .hasMessage("1 of 7 shards cannot answer: no_shard");
    }
  }

  private ElasticsearchStore open(Duration searchMax) {
    return ElasticsearchStore.open(
        ElasticsearchSettings.of(peer.uri(), SpoolSettings.in(folder)).withSearchMax(searchMax),
        InstantSource.system());
  }

  private static List<String> ids(long... trades) {
    var ids = new ArrayList<String>();
    for (var trade : trades) {
      SampleTrade.of(trade).spans().forEach(span -> ids.add(SpanJson.id(span)));
    }
    return ids;
  }
}
