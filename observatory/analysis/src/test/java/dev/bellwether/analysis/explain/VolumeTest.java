package dev.bellwether.analysis.explain;

import static dev.bellwether.analysis.explain.Scenario.BROWSER;
import static dev.bellwether.analysis.explain.Scenario.CUSTOMER;
import static dev.bellwether.analysis.explain.Scenario.REGION;
import static dev.bellwether.analysis.explain.Scenario.SYMBOL;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.model.Value;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;

/// Of which requests there are more than before.
class VolumeTest {
  private static final String CANARY = "com.example.canary";
  private static final String DAY = "com.example.day_of_week";
  private static final String FACTOR = "com.example.market_factor";
  private static final int NOW = 1_200;
  private static final int BEFORE = 3 * NOW;

  private final long seed = Long.getLong("seed", System.nanoTime());

  @Test
  void a_region_that_twice_as_many_requests_come_from_is_named_with_both_shares() {
    var scenario = new Scenario(seed);
    scenario.since(row -> {
      if (scenario.chance() < 0.3) {
        row.put(REGION, Value.of("EU"));
      }
    });

    var answer = explain(scenario);

    assertThat(answer.explanations().getFirst().sentence())
        .as("seed %d", seed)
        .matches(
            "com\\.example\\.region = EU: 4\\d % of the requests, before that (1\\d|2\\d) %\\.");
    assertThat(answer.requests()).isEqualTo(NOW);
    assertThat(answer.explanations().getFirst().crowd()).isNull();
  }

  @Test
  void a_customer_or_a_symbol_in_a_surge_is_named_first_in_95_of_100_populations() {
    int right =
        count(
            100,
            random -> {
              var key = random.nextBoolean() ? CUSTOMER : SYMBOL;
              var value = key.equals(CUSTOMER) ? "c." + (20 + random.nextInt(300)) : "ZYX";
              double share = 0.2 + 0.7 * random.nextDouble();
              var scenario = new Scenario(random.nextLong());
              scenario.since(row -> {
                if (scenario.chance() < share) {
                  row.put(key, Value.of(value));
                }
              });
              var found = Scenario.words(explain(scenario));
              return found.isEmpty() || !found.getFirst().equals(key + " = " + value) ? 0 : 1;
            });

    assertThat(right).as("seed %d", seed).isGreaterThanOrEqualTo(95);
  }

  @Test
  void where_nothing_has_changed_something_is_named_in_at_most_one_of_100_populations() {
    int quiet =
        count(
            100,
            random -> {
              var found = Scenario.words(explain(new Scenario(random.nextLong())));
              return found.isEmpty() ? 1 : 0;
            });

    assertThat(quiet).as("seed %d", seed).isGreaterThanOrEqualTo(99);
  }

  @Test
  void a_day_that_comes_round_again_and_again_is_no_news() {
    var days = List.of("M", "Tu", "W", "Th", "F");
    var number = new AtomicInteger();
    var scenario = new Scenario(seed);
    // Each lasts 160 requests; of the last ones, none is of the next day.
    scenario.with(
        row -> row.put(DAY, Value.of(days.get(number.getAndIncrement() / 160 % days.size()))));

    var population = scenario.withBaseline(BEFORE).population(NOW / 2);
    var answer = Explainer.explain(population, Target.VOLUME);

    assertThat(Scenario.words(answer)).as("seed %d", seed).isEmpty();
  }

  @Test
  void whose_requests_took_another_way_is_told() {
    var scenario = new Scenario(seed);
    scenario.since(row -> {
      row.remove(CANARY);
      if (Value.of("APAC").equals(row.get(REGION))) {
        row.put(CANARY, Value.of(true));
      }
    });
    scenario.with(row -> row.remove(CANARY));

    var answer = explain(scenario);

    var first = answer.explanations().getFirst();
    var crowd = requireNonNull(first.crowd());
    assertThat(Condition.words(first.conditions())).isEqualTo("com.example.canary = true");
    assertThat(Condition.words(crowd.conditions())).isEqualTo("com.example.region = APAC");
    assertThat(crowd.share()).isEqualTo(1);
    assertThat(crowd.rate()).isEqualTo(1);
    assertThat(first.sentence())
        .as("seed %d", seed)
        .matches(
            "com\\.example\\.canary = true: \\d+ % of the requests, before that 0 %;"
                + " all of them with com\\.example\\.region = APAC, of whose requests it is 100 %\\.");
  }

  @Test
  void whose_outcomes_are_tilted_is_told_although_they_are_as_many_as_ever() {
    var scenario = new Scenario(seed);
    scenario.with(row -> row.put(FACTOR, Value.of((long) (200 * scenario.chance()) - 100)));
    scenario.since(row -> {
      if (Value.of("ZALM").equals(row.get(SYMBOL))) {
        row.put(FACTOR, Value.of((long) (70 * scenario.chance()) + 30));
      }
    });

    var answer = explain(scenario);

    var crowd = requireNonNull(answer.explanations().getFirst().crowd(), () -> "seed " + seed);
    assertThat(Condition.words(crowd.conditions()))
        .as("seed %d", seed)
        .isEqualTo("com.example.symbol = ZALM");
  }

  @Test
  void two_changes_at_once_are_both_named() {
    var scenario = new Scenario(seed);
    scenario.since(row -> {
      if (scenario.chance() < 0.5) {
        row.put(SYMBOL, Value.of("ZYX"));
      }
      if (Value.of("LATAM").equals(row.get(REGION))) {
        row.put(BROWSER, Value.of("131"));
      }
    });

    assertThat(Scenario.words(explain(scenario)))
        .as("seed %d", seed)
        .contains("com.example.symbol = ZYX", BROWSER + " = 131");
  }

  @Test
  void without_a_time_before_there_is_nothing_to_compare_with() {
    var answer = Explainer.explain(new Scenario(seed).population(NOW), Target.VOLUME);

    assertThat(answer.summary())
        .isEqualTo("Too little is known of the time before to compare with it.");
  }

  private static Answer explain(Scenario scenario) {
    return Explainer.explain(scenario.withBaseline(BEFORE).population(NOW), Target.VOLUME);
  }

  private int count(int runs, ToIntFunction<Random> one) {
    return new Random(seed)
        .longs(runs)
        .parallel()
        .mapToInt(runSeed -> one.applyAsInt(new Random(runSeed)))
        .sum();
  }
}
