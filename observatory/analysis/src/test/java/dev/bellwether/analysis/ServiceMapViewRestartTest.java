package dev.bellwether.analysis;

import static dev.bellwether.analysis.TraceNotation.spans;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.analysis.ServiceMapView.Limits;
import dev.bellwether.model.Span;
import dev.bellwether.store.InMemoryStore;
import dev.bellwether.store.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Spans that come when their trace has been closed, by time or by a restart, against the map of
/// the whole traces.
class ServiceMapViewRestartTest {
  private static final int RUNS = 60;

  private final long seed = Long.getLong("seed", System.nanoTime());
  private final Random random = new Random(seed);
  private InMemoryStore store = new InMemoryStore(100_000, 1, 1);
  private InMemoryViewStorage storage = new InMemoryViewStorage();
  private final List<Span> stored = new ArrayList<>();
  private Instant now = TraceNotation.START.plusSeconds(200);
  private Limits limits = Limits.STANDARD;
  private ServiceMapView view = start();

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void a_parent_that_arrives_two_hours_late_completes_the_edge_in_its_minute() {
    store("b<a SERVER router");
    now = now.plus(Duration.ofHours(2));
    store("t2.x INTERNAL other @7200s");

    store("a CLIENT trader→router:9000");
    settle();

    assertThat(view.map(TimeRange.ALWAYS).incomplete()).isZero();
    assertExact();
  }

  @Test
  void children_that_arrive_two_hours_late_replace_the_leaf_that_was_drawn() {
    store("a CLIENT trader→router:9000", "x<a INTERNAL trader");
    now = now.plus(Duration.ofHours(2));

    store("b<a SERVER router", "c<b CLIENT router→postgresql/trades");
    settle();

    assertExact();
  }

  @Test
  void a_restart_in_the_middle_of_a_trace_changes_nothing() {
    store("a CLIENT trader→router:9000", "c<b CLIENT router→recorder:9003");
    checkpoint();
    restart();

    store("b<a SERVER router", "d<c SERVER recorder");
    settle();

    assertExact();
  }

  @Test
  void a_restart_between_a_late_span_and_its_look_up_changes_nothing() {
    store("a CLIENT trader→router:9000");
    now = now.plus(Duration.ofHours(1));
    store("b<a SERVER router");
    checkpoint();
    restart();

    settle();

    assertExact();
  }

  @Test
  void what_is_told_behind_a_checkpoint_is_told_again() {
    store("a CLIENT trader→router:9000");
    checkpoint();
    store("b<a SERVER router");

    restart();
    settle();

    assertExact();
  }

  @Test
  void spans_that_are_in_the_store_but_not_told_yet_are_not_taken_for_counted() {
    store("a CLIENT trader→router:9000");
    checkpoint();
    var late = new ServiceMapView(limits, () -> now, ZoneOffset.UTC, storage);
    store("b<a SERVER router", "c<b CLIENT router→recorder:9003", "d<c SERVER recorder");

    // The view is told of `b`, looks the trace up, and finds all of it.
    late.accept(spans("b<a SERVER router"), 2);
    late.settle(store.traces(), store::endPosition);
    late.accept(
        spans("c<b CLIENT router→recorder:9003", "d<c SERVER recorder"), store.endPosition());
    late.settle(store.traces(), store::endPosition);

    assertThat(WholeTraces.sums(late)).isEqualTo(WholeTraces.sums(stored));
  }

  @Test
  void a_link_to_a_closed_trace_is_looked_up() {
    store("t2.a PRODUCER trader→kafka/orders");
    now = now.plus(Duration.ofHours(1));
    store("t3.x INTERNAL other");

    store("t1.z CONSUMER recorder→kafka/orders ~t2.a");
    settle();

    assertThat(view.map(TimeRange.ALWAYS).incomplete()).isZero();
    assertExact();
  }

