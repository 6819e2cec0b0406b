package dev.bellwether.analysis;

import static dev.bellwether.analysis.TraceNotation.spans;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.bellwether.model.Span;
import dev.bellwether.store.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RedViewTest {
  private static final int RUNS = 20;
  private static final long START = TraceNotation.START.toEpochMilli() * 1_000_000;

  private final long seed = Long.getLong("seed", System.nanoTime());
  private final Random random = new Random(seed);
  private InMemoryViewStorage storage = new InMemoryViewStorage();
  private Instant now = TraceNotation.START.plusSeconds(300);
  private RedView view = start();

  @Test
  void requests_are_what_work_begins_with() {
    tell(
        "a SERVER trader 20ms",
        "b<a CLIENT trader→router:9000",
        "c<a INTERNAL trader",
        "d<c CONSUMER trader→kafka/orders",
        "e INTERNAL trader");

    assertThat(view.operations("trader", TimeRange.ALWAYS))
        .extracting(Red.Operation::name)
        .containsExactlyInAnyOrder("SERVER a", "CONSUMER d", "INTERNAL e");
  }

  @Test
  void a_series_has_a_point_for_each_step_in_which_something_was_served() {
    tell("a SERVER trader 20ms", "b SERVER trader 20ms ! @9s", "c SERVER trader 40ms @25s");

    var points = view.series("trader", null, TimeRange.ALWAYS, Duration.ofSeconds(10));

    assertThat(points)
        .extracting(Red.Point::startNanos)
        .containsExactly(START, START + 20_000_000_000L);
    assertThat(points).extracting(point -> point.red().requests()).containsExactly(2L, 1L);
    assertThat(points).extracting(point -> point.red().errors()).containsExactly(1L, 0L);
    assertThat(Objects.requireNonNull(points.getLast().red().latency()).p95().millis())
        .isBetween(39.5, 40.5);
  }

  @Test
  void a_series_may_be_of_one_operation() {
    tell("a SERVER trader", "b SERVER trader");

    assertThat(view.series("trader", "SERVER a", TimeRange.ALWAYS, Duration.ofMinutes(5)))
        .extracting(point -> point.red().requests())
        .containsExactly(1L);
    assertThat(view.series("nobody", null, TimeRange.ALWAYS, Duration.ofMinutes(5))).isEmpty();
  }

  @Test
  void a_step_is_in_whole_tens_of_seconds() {
    assertThatThrownBy(() -> view.series("trader", null, TimeRange.ALWAYS, Duration.ofSeconds(15)))
        .hasMessage("step: PT15S (expected: whole tens of seconds)");
  }

  @Test
  void a_version_says_from_when_to_when_it_served() {
    tell("a SERVER trader", "b SERVER trader @25s");

    assertThat(view.versions("trader", TimeRange.ALWAYS))
        .extracting(Red.Version::firstNanos, Red.Version::lastNanos)
        .containsExactly(tuple(START, START + 20_000_000_000L));
  }

  @Test
  void every_service_that_ever_served_is_known_by_name() {
    tell("a SERVER trader", "b SERVER router", "c SERVER trader");

    assertThat(view.serviceNames()).containsExactly("router", "trader");
  }

  @Test
  void services_and_versions_have_totals() {
    tell("a SERVER trader th=c !", "b SERVER router", "c SERVER trader");

    assertThat(view.services(TimeRange.ALWAYS))
        .extracting(service ->
            "%s %d %d %d"
                .formatted(
                    service.name(),
                    service.red().requests(),
                    service.red().estimatedRequests(),
                    service.red().errors()))
        .containsExactly("router 1 1 0", "trader 2 5 1");
    assertThat(view.versions("trader", TimeRange.ALWAYS))
        .extracting(version -> version.red().requests())
        .containsExactly(2L);
  }

  @Test
  void ten_thousand_operations_of_one_service_are_two_hundred_and_others() {
    for (int i = 0; i < 10_000; i++) {
      tell("a%d SERVER trader".formatted(i));
    }

    var operations = view.operations("trader", TimeRange.ALWAYS);

    assertThat(operations).hasSize(RedTable.OPERATIONS_MAX + 1);
    assertThat(operations.getFirst().name()).isEqualTo("_other");
    assertThat(operations.getFirst().red().requests()).isEqualTo(9_800);
    assertThat(view.overflows()).isEqualTo(9_800);
  }

  @Test
  void what_has_not_begun_or_began_in_1970_is_left_out() {
    tell("a SERVER trader @7200s", "b SERVER trader @-1700000000s");

    assertThat(view.services(TimeRange.ALWAYS)).isEmpty();
    assertThat(view.outside()).isEqualTo(2);
  }

  @Test
  void without_a_storage_an_hour_that_is_over_is_forgotten() {
    view = new RedView(1, () -> now, null);
    tell("a SERVER trader");

    now = now.plus(Duration.ofHours(1));
    tell("b SERVER trader @3600s", "c SERVER trader");

    assertThat(view.services(TimeRange.ALWAYS).getFirst().red().requests()).isEqualTo(1);
    assertThat(view.outside()).isEqualTo(1);
  }

  @Test
  void what_is_older_than_the_store_is_forgotten_by_the_hour() {
    tell("a SERVER trader");
    keep(0);
    now = now.plus(Duration.ofHours(2));
    tell("b SERVER trader @7200s");

    keep(START + 2 * RedHour.NANOS);

    assertThat(view.services(TimeRange.ALWAYS).getFirst().red().requests()).isEqualTo(1);
    assertThat(storage.names()).filteredOn(name -> name.startsWith("hour-")).hasSize(1);
  }

  @Test
  void late_spans_restarts_and_lost_checkpoints_leave_every_slot_exact() {
    for (int run = 0; run < RUNS; run++) {
      storage = new InMemoryViewStorage();
      now = TraceNotation.START.plusSeconds(300);
      view = start();
      var told = new ArrayList<Span>();
      for (int batch = 0; batch < 60; batch++) {
        var more = spans(lines());
        told.addAll(more);
        view.accept(more, told.size());
        disturb(told);
      }
      assertExact(told, run);
    }
  }

  private void disturb(List<Span> told) {
    switch (random.nextInt(6)) {
      case 0 -> {
        view = start();
        long position = view.position();
        if (position < told.size()) {
          view.accept(List.copyOf(told.subList((int) position, told.size())), told.size());
        }
      }
      case 1 -> keep(0);
      case 2 -> view.checkpoint(0); // not written: the disk was full
      case 3 -> now = now.plusSeconds(random.nextInt(4_000));
      default -> {}
    }
  }

  /// Up to now, and sometimes from long ago.
  private String[] lines() {
    var lines = new String[1 + random.nextInt(8)];
    long seconds = now.getEpochSecond() - TraceNotation.START.getEpochSecond();
    for (int i = 0; i < lines.length; i++) {
      long back = random.nextInt(5) == 0 ? random.nextLong(seconds) : random.nextLong(60);
      lines[i] =
          "a%d SERVER %s %dms @%ds%s"
              .formatted(
                  random.nextInt(3),
                  random.nextBoolean() ? "trader" : "router",
                  1 + random.nextInt(500),
                  seconds - back,
                  random.nextInt(4) == 0 ? " !" : "");
    }
    return lines;
  }

  private void assertExact(List<Span> told, int run) {
    for (int seconds : new int[] {10, 60, 300, 3600}) {
      var step = Duration.ofSeconds(seconds);
      long from = START + random.nextLong(Duration.ofHours(5).toNanos());
      var range = new TimeRange(from, from + random.nextLong(Duration.ofHours(9).toNanos()));
      var expected = new TreeMap<Long, RedCell>();
      long first = Math.floorDiv(range.fromNanos(), step.toNanos()) * step.toNanos();
      long end = Math.ceilDiv(range.toNanos(), step.toNanos()) * step.toNanos();
      for (var span : told) {
        if (span.service().equals("trader")
            && first <= span.startNanos()
            && span.startNanos() < end) {
          expected
              .computeIfAbsent(
                  Math.floorDiv(span.startNanos(), step.toNanos()) * step.toNanos(),
                  _ -> new RedCell())
              .add(span.durationNanos(), span.failed(), 1_000);
        }
      }

      var points = view.series("trader", null, range, step);

      assertThat(points)
          .as("seed %d, run %d, step %s", seed, run, step)
          .extracting(RedViewTest::line)
          .containsExactlyElementsOf(
              expected.entrySet().stream()
                  .map(point -> line(new Red.Point(point.getKey(), Red.of(point.getValue()))))
                  .toList());
    }
  }

  private static String line(Red.Point point) {
    return "%d %d %d %d %d"
        .formatted(
            point.startNanos(),
            point.red().requests(),
            point.red().errors(),
            point.red().durations().hashCode(),
            point.red().failedDurations().hashCode());
  }

  private void tell(String... lines) {
    view.accept(spans(lines), view.position() + lines.length);
  }

  private void keep(long oldestNanos) {
    storage.write(view.checkpoint(oldestNanos));
    view.kept();
  }

  private RedView start() {
    return new RedView(1, () -> now, storage);
  }
}
