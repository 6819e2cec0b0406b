package dev.bellwether.analysis.coverage;

import static dev.bellwether.store.tests.SampleTraces.NOON_NANOS;
import static dev.bellwether.store.tests.SampleTraces.client;
import static dev.bellwether.store.tests.SampleTraces.internal;
import static dev.bellwether.store.tests.SampleTraces.log;
import static dev.bellwether.store.tests.SampleTraces.server;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.bellwether.analysis.coverage.Coverage.Cell;
import dev.bellwether.analysis.coverage.Coverage.Hole;
import dev.bellwether.analysis.coverage.Coverage.Passage;
import dev.bellwether.analysis.coverage.Coverage.Step;
import dev.bellwether.analysis.coverage.Coverage.TypeCount;
import dev.bellwether.model.LogRecord;
import dev.bellwether.model.Span;
import dev.bellwether.model.Value;
import dev.bellwether.store.Trace;
import dev.bellwether.store.tests.SampleTraces;
import dev.bellwether.store.tests.SampleTrade;
import dev.bellwether.store.tests.SpanSketch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class CoverageTest {
  private static final String KEY = "com.example.customer_id";

  @Test
  void a_key_that_all_services_copy_is_on_every_span_and_log_record_of_theirs() {
    var trades =
        LongStream.rangeClosed(1, 3)
            .mapToObj(SampleTrade::of)
            .map(trade -> records(trade.spans(), trade.logs()))
            .toList();

    var coverage = Coverage.of(KEY, trades, List.of());

    assertThat(coverage.traces()).isEqualTo(3);
    assertThat(coverage.cells())
        .filteredOn(cell -> !cell.service().equals("monkey"))
        .hasSize(8)
        .allSatisfy(cell -> assertThat(cell.carrying()).isEqualTo(cell.records()));
  }

  @Test
  void who_calls_the_service_that_sets_it_lacks_it_and_nothing_is_wrong() {
    var trade = SampleTrade.of(1);

    var coverage = Coverage.of(KEY, List.of(records(trade.spans(), trade.logs())), List.of());

    assertThat(coverage.cells()).contains(new Cell("monkey", Signal.SPANS, 1, 0));
    assertThat(coverage.holes()).extracting(Hole::cause).containsExactly(Cause.BEFORE);
  }

  @Test
  void a_key_that_is_set_on_one_span_only_is_not_in_the_baggage() {
    var trace =
        trace(
            set(server("trader", "request"))
                .calling(client("trader", "POST").calling(server("router", "record"))));

    var coverage = coverage(trace);

    assertThat(coverage.holes())
        .extracting(Hole::cause, Hole::at, Hole::records)
        .containsExactly(tuple(Cause.SPAN_ONLY, "trader", 2L));
  }

  @Test
  void a_service_that_passes_the_baggage_on_without_copying_it_is_told_from_one_that_loses_it() {
    var trace =
        trace(
            set(server("trader", "request"))
                .calling(
                    set(client("trader", "POST"))
                        .calling(
                            server("router", "record")
                                .calling(
                                    client("router", "POST")
                                        .calling(set(server("recorder", "record")))))));

    var hole = onlyHole(coverage(trace));

    assertThat(hole.cause()).isEqualTo(Cause.NOT_COPIED);
    assertThat(hole.from()).isEqualTo("trader");
    assertThat(hole.at()).isEqualTo("router");
    assertThat(hole.records()).isEqualTo(2);
    assertThat(hole.path())
        .containsExactly(
            new Step("trader", Passage.CARRIES),
            new Step("router", Passage.LACKS),
            new Step("recorder", Passage.CARRIES));
  }

  @Test
  void what_is_below_the_first_hop_that_loses_it_is_counted_there() {
    var trace =
        trace(
            set(server("trader", "request"))
                .calling(
                    set(client("trader", "POST"))
                        .calling(
                            server("router", "record")
                                .calling(
                                    client("router", "POST")
                                        .calling(server("recorder", "record"))))));

    var hole = onlyHole(coverage(trace));

    assertThat(hole.cause()).isEqualTo(Cause.NOT_SENT);
    assertThat(hole.from()).isEqualTo("trader");
    assertThat(hole.at()).isEqualTo("router");
    assertThat(hole.records()).isEqualTo(3);
    assertThat(hole.traceId()).isEqualTo(trace.id());
  }

  @Test
  void a_callee_lacks_it_while_another_callee_has_it_so_it_does_not_copy() {
    var trace =
        trace(
            set(server("trader", "request"))
                .calling(
                    set(client("trader", "POST")).calling(server("router", "record")),
                    set(client("trader", "GET")).calling(set(server("prices", "price")))));

    var hole = onlyHole(coverage(trace));

    assertThat(hole.cause()).isEqualTo(Cause.NOT_COPIED);
    assertThat(hole.at()).isEqualTo("router");
  }

  @Test
  void a_span_that_began_before_the_key_was_set_came_too_early() {
    var trace =
        trace(
            set(server("trader", "request"))
                .calling(
                    internal("trader", "authorise"),
                    set(internal("trader", "run_model")),
                    internal("trader", "clean up")));

    var coverage = coverage(trace);

    assertThat(coverage.holes())
        .extracting(Hole::cause, Hole::at, Hole::records)
        .containsExactlyInAnyOrder(
            tuple(Cause.SET_TOO_LATE, "trader", 1L), tuple(Cause.SCOPE_ENDED, "trader", 1L));
  }

  @Test
  void a_span_whose_parent_was_never_received_hangs_in_the_air() {
    var whole =
        SampleTraces.trace(
            1,
            NOON_NANOS,
            set(server("trader", "request"))
                .calling(
                    set(client("trader", "POST")),
                    client("gateway", "POST").calling(server("router", "record"))));
    var trace = trace(whole.stream().filter(span -> !span.service().equals("gateway")).toList());

    var hole = onlyHole(coverage(trace));

    assertThat(hole.cause()).isEqualTo(Cause.PARENT_MISSING);
    assertThat(hole.at()).isEqualTo("router");
  }

  @Test
  void a_callee_that_begins_a_new_trace_has_lost_the_context() {
    var coverage = ofCallsTo(9000, 9000);

    var hole = onlyHole(coverage);
    assertThat(hole.cause()).isEqualTo(Cause.NEW_TRACE);
    assertThat(hole.from()).isEqualTo("trader");
    assertThat(hole.at()).isEqualTo("recorder");
    assertThat(hole.records()).isEqualTo(3);
    assertThat(hole.lines()).containsExactly("OTEL_PROPAGATORS=tracecontext,baggage");
  }

  @Test
  void somebody_in_between_who_sends_no_spans_is_named_by_the_address() {
    var hole = onlyHole(ofCallsTo(9000, 9003));

    assertThat(hole.cause()).isEqualTo(Cause.SILENT_HOP);
    assertThat(hole.why()).contains("router:9000", "recorder");
    assertThat(hole.path())
        .containsExactly(
            new Step("trader", Passage.CARRIES),
            new Step("router:9000", Passage.SILENT),
            new Step("recorder", Passage.LACKS));
  }

  @Test
  void strangers_within_the_time_of_one_call_in_two_prove_nothing() {
    List<TracedRecords> sample = new ArrayList<>();
    List<Span> others = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      var call = call(i, 9000);
      sample.add(records(call.spans(), List.of()));
      if (i % 2 == 0) {
        others.addAll(begunWithin(call, 100 + i, 9003));
      }
    }

    var coverage = Coverage.of(KEY, sample, others);

    assertThat(coverage.holes()).isEmpty();
  }

  @Test
  void logs_that_lack_what_their_spans_carry_are_mended_by_one_line() {
    var spans =
        SampleTraces.trace(
            1, NOON_NANOS, set(server("trader", "request")).from("telemetry.sdk.language", "java"));
    var line = log("trader", NOON_NANOS, 9, "requested", Map.of(), spans.getFirst());

    var hole = onlyHole(Coverage.of(KEY, List.of(records(spans, List.of(line))), List.of()));

    assertThat(hole.cause()).isEqualTo(Cause.LOGS_NOT_COPIED);
    assertThat(hole.lines())
        .containsExactly("OTEL_JAVA_EXPERIMENTAL_LOG_ATTRIBUTES_COPY_FROM_BAGGAGE_INCLUDE=" + KEY);
  }

  @Test
  void a_log_record_lacks_it_for_the_reason_that_its_span_does() {
    var spans =
        SampleTraces.trace(
            1,
            NOON_NANOS,
            set(server("trader", "request")).calling(internal("trader", "run_model")));
    var line = log("trader", NOON_NANOS, 9, "sold", Map.of(), spans.get(1));

    var coverage = Coverage.of(KEY, List.of(records(spans, List.of(line))), List.of());

    assertThat(coverage.holes())
        .extracting(Hole::cause, Hole::signal)
        .containsExactly(tuple(Cause.SPAN_ONLY, Signal.SPANS), tuple(Cause.SPAN_ONLY, Signal.LOGS));
  }

  @Test
  void lines_of_a_program_without_spans_have_nothing_to_copy_from() {
    var spans = SampleTraces.trace(1, NOON_NANOS, set(server("recorder", "record")));
    var line = log("postgresql", NOON_NANOS, 9, "INSERT", Map.of(), spans.getFirst());

    var hole = onlyHole(Coverage.of(KEY, List.of(records(spans, List.of(line))), List.of()));

    assertThat(hole.cause()).isEqualTo(Cause.FOREIGN_LOGS);
    assertThat(hole.at()).isEqualTo("postgresql");
  }

  @Test
  void a_number_set_by_hand_and_text_from_baggage_are_a_conflict_of_types() {
    var trace =
        trace(
            server("trader", "request")
                .with(KEY, 42)
                .calling(client("trader", "POST").with(KEY, "42")));

    var coverage = coverage(trace);

    assertThat(coverage.types())
        .containsExactly(
            new TypeCount("trader", Signal.SPANS, "number", 1),
            new TypeCount("trader", Signal.SPANS, "text", 1));
  }

  @Test
  void a_value_of_1025_characters_is_long_and_one_of_1024_is_not() {
    var trace =
        trace(
            server("trader", "request")
                .with(KEY, "x".repeat(1_024))
                .calling(internal("trader", "trade").with(KEY, "x".repeat(1_025))));

    var coverage = coverage(trace);

    assertThat(coverage.longValues()).isEqualTo(1);
    assertThat(coverage.longestCharacters()).isEqualTo(1_025);
  }

  @Test
  void a_key_on_the_resource_is_on_every_record() {
    var trace = trace(server("trader", "request").from("service.version", "1"));

    var coverage =
        Coverage.of("service.version", List.of(new TracedRecords(trace, List.of())), List.of());

    assertThat(coverage.cells()).containsExactly(new Cell("trader", Signal.SPANS, 1, 1));
  }

  @Test
  void spans_that_are_their_own_ancestors_are_counted_once() {
    var spans =
        SampleTraces.trace(
            1,
            NOON_NANOS,
            set(server("a", "x")).calling(server("b", "y").calling(client("b", "z"))));
    var first = spans.getFirst();
    var circle = new ArrayList<Span>();
    circle.add(childOf(first, spans.get(2)));
    circle.addAll(spans.subList(1, 3));

    var coverage = coverage(Trace.of(first.traceId(), circle));

    assertThat(coverage.cells()).extracting(Cell::records).containsExactly(1L, 2L);
  }

  @Test
  void nothing_is_known_of_a_key_that_no_trace_has() {
    var coverage = Coverage.of(KEY, List.of(), List.of());

    assertThat(coverage.traces()).isZero();
    assertThat(coverage.cells()).isEmpty();
    assertThat(coverage.holes()).isEmpty();
  }

  private static Coverage ofCallsTo(int called, int answering) {
    List<TracedRecords> sample = new ArrayList<>();
    List<Span> others = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      var call = call(i, called);
      sample.add(records(call.spans(), List.of()));
      others.addAll(begunWithin(call, 100 + i, answering));
    }
    return Coverage.of(KEY, sample, others);
  }

  private static Trace call(int number, int port) {
    var spans =
        SampleTraces.trace(
            number + 1,
            NOON_NANOS + number * 1_000_000_000L,
            set(client("trader", "POST"))
                .with("server.address", "router")
                .with("server.port", port)
                .lasting(Duration.ofMillis(20)));
    return Trace.of(spans.getFirst().traceId(), spans);
  }

  private static List<Span> begunWithin(Trace call, int number, int port) {
    return SampleTraces.trace(
        number,
        call.spans().getFirst().startNanos() + 1_000_000,
        server("recorder", "record").with("server.port", port));
  }

  private static SpanSketch set(SpanSketch span) {
    return span.with(KEY, "l.hall");
  }

  private static Trace trace(SpanSketch root) {
    return trace(SampleTraces.trace(1, NOON_NANOS, root));
  }

  private static Trace trace(List<Span> spans) {
    return Trace.of(spans.getFirst().traceId(), spans);
  }

  private static Coverage coverage(Trace trace) {
    return Coverage.of(KEY, List.of(new TracedRecords(trace, List.of())), List.of());
  }

  private static TracedRecords records(List<Span> spans, List<LogRecord> logs) {
    return new TracedRecords(trace(spans), logs);
  }

  private static Hole onlyHole(Coverage coverage) {
    assertThat(coverage.holes()).hasSize(1);
    return coverage.holes().getFirst();
  }

  private static Span childOf(Span span, Span parent) {
    return new Span(
        span.traceId(),
        span.id(),
        parent.id(),
        "",
        1,
        span.name(),
        span.kind(),
        span.startNanos(),
        span.endNanos(),
        Map.of(KEY, Value.of("l.hall")),
        List.of(),
        List.of(),
        span.status(),
        span.resource(),
        span.scope(),
        0);
  }
}
