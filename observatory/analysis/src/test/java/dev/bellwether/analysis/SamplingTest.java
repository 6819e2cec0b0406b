package dev.bellwether.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SamplingTest {
  @ParameterizedTest(name = "{0} stands for {1} thousandths")
  @CsvSource({
    "'', 1000",
    "ot=th:0, 1000",
    "ot=th:8, 2000",
    "ot=th:c, 4000",
    "'vendor=1, ot=rv:abc;th:c', 4000",
    "ot=th:ffffffffffffff, 1000000000000",
    "ot=th:, 1000",
    "ot=th:xyz, 1000",
    "ot=th:fffffffffffffff, 1000",
    "vendor=th:c, 1000",
  })
  void the_threshold_tells_how_many_spans_one_stands_for(String traceState, long millis) {
    assertThat(Sampling.weightMillis(traceState)).isEqualTo(millis);
  }
}
