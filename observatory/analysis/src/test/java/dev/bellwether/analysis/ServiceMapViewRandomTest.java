package dev.bellwether.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.analysis.ServiceMap.EdgeKind;
import dev.bellwether.analysis.ServiceMap.NodeKind;
import dev.bellwether.analysis.ServiceMapView.Limits;
import dev.bellwether.model.Span;
import java.time.ZoneOffset;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Random traces, shuffled, with duplicates, lost spans, orphans and circles, against
/// [WholeTraces].
class ServiceMapViewRandomTest {
  private static final int SETS = 150;
  private static final int SHUFFLES = 4;
  private final long seed = Long.getLong("seed", System.nanoTime());
  private final Random random = new Random(seed);

  @Test
  void any_spans_in_any_order_give_the_sums_of_the_whole_traces() {
    for (int set = 0; set < SETS; set++) {
      var spans = RandomTraces.spans(random);
      var expected = WholeTraces.sums(spans);

      for (int shuffle = 0; shuffle < SHUFFLES; shuffle++) {
        var view = view();
        view.accept(RandomTraces.shuffled(spans, random), 1);

        assertThat(WholeTraces.sums(view)).as("seed %d, set %d", seed, set).isEqualTo(expected);
      }
    }
  }

  @Test
  void calls_into_a_service_are_its_requests_with_a_known_beginning() {
    for (int set = 0; set < SETS; set++) {
      var view = view();
      view.accept(
          RandomTraces.shuffled(
              RandomTraces.spans(random).stream()
                  .filter(span -> span.kind() != Span.Kind.CONSUMER)
                  .toList(),
              random),
          1);

      long calls = 0;
      long requests = 0;
      long incomplete = 0;
      for (var minute : view.sums()) {
        incomplete += minute.incomplete;
        requests += minute.services.values().stream().mapToLong(tally -> tally.requests).sum();
        calls +=
            minute.edges.entrySet().stream()
                .filter(edge -> edge.getKey().target().kind() == NodeKind.SERVICE)
                .filter(edge -> edge.getKey().kind() != EdgeKind.LINK)
                .mapToLong(edge -> edge.getValue().calls - edge.getValue().inferred)
                .sum();
      }

      assertThat(calls + incomplete).as("seed %d, set %d", seed, set).isEqualTo(requests);
    }
  }

  private static ServiceMapView view() {
    return new ServiceMapView(
        Limits.STANDARD, () -> TraceNotation.START.plusSeconds(600), ZoneOffset.UTC);
  }
}
