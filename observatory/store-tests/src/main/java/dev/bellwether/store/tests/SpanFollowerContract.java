package dev.bellwether.store.tests;

import static dev.bellwether.store.tests.SampleTraces.traceId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellwether.model.Span;
import dev.bellwether.store.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// What [dev.bellwether.store.SpanFollower] is promised.
public abstract class SpanFollowerContract extends EngineContract {
  private static final Duration TIME_ENOUGH = Duration.ofSeconds(30);

  @Test
  void a_follower_has_the_spans_when_the_append_returns() {
    var seen = new ArrayList<Span>();
    store().follow((told, _) -> seen.addAll(told), 0);
    var spans = SampleTrade.of(1).spans();

    stored(spans);

    assertThat(seen).containsExactlyElementsOf(spans);
  }

  @Test
  void a_follower_finds_in_the_store_what_it_is_told() {
    var found = new ArrayList<Integer>();
    store()
        .follow(
            (_, _) -> found.add(store().traces().trace(traceId(1)).orElseThrow().spans().size()),
            0);

    stored(SampleTrade.of(1).spans());

    assertThat(found).containsExactly(12);
  }

  @Test
  void from_the_end_on_spans_that_were_stored_before_are_not_told() {
    stored(SampleTrade.of(1).spans());
    var seen = new ArrayList<Span>();

    store().follow((spans, _) -> seen.addAll(spans), store().endPosition());
    stored(SampleTrade.of(2).spans());

    assertThat(seen).containsExactlyElementsOf(SampleTrade.of(2).spans());
  }

  @Test
  void from_the_begin_on_everything_is_told_in_the_order_of_storing() {
    var mixed = new ArrayList<Span>();
    for (var i = 0; i < 12; i++) {
      mixed.add(SampleTrade.of(1).spans().get(i));
      mixed.add(SampleTrade.of(2).spans().get(i));
    }
    mixed.forEach(span -> stored(List.of(span)));
    stored(mixed);
    var seen = new ArrayList<Span>();

    store().follow((spans, _) -> seen.addAll(spans), 0);
    stored(SampleTrade.of(3).spans());

    mixed.addAll(SampleTrade.of(3).spans());
    assertThat(seen).containsExactlyElementsOf(mixed);
  }

  @Test
  void a_follower_goes_on_behind_what_it_was_told_last() {
    var before = new ArrayList<Long>();
    store().follow((_, position) -> before.add(position), 0);
    stored(SampleTrade.of(1).spans());
    stored(SampleTrade.of(2).spans());
    stored(SampleTrade.of(3).spans());
    var seen = new ArrayList<Span>();

    store().follow((spans, _) -> seen.addAll(spans), before.getFirst());

    assertThat(before).isSorted().last().isEqualTo(store().endPosition());
    assertThat(seen).hasSize(24).containsSequence(SampleTrade.of(2).spans());
    assertThat(store().durablePosition()).isLessThanOrEqualTo(store().endPosition());
  }

  @Test
  void a_follower_that_remembers_another_store_is_refused() {
    stored(SampleTrade.of(1).spans());

    assertThatThrownBy(() -> store().follow((_, _) -> {}, store().endPosition() + 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("position: ");
  }

  @Test
  void who_follows_while_spans_arrive_misses_none() {
    var seen = new ArrayList<Span>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var appends =
          LongStream.range(0, 40)
              .mapToObj(i -> threads.submit(() -> stored(SampleTrade.of(1 + i).spans())))
              .toList();
      store().follow((spans, _) -> seen.addAll(spans), 0);
      assertThat(appends).allSatisfy(append -> assertThat(append).succeedsWithin(TIME_ENOUGH));
    }

    assertThat(seen).hasSize(40 * 12).doesNotHaveDuplicates();
  }

  @Test
  void a_span_that_is_sent_again_is_not_told_again() {
    var spans = SampleTrade.of(1).spans();
    var seen = new ArrayList<Span>();
    store().follow((told, _) -> seen.addAll(told), 0);

    stored(spans.subList(0, 3));
    stored(spans.subList(1, 5));

    assertThat(seen).containsExactlyElementsOf(spans.subList(0, 5));
  }

  @Test
  void nobody_is_told_of_nothing() {
    var spans = SampleTrade.of(1).spans();
    stored(spans);
    var batches = new ArrayList<List<Span>>();
    store().follow((told, _) -> batches.add(told), store().endPosition());

    stored(spans);
    stored(List.of());

    assertThat(batches).isEmpty();
  }

  @Test
  void every_follower_is_told() {
    var first = new ArrayList<Span>();
    var second = new ArrayList<Span>();
    store().follow((spans, _) -> first.addAll(spans), 0);
    store().follow((spans, _) -> second.addAll(spans), 0);

    stored(SampleTrade.of(1).spans());

    assertThat(first).hasSize(12).isEqualTo(second);
  }

  @Test
  void a_follower_that_throws_neither_fails_the_append_nor_the_other_followers() {
    var seen = new ArrayList<Span>();
    store()
        .follow(
            (_, _) -> {
              throw new BrokenView();
            },
            0);
    store().follow((spans, _) -> seen.addAll(spans), 0);

    assertThatCode(() -> stored(SampleTrade.of(1).spans())).doesNotThrowAnyException();
    assertThat(seen).hasSize(12);
    assertThat(store().traces().trace(traceId(1))).isPresent();
  }

  @Test
  void one_thread_at_a_time_tells_every_span_once() {
    var inside = new AtomicBoolean();
    var overlaps = new ArrayList<String>();
    var seen = new ArrayList<Span>(); // unguarded on purpose: the store takes turns for us
    store()
        .follow(
            (spans, _) -> {
              if (!inside.compareAndSet(false, true)) {
                overlaps.add("two threads at once");
              }
              seen.addAll(spans);
              inside.set(false);
            },
            0);

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var appends =
          LongStream.range(0, 100)
              .mapToObj(i -> SampleTrade.of(1 + i % 50).spans())
              .map(spans -> threads.submit(() -> stored(spans)))
              .toList();
      assertThat(appends).allSatisfy(append -> assertThat(append).succeedsWithin(TIME_ENOUGH));
    }

    assertThat(overlaps).isEmpty();
    assertThat(seen).hasSize(50 * 12).doesNotHaveDuplicates();
  }

  @Test
  void a_closed_store_takes_no_followers() {
    store().close();

    assertThatThrownBy(() -> store().follow((_, _) -> {}, 0))
        .isInstanceOf(StoreException.Unavailable.class);
  }

  /// Without a stack, so that the engine's log of it is one line in the output of the tests.
  private static final class BrokenView extends RuntimeException {
    private static final long serialVersionUID = 1;

    BrokenView() {
      super("a broken view, as the test wants it", null, false, false);
    }
  }
}
