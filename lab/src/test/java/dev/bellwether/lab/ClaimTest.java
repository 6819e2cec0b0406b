package dev.bellwether.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClaimTest {
  private static final String EDGE =
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
          + " Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0";

  @ParameterizedTest
  @CsvSource({
    "region EU, com.example.region, EU",
    "com.example.region   EU , com.example.region, EU",
    "customer l.hall, com.example.customer_id, l.hall",
    "browser edge 141, user_agent.original, edge 141",
    "service recorder-canary, service.name, recorder-canary",
    "'http.route \"/record\"', http.route, /record",
  })
  void an_attribute_may_be_named_without_its_prefix(String line, String key, String value) {
    assertThat(Claim.parse(line)).contains(new Claim(key, value));
  }

  @Test
  void a_key_alone_claims_nothing() {
    assertThat(Claim.parse("region")).isEmpty();
    assertThat(Claim.parse("")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"edge 141, true", "Edge/141.0, true", "edge 140, false", "chrome 141, false"})
  void a_browser_is_known_by_its_name_and_by_its_user_agent(String said, boolean same) {
    var claim = Claim.of("browser", said);

    assertThat(claim.means(Claim.of("user_agent.original", EDGE))).isEqualTo(same);
    assertThat(claim.means(Claim.of("browser", "edge 141"))).isEqualTo(same);
  }

  @Test
  void a_browser_is_searched_for_by_its_part_of_the_user_agent() {
    assertThat(Claim.of("browser", "firefox 143").query())
        .isEqualTo("user_agent.original : *Firefox/143*");
    assertThat(Claim.of("region", "E\"U").query()).isEqualTo("com.example.region : \"EU\"");
  }
}
