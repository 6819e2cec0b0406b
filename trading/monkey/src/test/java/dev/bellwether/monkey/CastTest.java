package dev.bellwether.monkey;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CastTest {
  @Test
  void the_same_seed_gives_the_same_cast_and_another_one_another() {
    assertThat(Cast.of(7)).isEqualTo(Cast.of(7)).isNotEqualTo(Cast.of(8));
  }

  @ParameterizedTest
  @EnumSource
  void each_region_has_ten_customers_of_its_own(Region region) {
    assertThat(Cast.of(7).customers(region))
        .hasSize(10)
        .allSatisfy(customer -> assertThat(customer.region()).isEqualTo(region));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 7, -1, Long.MAX_VALUE})
  void nobody_has_a_namesake_or_shares_an_address(long seed) {
    Cast cast = Cast.of(seed);

    assertThat(cast.customers()).hasSize(50);
    assertThat(cast.customers()).extracting(Customer::customerId).doesNotHaveDuplicates();
    assertThat(cast.customers()).extracting(Customer::address).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @CsvSource({"l.hall, NA", "q.bert, NA", "mr.t, EMEA", "j.casey, LATAM"})
  void the_regulars_are_there_whatever_the_seed(String customerId, Region region) {
    for (long seed = 0; seed < 20; seed++) {
      assertThat(Cast.of(seed).customer(customerId))
          .hasValueSatisfying(customer -> assertThat(customer.region()).isEqualTo(region));
    }
  }

  @Test
  void a_user_agent_names_the_browsers_version() {
    assertThat(Cast.of(7).customers())
        .allSatisfy(customer -> {
          String version = customer.browser().substring(customer.browser().indexOf(' ') + 1);
          assertThat(customer.userAgent()).contains("/" + version + ".0");
        });
  }
}
