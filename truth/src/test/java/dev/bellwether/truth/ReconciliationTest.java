package dev.bellwether.truth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.truth.Reconciliation.Difference;
import dev.bellwether.truth.Reconciliation.Kind;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ReconciliationTest {
  private static final Instant FROM = Instant.parse("2026-01-05T09:00:00Z");
  private static final Instant TO = FROM.plusSeconds(60);
  private static final Instant INSIDE = FROM.plusSeconds(30);
  private static final UUID ID = UUID.fromString("00000001-0000-8000-8000-000000000000");

  @Test
  void what_both_sides_tell_in_the_same_words_agrees() {
    assertThat(differences(List.of(row(INSIDE)), List.of(seen("a", INSIDE, 1)))).isEmpty();
  }

  @Test
  void a_row_without_a_trace_is_lost() {
    assertThat(differences(List.of(row(INSIDE)), List.of()))
        .containsExactly(difference(Kind.LOST_TRACE, "recorded at 2026-01-05T09:00:30Z"));
  }

  @Test
  void a_row_without_its_log_record_is_lost() {
    assertThat(differences(List.of(row(INSIDE)), List.of(seen("a", INSIDE, 0))))
        .containsExactly(difference(Kind.LOST_LOG, "trace a"));
  }

  @Test
  void a_trace_without_a_row_is_lost() {
    assertThat(differences(List.of(), List.of(seen("a", INSIDE, 1))))
        .containsExactly(difference(Kind.LOST_ROW, "trace a"));
  }

  @Test
  void a_trade_that_is_committed_in_two_traces_is_duplicated() {
    assertThat(
            differences(List.of(row(INSIDE)), List.of(seen("a", INSIDE, 1), seen("b", INSIDE, 1))))
        .containsExactly(difference(Kind.DUPLICATED, "committed 2 times, in traces [a, b]"));
  }

  @Test
  void a_request_that_is_repeated_after_its_trade_was_committed_is_none_of_both() {
    var later = seen("b", INSIDE.plusSeconds(20), 0);

    assertThat(differences(List.of(row(INSIDE)), List.of(later, seen("a", INSIDE, 1)))).isEmpty();
  }

  @Test
  void a_span_that_ends_more_than_five_seconds_apart_is_late() {
    var limit = INSIDE.plus(Reconciliation.LATE_MIN);

    assertThat(differences(List.of(row(INSIDE)), List.of(seen("a", limit, 1)))).isEmpty();
    assertThat(differences(List.of(row(INSIDE)), List.of(seen("a", limit.plusNanos(1), 1))))
        .extracting(Difference::kind)
        .containsExactly(Kind.LATE);
  }

  @Test
  void another_value_is_named_with_both() {
    var fields = new HashMap<>(row(INSIDE).fields());
    fields.put("shares", "11");
    fields.remove("region");

    assertThat(
            differences(
                List.of(row(INSIDE)), List.of(new ObservedTrade(ID, "a", INSIDE, fields, 1))))
        .containsExactlyInAnyOrder(
            difference(Kind.DIFFERING, "shares: 10 in the row, 11 in the trace"),
            difference(Kind.DIFFERING, "region: EU in the row, nothing in the trace"));
  }

  @Test
  void what_is_beyond_the_window_is_none_of_its_business() {
    var before = FROM.minusNanos(1);

    assertThat(differences(List.of(row(before), row(TO)), List.of())).isEmpty();
    assertThat(differences(List.of(), List.of(seen("a", before, 1)))).isEmpty();
    assertThat(differences(List.of(row(FROM)), List.of(seen("a", before, 1)))).isEmpty();
  }

  @Test
  void a_trade_earns_a_thousandth_of_its_value_rounded_up() {
    assertThat(row(INSIDE).revenue()).isEqualTo(2);
  }

  private static List<Difference> differences(
      List<RecordedTrade> rows, List<ObservedTrade> observed) {
    return new Reconciliation(FROM, TO).of(rows, observed);
  }

  private static Difference difference(Kind kind, String detail) {
    return new Difference(kind, ID.toString(), detail);
  }

  private static RecordedTrade row(Instant at) {
    return new RecordedTrade(
        ID, at, "l.hall", "M", "EU", "ZYX", "buy", 10, new BigDecimal("119.6900"));
  }

  private static ObservedTrade seen(String traceId, Instant at, int committed) {
    Map<String, String> fields = row(INSIDE).fields();
    return new ObservedTrade(ID, traceId, at, fields, committed);
  }
}
