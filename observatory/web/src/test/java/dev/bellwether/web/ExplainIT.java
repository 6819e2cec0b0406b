package dev.bellwether.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.ColorScheme;
import dev.bellwether.web.tests.Chromium;
import dev.bellwether.web.tests.Visit;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The way from a node that needs attention to the traces of its cause, in a real browser and in
/// front of the real API. A third of l.hall's trades fail.
class ExplainIT {
  private static Chromium chromium;
  private static Fixture fixture;

  @BeforeAll
  static void open() {
    chromium = Chromium.shared();
    fixture = Fixture.of(new LiveTrades(Duration.ofMinutes(10), Duration.ofMillis(400)));
  }

  @AfterAll
  static void close() {
    if (fixture != null) {
      fixture.close();
    }
  }

  @Test
  void the_map_names_a_cause_and_one_click_explains_it() {
    try (var visit = Visit.of(chromium)) {
      visit.open(fixture.url("/map"), ".attention .explanation");

      visit.page().click(".attention .explanation");
      visit.page().waitForSelector(".cause");

      assertThat(visit.page().url()).contains("/explain?q=db.system.name");
      assertThat(visit.text("main")).contains("of all failures");
      assertThat(visit.complaints()).isEmpty();
    }
  }

  @Test
  void the_customer_whose_trades_fail_is_first_and_his_traces_are_a_click_away() {
    try (var visit = explain("?q=service.name:trader")) {
      assertThat(visit.text(".cause h2")).isEqualTo("com.example.customer_id = l.hall");
      assertThat(visit.text(".cause-shares")).contains("of all failures", "of all requests");

      visit.page().click("text=Show these traces");
      visit.page().waitForSelector("tbody tr");

      assertThat(visit.query()).isEqualTo("com.example.customer_id : l.hall");
      assertThat(visit.complaints()).isEmpty();
    }
  }

  @Test
  void what_is_slow_is_another_question_and_back_asks_the_first_again() {
    try (var visit = explain("?q=service.name:trader")) {
      visit.page().click(".tools >> text=Slow");
      visit.page().waitForSelector(".explain-summary:has-text('slow')");

      assertThat(visit.page().url()).contains("mode=slow");

      visit.page().goBack();
      visit.page().waitForSelector(".explain-summary:has-text('failed')");
    }
  }

  @Test
  void of_what_there_is_more_is_a_third_question() {
    try (var visit = explain("?q=service.name:trader")) {
      visit.page().click(".tools >> text=More");
      visit.page().waitForSelector(".tools:has-text('three times as long before')");
      visit.page().waitForSelector(".explain-summary:has-text('before')");

      assertThat(visit.page().url()).contains("mode=more");
      assertThat(visit.complaints()).isEmpty();
    }
  }

  @Test
  void where_nothing_failed_it_says_so_and_offers_what_is_slow() {
    try (var visit = Visit.of(chromium)) {
      visit.open(fixture.url("/explain?q=service.name:notifier"), ".explain-summary");

      assertThat(visit.text(".explain-summary")).matches("None of [0-9,]+ requests failed\\.");
      assertThat(visit.text("main")).contains("Explain the slow ones");
    }
  }

  @Test
  void a_refused_query_is_marked_at_its_character() {
    try (var visit = Visit.of(chromium)) {
      visit.open(fixture.url("/explain?q=status:eror"), "[role=alert]");

      assertThat(visit.text("main")).contains("cannot be understood");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ColorScheme.class,
      names = {"LIGHT", "DARK"})
  void the_page_has_no_accessibility_violations(ColorScheme theme) {
    try (var visit = Visit.withoutPolicy(chromium, theme)) {
      visit.open(fixture.url("/explain?q=service.name:trader"), ".cause");

      assertThat(visit.accessibilityViolations()).isEmpty();
    }
  }

  @Test
  void a_narrow_screen_is_not_scrolled_sideways() {
    try (var visit = Visit.of(chromium, ColorScheme.LIGHT, 390, 844)) {
      visit.open(fixture.url("/explain"), ".cause");

      assertThat(visit.page().evaluate("document.documentElement.scrollWidth")).isEqualTo(390);
    }
  }

  private static Visit explain(String parameters) {
    return Visit.of(chromium).open(fixture.url("/explain" + parameters), ".cause");
  }
}
