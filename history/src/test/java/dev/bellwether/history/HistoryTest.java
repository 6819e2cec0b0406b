package dev.bellwether.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.bellwether.faults.Chapter;
import dev.bellwether.faults.FaultKind;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
  private static final Instant START = Instant.parse("2026-01-05T09:00:00Z");
  private static final Duration SLOT = Duration.ofMinutes(2);

  @TempDir static Path folder;

  private static Written written;

  @BeforeAll
  static void write() throws IOException {
    written = Written.by(plan(7), folder);
  }

  @Test
  void the_same_plan_gives_the_same_bytes_and_the_same_ledger() throws IOException {
    var two = Written.by(plan(7), folder);
    var other = Written.by(plan(8), folder);

    assertThat(two.bytes().equals(written.bytes())).isTrue();
    assertThat(two.ledger()).isEqualTo(written.ledger());
    assertThat(other.bytes().equals(written.bytes())).isFalse();
    assertThat(other.ledger()).isNotEqualTo(written.ledger());
  }

  @Test
  void every_kind_of_fault_has_an_incident_with_victims_and_decoys() {
    assertThat(written.chapters())
        .extracting(chapter -> chapter.incident().plan().kind())
        .containsExactly(FaultKind.values());
    assertThat(written.chapters())
        .allSatisfy(chapter -> {
          assertThat(chapter.victims()).as("victims of %s", chapter).isNotEmpty();
          assertThat(chapter.incident().decoys()).as("decoys of %s", chapter).isNotEmpty();
          assertThat(chapter.end().map(Chapter.End::victims))
              .hasValue((long) chapter.victims().size());
        });
  }

  @Test
  void a_victim_of_a_failing_model_is_a_failed_trade_of_eight_traces() {
    var victim = victims(written, FaultKind.MODEL_EXCEPTION).iterator().next();
    var failed =
        written.spans().stream()
            .filter(one -> one.service().equals("trader"))
            .map(Written.ServiceSpan::span)
            .filter(span -> span.getKind() == Span.SpanKind.SPAN_KIND_SERVER)
            .filter(span -> trade(span).equals(victim))
            .toList();

    assertThat(failed)
        .hasSize(8)
        .allMatch(span -> span.getStatus().getCode() == StatusCode.STATUS_CODE_ERROR);
  }

  @Test
  void what_the_clearinghouse_refused_is_delivered_later_in_traces_that_are_linked() {
    var victims = victims(written, FaultKind.EXTERNAL_REFUSES);
    var later =
        written.spans().stream()
            .map(Written.ServiceSpan::span)
            .filter(span -> span.getLinksCount() == 1)
            .filter(span -> victims.contains(trade(span)))
            .toList();

    assertThat(later.stream().map(HistoryTest::trade).collect(Collectors.toSet()))
        .isEqualTo(victims);
    assertThat(
            later.stream()
                .filter(span -> span.getStatus().getCode() != StatusCode.STATUS_CODE_ERROR))
        .as("the last attempt of each is delivered")
        .hasSameSizeAs(victims);
  }

  @Test
  void every_parent_is_a_span_of_the_same_trace() {
    var ids = new HashSet<>();
    written.spans().forEach(one -> ids.add(one.span().getTraceId().concat(one.span().getSpanId())));

    assertThat(ids).hasSameSizeAs(written.spans());
    assertThat(written.spans())
        .allMatch(one ->
            one.span().getParentSpanId().isEmpty()
                || ids.contains(one.span().getTraceId().concat(one.span().getParentSpanId())));
    assertThat(written.logs())
        .allMatch(one -> ids.contains(one.log().getTraceId().concat(one.log().getSpanId())));
  }

  @Test
  void no_name_of_a_fault_is_in_the_telemetry() {
    var labels = Arrays.stream(FaultKind.values()).map(FaultKind::label);

    assertThat(labels.filter(written.bytes()::contains)).isEmpty();
  }

  @Test
  void a_plan_says_what_it_cannot_do() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HistoryPlan.of(1, START, Duration.ZERO, 1, SLOT))
        .withMessage("length: PT0S (expected: more than 0)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HistoryPlan.of(1, START, SLOT, 201, SLOT))
        .withMessage("trades per second: 201.0 (expected: above 0, at most 200.0)");
  }

  private static String trade(Span span) {
    return Written.text(span.getAttributesList(), "com.example.trade_id");
  }

  private static Set<String> victims(Written written, FaultKind kind) {
    return written.chapters().stream()
        .filter(chapter -> chapter.incident().plan().kind() == kind)
        .flatMap(chapter -> chapter.victims().stream())
        .map(Object::toString)
        .collect(Collectors.toSet());
  }

  static HistoryPlan plan(long seed) {
    var length = SLOT.multipliedBy(FaultKind.values().length);
    return HistoryPlan.of(seed, START, length, 1, SLOT);
  }
}
