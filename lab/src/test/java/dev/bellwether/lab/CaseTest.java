package dev.bellwether.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CaseTest {
  private static final JsonNode STATE =
      new JsonMapper()
          .readTree(
              """
              {"regions": ["NA", "EU", "APAC"], "symbols": ["ZYX", "BAA", "OELK"],
               "customers": [
                 {"customer_id": "l.hall", "region": "NA", "browser": "chrome 140"},
                 {"customer_id": "m.ito", "region": "EU", "browser": "safari 18"},
                 {"customer_id": "p.wu", "region": "APAC", "browser": "edge 139"}]}
              """);

  @ParameterizedTest
  @EnumSource
  void one_learner_always_has_the_same_case_and_others_have_others(Case one) {
    var orders = one.orders(STATE, 42);
    assertThat(one.orders(STATE, 42)).isEqualTo(orders);
    assertThat(LongStream.range(0, 30).mapToObj(seed -> withoutSeed(one, seed)).distinct())
        .hasSizeGreaterThan(2);
  }

  @ParameterizedTest
  @EnumSource
  void the_plans_that_are_the_cause_carry_the_seed_of_the_case(Case one) {
    assertThat(one.orders(STATE, 42)).anyMatch(order -> order.endsWith("seed=" + one.seed(42)));
    assertThat(one.seed(42)).isNotEqualTo(one.seed(43));
  }

  @Test
  void a_case_is_called_as_its_challenge() {
    assertThat(Case.named("noisy-canary")).isEqualTo(Case.NOISY_CANARY);
    assertThatThrownBy(() -> Case.named("none")).isInstanceOf(IllegalArgumentException.class);
  }

  private static String withoutSeed(Case one, long learner) {
    return one.orders(STATE, learner).toString().replaceAll("seed=\\d+", "");
  }
}