  @Test
  void a_link_waits_for_its_producer_beyond_horizon_and_restart() {
    store("t1.z CONSUMER recorder→kafka/orders ~t2.a");
    checkpoint();
    restart();
    now = now.plus(Duration.ofHours(1));

    store("t2.a PRODUCER trader→kafka/orders");
    settle();

    assertThat(view.map(TimeRange.ALWAYS).incomplete()).isZero();
    assertExact();
  }

  @Test
  void a_minute_of_long_ago_is_drawn_from_the_archive() {
    store("a CLIENT trader→router:9000", "b<a SERVER router 20ms");
    checkpoint();
    now = now.plus(Duration.ofHours(30));
    store("t2.a SERVER trader @108000s");
    checkpoint();
    long start = TraceNotation.START.toEpochMilli() * 1_000_000;

    var map = view.map(new TimeRange(start, start + Minutes.NANOS));

    assertThat(map.edges()).hasSize(1);
    assertExact();
  }

  @Test
  void what_is_older_than_the_store_leaves_the_archive() {
    store("a SERVER trader");
    checkpoint();
    now = now.plus(Duration.ofHours(30));
    store("t2.a SERVER trader @108000s");

    checkpoint(TraceNotation.START.plus(Duration.ofHours(20)));

    assertThat(storage.names()).filteredOn(name -> name.startsWith("minutes-")).hasSize(1);
    assertThat(view.map(TimeRange.ALWAYS).nodes().getFirst().requests()).isEqualTo(1);
  }

  @Test
  void any_restarts_at_any_time_give_the_map_of_the_whole_traces() {
    for (int run = 0; run < RUNS; run++) {
      begin();
      var spans = RandomTraces.shuffled(RandomTraces.spans(random), random);
      for (int at = 0; at < spans.size(); ) {
        int size = Math.min(spans.size() - at, 1 + random.nextInt(6));
        store(spans.subList(at, at + size));
        at += size;
        disturb();
      }
      settle();
      assertThat(WholeTraces.sums(view))
          .as("seed %d, run %d", seed, run)
          .isEqualTo(WholeTraces.sums(stored));
    }
  }

  private void begin() {
    store.close();
    store = new InMemoryStore(100_000, 1, 1);
    storage = new InMemoryViewStorage();
    stored.clear();
    now = TraceNotation.START.plusSeconds(200);
    limits =
        new Limits(
            1 + random.nextInt(60),
            4 + random.nextInt(60),
            Duration.ofMinutes(5),
            1_000,
            1_000,
            Duration.ZERO);
    restart();
  }

  private void disturb() {
    switch (random.nextInt(10)) {
      case 0 -> restart();
      case 1 -> checkpoint();
      case 2 -> {
        checkpoint();
        restart();
      }
      case 3 -> settle();
      case 4 -> now = now.plusSeconds(random.nextInt(700));
      case 5 -> view.checkpoint(0); // not written: the disk was full
      default -> {}
    }
  }

  private void store(String... lines) {
    store(spans(lines));
  }

  private void store(List<Span> spans) {
    store.writer().appendSpans(spans);
    stored.addAll(spans);
  }

  private void settle() {
    view.settle(store.traces(), store::endPosition);
  }

  private void checkpoint() {
    checkpoint(Instant.EPOCH);
  }

  private void checkpoint(Instant oldest) {
    storage.write(view.checkpoint(oldest.toEpochMilli() * 1_000_000));
    view.kept();
  }

  /// The view before this one goes on hearing of spans, which does it no good.
  private void restart() {
    view = start();
  }

  private ServiceMapView start() {
    var started = new ServiceMapView(limits, () -> now, ZoneOffset.UTC, storage);
    long end = store.endPosition();
    store.follow(started, started.position());
    started.caughtUp(end);
    return started;
  }

  private void assertExact() {
    assertThat(WholeTraces.sums(view)).isEqualTo(WholeTraces.sums(stored));
  }
}
