package dev.bellwether.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultsTest {
  private static final Instant BEGIN = Instant.parse("2026-01-01T12:00:00Z");
  private static final Map<String, String> EU_SELL = Map.of("region", "EU", "action", "sell");

  private Instant now = BEGIN;
  private final Faults faults = new Faults("trader", () -> now);

  @Test
  void only_trades_that_fulfil_the_whole_predicate_are_hit() {
    faults.put(slow(Map.of("region", "EU", "action", "sell"), 100));

    assertThat(strike(1, EU_SELL)).hasValue(800);
    assertThat(strike(2, Map.of("region", "EU", "action", "buy"))).isEmpty();
    assertThat(strike(3, Map.of("action", "sell"))).isEmpty();
    assertThat(faults.strike(FaultKind.MODEL_EXCEPTION, id(4), () -> EU_SELL)).isEmpty();
  }

  @Test
  void an_empty_predicate_means_every_trade() {
    faults.put(slow(Map.of(), 100));

    assertThat(strike(1, Map.of())).hasValue(800);
  }

  @Test
  void the_victims_are_a_function_of_seed_and_id_in_whatever_order_they_come() {
    var second = new Faults("trader", () -> now);
    faults.put(slow(Map.of(), 30));
    second.put(slow(Map.of(), 30));

    IntStream.range(0, 1_000).forEach(number -> strike(number, EU_SELL));
    IntStream.range(0, 1_000)
        .map(number -> 999 - number)
        .forEach(number -> second.strike(FaultKind.SLOW_MARKET_DATA, id(number), () -> EU_SELL));

    assertThat(report(faults).trades())
        .containsExactlyInAnyOrderElementsOf(report(second).trades())
        .hasSizeBetween(250, 350);
  }

  @Test
  void another_seed_has_other_victims_and_the_same_share() {
    var one = plan("a", FaultKind.MODEL_EXCEPTION, Map.of(), 20, 0, 1);
    var other = plan("a", FaultKind.MODEL_EXCEPTION, Map.of(), 20, 0, 2);

    List<UUID> first =
        IntStream.range(0, 10_000).mapToObj(FaultsTest::id).filter(one::hits).toList();
    List<UUID> second =
        IntStream.range(0, 10_000).mapToObj(FaultsTest::id).filter(other::hits).toList();

    assertThat(first.size()).isCloseTo(2_000, within(150));
    assertThat(second.size()).isCloseTo(2_000, within(150));
    assertThat(first.stream().filter(second::contains).count()).isCloseTo(400L, within(80L));
  }

  @Test
  void fewer_percent_hit_a_part_of_the_same_victims() {
    var few = plan("a", FaultKind.MODEL_EXCEPTION, Map.of(), 10, 0, 7);
    var many = plan("a", FaultKind.MODEL_EXCEPTION, Map.of(), 60, 0, 7);

    assertThat(IntStream.range(0, 1_000).mapToObj(FaultsTest::id).filter(few::hits))
        .isNotEmpty()
        .allMatch(many::hits);
  }

  @Test
  void a_trade_that_is_tried_again_is_hit_again_and_counted_once() {
    faults.put(slow(Map.of(), 100));

    strike(1, EU_SELL);
    strike(1, EU_SELL);

    assertThat(report(faults)).isEqualTo(new Report("a", 1, 1, 0, List.of(id(1))));
  }

  @Test
  void nothing_is_hit_once_the_end_has_come_and_the_report_stays() {
    faults.put(slow(Map.of(), 100));
    strike(1, EU_SELL);

    now = BEGIN.plusSeconds(300);

    assertThat(strike(2, EU_SELL)).isEmpty();
    assertThat(report(faults).trades()).containsExactly(id(1));
  }

  @Test
  void victims_that_were_reported_are_not_reported_again() {
    faults.put(slow(Map.of(), 100));
    strike(1, EU_SELL);
    strike(2, EU_SELL);

    Report first = report(faults);
    strike(3, EU_SELL);

    assertThat(faults.report("a", first.next())).contains(new Report("a", 3, 3, 2, List.of(id(3))));
  }

  @Test
  void the_same_plan_again_changes_nothing_and_another_with_its_id_takes_its_place() {
    faults.put(slow(Map.of(), 100));
    strike(1, EU_SELL);

    faults.put(slow(Map.of(), 100));
    assertThat(report(faults).victims()).isEqualTo(1);

    faults.put(slow(Map.of(), 50));
    assertThat(report(faults).victims()).isZero();
  }

  @Test
  void a_plan_that_is_removed_gives_its_last_report() {
    faults.put(slow(Map.of(), 100));
    strike(1, EU_SELL);

    assertThat(faults.remove("a", 0)).hasValueSatisfying(it -> assertThat(it.victims()).isOne());
    assertThat(strike(2, EU_SELL)).isEmpty();
    assertThat(faults.remove("a", 0)).isEmpty();
  }

  @Test
  void a_service_takes_only_what_it_can_do() {
    var query = plan("a", FaultKind.SLOW_QUERY, Map.of(), 100, 100, 1);

    assertThatThrownBy(() -> faults.put(query))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("kind: slow-query (expected, in the trader: [slow-market-data,");
  }

  @Test
  void nothing_lasts_longer_than_a_day() {
    var plan =
        new FaultPlan(
            "a",
            FaultKind.MODEL_EXCEPTION,
            Map.of(),
            100,
            0,
            1,
            BEGIN.plus(Duration.ofDays(1)).plusSeconds(1));

    assertThatThrownBy(() -> faults.put(plan)).hasMessageContaining("at most a day from now");
  }

  @Test
  void sixty_four_plans_are_taken_and_not_one_more() {
    IntStream.range(0, 64)
        .forEach(number ->
            faults.put(plan("p" + number, FaultKind.MODEL_EXCEPTION, Map.of(), 1, 0, number)));

    assertThatThrownBy(() -> faults.put(slow(Map.of(), 1))).hasMessageStartingWith("plans: 64");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a b | 50  | 800   | region | EU    | id: a b (expected: 1 to 64 of",
        "a   | 0   | 800   | region | EU    | percent: 0.0 (expected: above 0, at most 100)",
        "a   | 101 | 800   | region | EU    | percent: 101.0 (expected: above 0, at most 100)",
        "a   | NaN | 800   | region | EU    | percent: NaN (expected: above 0, at most 100)",
        "a   | 50  | 0     | region | EU    | amount: 0 (expected: 1 to 8000)",
        "a   | 50  | 8001  | region | EU    | amount: 8001 (expected: 1 to 8000)",
        "a   | 50  | 800   | planet | earth | where.planet: earth (expected: of a trade, slow-",
        "a   | 50  | 800   | region | ''    | where.region:  (expected: 1 to 64 characters)"
      })
  void a_plan_that_makes_no_sense_is_refused_by_its_first_mistake(
      String id, double percent, int amount, String field, String value, String message) {
    var where = Map.of(field, value);

    assertThatThrownBy(
            () -> new FaultPlan(id, FaultKind.SLOW_MARKET_DATA, where, percent, amount, 1, BEGIN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }

  private OptionalInt strike(int number, Map<String, String> trade) {
    return faults.strike(FaultKind.SLOW_MARKET_DATA, id(number), () -> trade);
  }

  private static Report report(Faults faults) {
    return faults.report("a", 0).orElseThrow();
  }

  private static FaultPlan slow(Map<String, String> where, double percent) {
    return plan("a", FaultKind.SLOW_MARKET_DATA, where, percent, 800, 42);
  }

  private static FaultPlan plan(
      String id, FaultKind kind, Map<String, String> where, double percent, int amount, long seed) {
    return new FaultPlan(id, kind, where, percent, amount, seed, BEGIN.plusSeconds(300));
  }

  private static UUID id(int number) {
    return new UUID(number, Long.MIN_VALUE);
  }
}
