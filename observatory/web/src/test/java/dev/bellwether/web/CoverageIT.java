package dev.bellwether.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.ColorScheme;
import dev.bellwether.web.tests.Chromium;
import dev.bellwether.web.tests.Visit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The page of attributes, and what the map says of itself, in a real browser, in front of the real
/// API and trades that lose their customer on the way.
class CoverageIT {
  private static final String OF_CUSTOMER = "/attributes?key=" + TornTrades.CUSTOMER;

  private static Chromium chromium;
  private static Fixture fixture;

  @BeforeAll
  static void open() {
    chromium = Chromium.shared();
    fixture = Fixture.of(new TornTrades());
  }

  @AfterAll
  static void close() {
    if (fixture != null) {
      fixture.close();
    }
  }

  @Test
  void a_key_is_found_by_one_of_its_values_and_looked_at_closely() {
    try (var visit = Visit.of(chromium)) {
      visit.open(fixture.url("/attributes"), ".key-list tbody tr");

      visit.page().fill(".key-filter", "l.hall");
      visit.page().waitForSelector(".key-list tbody tr:only-child");
      visit.page().click(".key-name");
      visit.page().waitForSelector(".coverage-matrix");

      assertThat(visit.page().url()).contains("key=com.example.customer_id");
      assertThat(visit.complaints()).isEmpty();
    }
  }

  @Test
  void the_matrix_ticks_what_is_whole_and_explains_what_is_not() {
    try (var visit = Visit.of(chromium)) {
      visit.open(fixture.url(OF_CUSTOMER), ".coverage-matrix");

      var trader = visit.text(".coverage-matrix tr:has-text('trader')");
      var router = visit.text(".coverage-matrix tr:has-text('router')");
      var recorder = visit.text(".coverage-matrix tr:has-text('recorder')");
      assertThat(trader).isEqualTo("trader100 %160100 %40");
      assertThat(router).contains("0 %of 80Not copied from baggage");
      assertThat(recorder).contains("100 %", "Not copied to logs");
      assertThat(visit.text(".coverage-verdict")).contains("first between trader and router");
    }
  }

  @Test
  void the_line_that_mends_it_is_copied_and_the_witness_opens_at_the_span() {
    try (var visit = Visit.of(chromium)) {
      visit.open(fixture.url(OF_CUSTOMER), ".hole");

      visit.page().click(".hole:first-child .mending-line button");
      var copied = visit.page().evaluate("navigator.clipboard.readText()");
      visit.page().click(".hole:first-child > a");
      visit.page().waitForSelector(".span-panel");

      assertThat(copied)
          .isEqualTo(
              "OTEL_JAVA_EXPERIMENTAL_SPAN_ATTRIBUTES_COPY_FROM_BAGGAGE_INCLUDE="
                  + TornTrades.CUSTOMER);
      assertThat(visit.text(".span-panel .service-name")).isEqualTo("router");
      assertThat(visit.complaints()).isEmpty();
    }
  }

  @Test
  void a_number_among_texts_is_called_a_conflict() {
    try (var visit = Visit.of(chromium)) {
      visit.open(fixture.url("/attributes?key=" + TornTrades.REGION), ".conflicts .conflict");

      assertThat(visit.text(".coverage-panel .conflict"))
          .contains("number by trader (spans), 40 records");
    }
  }

  @Test
  void from_a_value_anywhere_it_is_one_click_to_the_coverage_of_its_key() {
    try (var visit = Visit.of(chromium)) {
      visit.open(fixture.url("/logs"), ".log-row");

      visit.page().click(".log-open >> nth=0");
      visit.page().click(".log-details .value-button[title^='com.example.symbol']");
      visit.page().click("[role=menuitem]:has-text('Coverage of this key')");
      visit.page().waitForSelector(".coverage-panel");

      assertThat(visit.page().url()).contains("/attributes?key=com.example.symbol");
    }
  }

  @Test
  void an_edge_of_the_map_says_why_it_is_drawn_and_shows_the_call() {
    try (var visit = Visit.of(chromium)) {
      visit.open(fixture.url("/map?sel=edge:trader%3Erouter"), ".map-panel .hole");
      assertThat(visit.text(".map-panel .hole")).contains("Both ends were seen", "calls");

      visit.page().click(".witness a:has-text('callee')");
      visit.page().waitForSelector(".span-panel");

      assertThat(visit.text(".span-panel .service-name")).isEqualTo("router");
      assertThat(visit.complaints()).isEmpty();
    }
  }

  @Test
  void a_node_says_what_is_missing_around_it() {
    try (var visit = Visit.of(chromium)) {
      visit.open(fixture.url("/map?sel=node:notifier"), ".map-panel .hole");

      assertThat(visit.text(".map-panel .hole")).contains("Nobody there sends spans");
    }
  }

  @Test
  void an_empty_map_says_why_and_leads_to_where_something_is() {
    try (var visit = Visit.of(chromium)) {
      visit.open(fixture.url("/map?t=1700000000000..1700000900000"), ".why-empty");
      assertThat(visit.text(".why-empty")).contains("No span began in this range of time");

      visit.page().click(".why-empty a");

      visit.page().waitForSelector("[data-node=trader]");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"edge:trader%3Erouter", "node:notifier"})
  void evidence_is_accessible(String selection) {
    try (var visit = Visit.withoutPolicy(chromium, ColorScheme.DARK)) {
      visit.open(fixture.url("/map?sel=" + selection), ".map-panel .hole");

      assertThat(visit.accessibilityViolations()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ColorScheme.class,
      names = {"LIGHT", "DARK"})
  void nobody_is_kept_out(ColorScheme theme) {
    try (var visit = Visit.withoutPolicy(chromium, theme)) {
      visit.open(fixture.url(OF_CUSTOMER), ".hole");

      assertThat(visit.accessibilityViolations()).isEmpty();
    }
  }
}
