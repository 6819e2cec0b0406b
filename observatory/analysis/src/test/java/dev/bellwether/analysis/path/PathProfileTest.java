package dev.bellwether.analysis.path;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.analysis.path.PathProfile.Operation;
import org.junit.jupiter.api.Test;

class PathProfileTest {
  private final PathProfile profile = new PathProfile();

  @Test
  void self_time_is_added_up_by_service_and_operation() {
    add("R[0,100) A<R[0,30) B<R[40,100)");
    add("R[0,100) A<R[0,30) A2<A[10,20)");

    assertThat(profile.traces()).isEqualTo(2);
    assertThat(profile.operations())
        .containsExactly(
            new Operation("r", "R", 80, 0.40, 2, 0.10, 0.70),
            new Operation("b", "B", 60, 0.30, 1, 0.00, 0.60),
            new Operation("a", "A", 50, 0.25, 2, 0.20, 0.30),
            new Operation("a2", "A2", 10, 0.05, 1, 0.00, 0.10));
  }

  @Test
  void the_shares_of_all_operations_are_the_whole() {
    add("R[0,90) A<R[5,30) B<A[7,20) C<R[31,85)");
    add("R[0,7) A<R[5,6)");

    assertThat(profile.operations().stream().mapToDouble(Operation::share).sum())
        .isBetween(0.999_999, 1.000_001);
  }

  @Test
  void an_operation_that_one_trace_in_ten_waits_for_shows_in_the_95th_percentile_only() {
    for (int i = 0; i < 9; i++) {
      add("R[0,100) A<R[0,30)");
    }
    add("R[0,100) S<R[0,80)");

    var rare = profile.operations().stream().filter(o -> o.name().equals("S")).findFirst();

    assertThat(rare.orElseThrow().medianShare()).isZero();
    assertThat(rare.orElseThrow().p95Share()).isEqualTo(0.80);
  }

  @Test
  void nothing_was_added_and_nothing_is_told() {
    assertThat(profile.operations()).isEmpty();
  }

  @Test
  void a_trace_that_took_no_time_adds_only_to_the_number_of_traces() {
    add("R[5,5)");

    assertThat(profile.traces()).isEqualTo(1);
    assertThat(profile.operations()).isEmpty();
  }

  private void add(String line) {
    profile.add(CriticalPath.of(Timeline.trace(line)));
  }
}
