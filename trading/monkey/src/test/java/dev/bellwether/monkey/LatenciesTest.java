package dev.bellwether.monkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class LatenciesTest {
  private final Latencies latencies = new Latencies();

  @Test
  void without_latencies_all_is_zero() {
    assertThat(latencies.summary()).isEqualTo(new Latencies.Summary(0, 0, 0, 0, 0));
  }

  @Test
  void a_quantile_is_at_most_an_eighth_too_high() {
    for (int millis = 1; millis <= 1_000; millis++) {
      latencies.add(millis * 1_000_000L);
    }

    Latencies.Summary summary = latencies.summary();

    assertThat(summary.count()).isEqualTo(1_000);
    assertThat(summary.p50()).isBetween(500.0, 562.5);
    assertThat(summary.p95()).isBetween(950.0, 1_000.0);
    assertThat(summary.p99()).isBetween(990.0, 1_000.0);
    assertThat(summary.max()).isCloseTo(1_000, within(0.001));
  }

  @Test
  void the_shortest_and_the_longest_time_have_a_bucket() {
    latencies.add(0);
    latencies.add(Long.MAX_VALUE);

    assertThat(latencies.summary().p99())
        .isCloseTo(Long.MAX_VALUE / 1e6, Percentage.withPercentage(1));
  }
}
