package dev.bellwether.analysis.path;

import static dev.bellwether.analysis.path.Timeline.backwards;
import static dev.bellwether.analysis.path.Timeline.trace;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.model.Span;
import dev.bellwether.model.Span.Kind;
import dev.bellwether.store.Trace;
import dev.bellwether.store.tests.SampleTrade;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CriticalPathTest {
  private static final int RANDOM_TRACES = 3_000;
  private static final Kind[] KINDS = {
    Kind.INTERNAL, Kind.SERVER, Kind.CLIENT, Kind.CLIENT, Kind.PRODUCER, Kind.CONSUMER
  };

  private final long seed = Long.getLong("seed", System.nanoTime());
  private final Random random = new Random(seed);

  @Test
  void a_parent_waits_for_one_child_after_the_other() {
    assertThat(path("C[1,101) D<C[20,40) E<C[50,60)"))
        .isEqualTo("C60-101 E50-60 C40-50 D20-40 C1-20");
  }

  @Test
  void a_child_that_still_runs_when_the_last_one_begins_held_nothing_up() {
    assertThat(path("X[1,101) A<X[10,50) C<X[20,60)")).isEqualTo("X60-101 C20-60 X1-20");
  }

  @Test
  void a_child_after_its_parents_end_is_left_out() {
    assertThat(path("A[1,31) B<A[40,50)")).isEqualTo("A1-31");
  }

  @Test
  void what_it_calls_is_left_out_as_well() {
    assertThat(path("A[1,31) B<A[40,80) C<B[20,30)")).isEqualTo("A1-31");
  }

  @Test
  void nobody_waits_for_the_receiver_of_a_message() {
    assertThat(path("A!PRODUCER[1,31) B<A!CONSUMER[10,20) C<B[12,15)")).isEqualTo("A1-31");
  }

  @Test
  void a_child_that_outlives_its_parent_is_cut_at_its_end() {
    assertThat(path("A[1,30) B<A[15,35) C<B[10,25)")).isEqualTo("B25-30 C15-25 A1-15");
  }

  @Test
  void a_child_that_outlives_all_its_ancestors_is_cut_at_their_end() {
    assertThat(path("A[1,30) B<A[15,35) C<B[20,40)")).isEqualTo("C20-30 B15-20 A1-15");
  }

  @Test
  void a_child_that_surrounds_its_parent_takes_all_its_time() {
    assertThat(path("A[10,30) B<A[5,35)")).isEqualTo("B10-30");
  }

  @Test
  void a_child_before_its_parent_is_left_out() {
    assertThat(path("A[10,30) B<A[1,5)")).isEqualTo("A10-30");
  }

  @Test
  void siblings_that_touch_are_both_waited_for() {
    assertThat(path("R[0,100) A<R[0,50) B<R[50,100)")).isEqualTo("B50-100 A0-50");
  }

  @Test
  void of_children_that_end_together_the_longest_was_waited_for() {
    assertThat(path("R[0,100) A<R[40,80) B<R[20,80) C<R[60,80)")).isEqualTo("R80-100 B20-80 R0-20");
  }

  @Test
  void a_hair_of_overlap_between_two_clocks_is_forgiven() {
    assertThat(path("R[0,1000) A<R[0,505) B<R[500,1000)")).isEqualTo("B500-1000 A0-500");
    assertThat(path("R[0,1000) A<R[0,520) B<R[500,1000)")).isEqualTo("B500-1000 R0-500");
  }

  @Test
  void a_trace_of_one_span_is_its_own_path() {
    assertThat(path("A[1,31)")).isEqualTo("A1-31");
  }

  @Test
  void a_root_that_took_no_time_has_no_sections() {
    assertThat(path("A[5,5) B<A[5,9)")).isEmpty();
    assertThat(path("A[5,2)")).isEmpty();
  }

  @Test
  void of_several_roots_the_longest_is_explained_and_the_others_stand_apart() {
    var path = CriticalPath.of(trace("A[0,10) B[20,60) C<B[30,40) D<lost[0,500)"));

    assertThat(backwards(path)).isEqualTo("B40-60 C30-40 B20-30");
    assertThat(path.apart()).extracting(Span::name).containsExactlyInAnyOrder("A", "D");
  }

  @Test
  void a_trace_that_lost_its_root_is_explained_from_the_longest_span_that_is_left() {
    var path = CriticalPath.of(trace("B<lost[20,60) C<B[30,40) D<lost[0,10)"));

    assertThat(backwards(path)).isEqualTo("B40-60 C30-40 B20-30");
    assertThat(path.apart()).extracting(Span::name).containsExactly("D");
  }

  @Test
  void a_circle_of_parents_ends_where_it_began() {
    assertThat(path("A<B[0,10) B<A[2,5)")).isEqualTo("A5-10 B2-5 A0-2");
    assertThat(path("A<A[0,10)")).isEqualTo("A0-10");
  }

  @Test
  void ten_thousand_spans_in_a_chain_are_no_problem() {
    var spans = new ArrayList<Span>();
    for (int i = 0; i < 10_000; i++) {
      var parent = i == 0 ? "" : "s" + (i - 1);
      spans.add(Timeline.span("s" + i, parent, Kind.INTERNAL, i, 40_000 - i));
    }

    var path = CriticalPath.of(Trace.of(Timeline.TRACE, spans));

    assertThat(path.sections()).hasSize(2 * 10_000 - 1);
  }

  @Test
  void a_slow_model_is_what_a_trade_waited_for() {
    var trade = SampleTrade.of(1).with(SampleTrade.Fault.SLOW_MODEL).spans();

    var path = CriticalPath.of(Trace.of(trade.getFirst().traceId(), trade));
    var profile = new PathProfile();
    profile.add(path);

    assertThat(path.root().service()).isEqualTo("monkey");
    assertThat(profile.operations().getFirst().name()).isEqualTo("run_model");
    assertThat(profile.operations().getFirst().share()).isGreaterThan(0.9);
  }

  @Test
  void the_sections_of_any_trace_tile_the_time_of_its_root() {
    for (int i = 0; i < RANDOM_TRACES; i++) {
      var trace = randomTrace();

      var path = CriticalPath.of(trace);

      var at = path.root().startNanos();
      for (var section : path.sections()) {
        assertThat(section.startNanos()).as("seed %d, trace %d", seed, i).isEqualTo(at);
        assertThat(section.endNanos()).as("seed %d, trace %d", seed, i).isGreaterThan(at);
        at = section.endNanos();
      }
      assertThat(at - path.root().startNanos())
          .as("seed %d, trace %d", seed, i)
          .isEqualTo(path.durationNanos());
    }
  }

  @Test
  void a_section_lies_within_its_span() {
    for (int i = 0; i < RANDOM_TRACES; i++) {
      for (var section : CriticalPath.of(randomTrace()).sections()) {
        assertThat(section.startNanos())
            .as("seed %d, trace %d", seed, i)
            .isGreaterThanOrEqualTo(section.span().startNanos());
        assertThat(section.endNanos())
            .as("seed %d, trace %d", seed, i)
            .isLessThanOrEqualTo(section.span().endNanos());
      }
    }
  }

  @Test
  void the_order_in_which_spans_are_given_does_not_matter() {
    for (int i = 0; i < RANDOM_TRACES; i++) {
      var trace = randomTrace();

      assertThat(CriticalPath.of(Timeline.shuffled(trace, random)))
          .as("seed %d, trace %d", seed, i)
          .isEqualTo(CriticalPath.of(trace));
    }
  }

  private static String path(String line) {
    return backwards(CriticalPath.of(trace(line)));
  }

  /// Mostly a tree, with spans that outlive their parents, missing parents, several roots, circles.
  private Trace randomTrace() {
    List<Span> spans = new ArrayList<>();
    int size = 1 + random.nextInt(20);
    for (int i = 0; i < size; i++) {
      boolean strange = random.nextInt(12) == 0;
      int parent = strange ? random.nextInt(size + 2) : random.nextInt(i + 1);
      boolean root = i == 0 || random.nextInt(20) == 0;
      long start = random.nextInt(200);
      long end = start + random.nextInt(120) - 3;
      var kind = KINDS[random.nextInt(KINDS.length)];
      spans.add(Timeline.span("s" + i, root ? "" : "s" + parent, kind, start, end));
    }
    return Trace.of(Timeline.TRACE, spans);
  }
}
