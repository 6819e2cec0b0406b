package dev.bellwether.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.analysis.ServiceMap.NodeKind;
import dev.bellwether.analysis.ServiceMapView.Limits;
import dev.bellwether.model.Span;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Random traces, shuffled, with duplicates, lost spans, orphans and circles, against
/// [WholeTraces].
class ServiceMapViewRandomTest {
  private static final int SETS = 150;
  private static final int SHUFFLES = 4;
  private static final double LOST = 0.08;
  private static final double DUPLICATES = 0.12;
  private static final String[] KINDS = {
    "SERVER", "SERVER", "CLIENT", "CLIENT", "CLIENT", "INTERNAL", "PRODUCER", "CONSUMER"
  };
  private static final String[] SERVICES = {"trader", "router", "recorder", "notifier"};
  private static final String[] PEERS = {
    "", "→router:9000", "→recorder:9003", "→postgresql/trades", "→kafka/orders"
  };

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);

  @Test
  void any_spans_in_any_order_give_the_sums_of_the_whole_traces() {
    for (int set = 0; set < SETS; set++) {
      var spans = spans();
      var expected = WholeTraces.sums(spans);

      for (int shuffle = 0; shuffle < SHUFFLES; shuffle++) {
        var view = view();
        view.accept(shuffled(spans));

        assertThat(WholeTraces.sums(view)).as("seed %d, set %d", seed, set).isEqualTo(expected);
      }
    }
  }

  @Test
  void calls_into_a_service_are_its_requests_with_a_known_beginning() {
    for (int set = 0; set < SETS; set++) {
      var view = view();
      view.accept(
          shuffled(spans().stream().filter(span -> span.kind() != Span.Kind.CONSUMER).toList()));

      long calls = 0;
      long requests = 0;
      long incomplete = 0;
      for (var minute : view.minutes.all()) {
        incomplete += minute.incomplete;
        requests += minute.services.values().stream().mapToLong(tally -> tally.requests).sum();
        calls +=
            minute.edges.entrySet().stream()
                .filter(edge -> edge.getKey().target().kind() == NodeKind.SERVICE)
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

  private List<Span> shuffled(List<Span> spans) {
    var arriving = new ArrayList<>(spans);
    for (var span : spans) {
      if (random.nextDouble() < DUPLICATES) {
        arriving.add(span);
      }
    }
    Collections.shuffle(arriving, random);
    return arriving;
  }

  private List<Span> spans() {
    var spans = new ArrayList<Span>();
    for (int trace = 0; trace < 1 + random.nextInt(6); trace++) {
      int size = 1 + random.nextInt(14);
      for (int i = 0; i < size; i++) {
        var span = TraceNotation.span(line(trace, i, size));
        if (random.nextDouble() >= LOST) {
          spans.add(span);
        }
      }
    }
    return spans;
  }

  private String line(int trace, int index, int size) {
    var kind = random.nextInt(12) == 0 ? "UNSPECIFIED" : pick(KINDS);
    var line = new StringBuilder("t%d.s%d".formatted(trace, index));
    if (random.nextInt(8) != 0) {
      // Mostly a tree; now and then a circle, the span itself, or nobody.
      int parent = random.nextInt(10) == 0 ? random.nextInt(size + 1) : random.nextInt(index + 1);
      line.append("<s").append(parent);
    }
    line.append(" %s %s%s".formatted(kind, pick(SERVICES), pick(PEERS)));
    line.append(" @%dms %dms".formatted(random.nextInt(150_000), random.nextInt(200) - 5));
    if (random.nextInt(5) == 0) {
      line.append(" !");
    }
    if (random.nextInt(5) == 0) {
      line.append(" th=c");
    }
    if (kind.equals("CONSUMER")) {
      line.append(" #").append(random.nextInt(4));
      for (int i = random.nextInt(4); i > 0; i--) {
        line.append(" ~t%d.s%d".formatted(random.nextInt(6), random.nextInt(14)));
      }
    }
    return line.toString();
  }

  private String pick(String[] from) {
    return from[random.nextInt(from.length)];
  }
}
