package dev.bellwether.truth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class OptionsTest {
  @Test
  void what_is_not_given_has_its_default() {
    var options = new Options(List.of("--seed", "42"));

    assertThat(options.whole("--seed", 7, 0, 100)).isEqualTo(42);
    assertThat(options.number("--days", 1.5, 0, 31)).isEqualTo(1.5);
    assertThat(options.time("--until", Instant.EPOCH)).isEqualTo(Instant.EPOCH);
    options.refuseOthers();
  }

  @Test
  void a_mistake_is_named_with_its_value_and_the_rule() {
    refused(List.of("--seed", "x"), "--seed: x (expected: a whole number, 0 to 100)");
    refused(List.of("--seed", "101"), "--seed: 101 (expected: a whole number, 0 to 100)");
    refused(List.of("--seed"), "--seed: a value is missing");
    refused(List.of("--seed", "1", "--seed", "2"), "--seed: given twice");
    refused(List.of("seed", "1"), "seed: unexpected (expected: --option value)");
    refused(List.of("--sed", "1"), "--sed: no such option (expected: --seed)");
  }

  private static void refused(List<String> arguments, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> {
          var options = new Options(arguments);
          options.whole("--seed", 7, 0, 100);
          options.refuseOthers();
        })
        .withMessage(message);
  }
}
