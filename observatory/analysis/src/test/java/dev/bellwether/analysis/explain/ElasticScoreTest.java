package dev.bellwether.analysis.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ElasticScoreTest {
  @ParameterizedTest
  @CsvSource({
    "10, 100, 100, 1000, 1",
    "10, 100, 10, 1000, 0.003972388976814195",
    "1, 4205, 0, 821496, 0.9999037287868853",
    "10, 4205, 195, 82149, 0.9995943820612134",
    "10, 4205, 1950, 821496, 0.9999942565428899",
    "168, 4205, 0, 821496, 1.2680918648731284e-26",
    "168, 4205, 16429, 821496, 8.542608559219833e-5",
    "168, 4205, 28752, 821496, 0.8833950526957098",
    "101000, 1000000, 500000, 5000000, 1",
    "102000, 1000000, 500000, 5000000, 1",
    "103000, 1000000, 500000, 5000000, 1",
  })
  void the_chance_is_that_of_elasticsearch(
      double hits, double all, double otherHits, double others, double expected) {
    assertThat(ElasticScore.chance(hits, all, otherHits, others)).isCloseTo(expected, within(1e-9));
  }

  @Test
  void the_score_begins_at_one_in_fifty_and_is_full_at_nearly_impossible() {
    assertThat(ElasticScore.normalized(0.02)).isCloseTo(0, within(1e-4));
    assertThat(ElasticScore.normalized(1e-3)).isCloseTo(0.5, within(1e-3));
    assertThat(ElasticScore.normalized(1e-6)).isCloseTo(0.75, within(1e-3));
    assertThat(ElasticScore.normalized(1e-50)).isCloseTo(1, within(1e-3));
    assertThat(ElasticScore.normalized(0)).isEqualTo(1);
  }
}
