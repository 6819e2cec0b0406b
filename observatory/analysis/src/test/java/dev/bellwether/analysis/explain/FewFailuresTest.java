package dev.bellwether.analysis.explain;

import static dev.bellwether.analysis.explain.Scenario.CUSTOMER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bellwether.model.Value;
import java.util.BitSet;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What can be said after a handful of failures, among five minutes of a system with four requests
/// a second and fifty customers. Seeds are fixed: how often is counted, not awaited.
class FewFailuresTest {
  private static final int ROWS = 1_200;

  @Test
  void three_failures_of_one_customer_in_fifty_often_name_him_and_four_always_do() {
    assertThat(namedAfter(3, 50)).isGreaterThanOrEqualTo(30);
    assertThat(namedAfter(4, 50)).isEqualTo(50);
  }

  @Test
  void two_failures_name_nobody() {
    var population = lastOfCustomer(fifty(1).population(ROWS), "c.7", 2);

    assertThat(Explainer.explain(population, Target.FAILURES).summary())
        .isEqualTo(
            "Only 2 of 1,200 requests failed: what fewer than 3 have in common may be chance.");
  }

  @Test
  void a_few_failures_without_a_cause_name_something_in_at_most_one_of_100_populations() {
    var judged = new int[9];
    int named = 0;
    for (long seed : new Random(1).longs(400).toArray()) {
      var scenario = fifty(seed).usuallyFailing(new Random(seed).nextInt(2, 6) / (double) ROWS);
      var answer = Explainer.explain(scenario.population(ROWS), Target.FAILURES);
      judged[(int) Math.min(8, answer.hits())]++;
      named += answer.explanations().isEmpty() ? 0 : 1;
    }

    assertThat(judged[3] + judged[4] + judged[5]).as("with three to five").isGreaterThan(150);
    assertThat(named).isLessThanOrEqualTo(1);
  }

  @Test
  void what_too_many_requests_have_to_be_surprising_is_not_counted_among_what_could_be() {
    var population = lastOfCustomer(fifty(2).population(ROWS), "c.7", 3);
    var rows = Rows.of(population, Target.FAILURES);

    var items = Items.of(rows, 3);

    assertThat(items.testable()).isLessThan(items.looked());
    assertThat(rows.measure().chanceMin(240)).isCloseTo(0.008, within(1e-4));
  }

  /// How often, and never somebody else.
  private static int namedAfter(int failures, int populations) {
    int named = 0;
    for (long seed : new Random(failures).longs(populations).toArray()) {
      var population = lastOfCustomer(fifty(seed).population(ROWS), "c.7", failures);
      var found = Scenario.words(Explainer.explain(population, Target.FAILURES));
      assertThat(found).isSubsetOf(CUSTOMER + " = c.7");
      named += found.size();
    }
    return named;
  }

  /// Nothing fails by itself. A customer always comes from the same address and region.
  private static Scenario fifty(long seed) {
    var scenario = new Scenario(seed).usuallyFailing(0);
    return scenario.with(row -> {
      int customer = (int) (50 * scenario.chance());
      row.put(CUSTOMER, Value.of("c." + customer));
      row.put("client.address", Value.of("192.0.2." + customer));
      row.put(Scenario.REGION, Value.of(Scenario.REGIONS.get(customer % 5)));
      row.put(Scenario.BROWSER, Value.of("12" + customer % 8));
    });
  }

  /// His last requests fail, as many as said.
  private static Population lastOfCustomer(Population population, String customer, int failures) {
    var column =
        population.columns().stream()
            .filter(one -> one.trait().written().equals(CUSTOMER))
            .findFirst()
            .orElseThrow();
    var failed = new BitSet();
    for (int row = ROWS - 1; failed.cardinality() < failures; row--) {
      failed.set(row, column.value(column.ids()[row]).text().equals(customer));
    }
    return new Population(
        population.columns(),
        population.durationNanos(),
        failed,
        population.baseline(),
        IntStream.range(0, ROWS).mapToObj(population::traceId).toList());
  }
}
