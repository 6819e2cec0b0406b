package dev.bellwether.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.SelectOption;
import dev.bellwether.web.tests.Chromium;
import dev.bellwether.web.tests.Visit;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Metrics in a real browser, in front of the real API with twenty minutes of them.
class MetricsIT {
  private static final String DURATION = "/metrics?m=http.server.request.duration";
  private static final String CHART = ".metric-card .chart-place canvas";

  private static Chromium chromium;
  private static Fixture fixture;

  @BeforeAll
  static void open() {
    chromium = Chromium.shared();
    fixture = Fixture.of(new LiveTrades(Duration.ofMinutes(20), Duration.ofSeconds(5)));
  }

  @AfterAll
  static void close() {
    if (fixture != null) {
      fixture.close();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ColorScheme.class,
      names = {"LIGHT", "DARK"})
  void charts_are_accessible(ColorScheme theme) {
    try (var visit = Visit.withoutPolicy(chromium, theme)) {
      visit.open(fixture.url("/metrics"), CHART);
      visit.page().click(".metric-exemplars summary");
      assertThat(visit.accessibilityViolations()).isEmpty();
    }
  }

  @Test
  void tables_are_accessible() {
    try (var visit = Visit.withoutPolicy(chromium, ColorScheme.LIGHT)) {
      visit.open(fixture.url(DURATION + "&view=table"), ".step-table tbody tr");

      assertThat(visit.accessibilityViolations()).isEmpty();
    }
  }

  @Test
  void it_begins_with_charts_that_share_a_cursor_and_a_click_chooses_without_a_complaint() {
    try (var visit = Visit.of(chromium)) {
      visit.open(fixture.url("/metrics"), CHART);
      visit.await("() => document.querySelectorAll('.metric-card .u-over').length === 3");

      var box = visit.page().locator(".metric-card .u-over").first().boundingBox();
      visit.page().mouse().move(box.x + box.width / 2, box.y + 10);
      visit.await(
          """
          () => [...document.querySelectorAll('.metric-card')].every((card) =>
            card.querySelector('.chart-at').textContent !== '' && card.querySelector('.chart-lines b'))
          """);

      visit.page().click(".metric-name:has-text('trading_revenue')");

      visit.await("() => document.querySelectorAll('.metric-card .u-over').length === 1");
      assertThat(visit.page().url()).endsWith("/metrics?m=trading_revenue");
      assertThat(visit.text(".metric-card h2")).isEqualTo("trading_revenue");
      assertThat(visit.complaints()).isEmpty();
      assertThat(visit.requests()).allMatch(url -> url.startsWith(fixture.url("/")));
    }
  }

  @Test
  void what_is_chosen_about_a_chart_is_in_the_address_and_back_undoes_it() {
    try (var visit = Visit.of(chromium)) {
      visit.open(fixture.url("/metrics?m=trading_revenue&m=jvm.memory.used"), CHART);

      visit
          .page()
          .locator(".metric-choosing select")
          .nth(1)
          .selectOption(new SelectOption().setValue("cloud.region"));
      visit.await(
          "() => document.querySelector('.metric-notes')?.textContent.includes('10 largest of 14')");

      assertThat(visit.page().url())
          .endsWith("?m=trading_revenue&m=jvm.memory.used&by=cloud.region&by=");
      visit.page().goBack();
      visit.await("() => document.querySelector('.chart-lines').textContent === 'trader'");
    }
  }

  @Test
  void a_dot_opens_the_trace_that_was_measured_and_so_does_its_line_in_the_list() {
    try (var visit = Visit.of(chromium)) {
      visit.open(fixture.url(DURATION + "&live=0"), CHART);
      var target = visit.page().locator(".metric-exemplars a").first().getAttribute("href");
      var box = visit.page().locator(".metric-card .u-over").first().boundingBox();

      var found =
          visit
              .page()
              .evaluate(
                  """
                  (box) => {
                    const over = document.querySelector('.metric-card .u-over');
                    const near = [];
                    for (let x = 1; x < box.width && !(near[0]?.x < x - 24); x += 4) {
                      for (let y = 1; y < box.height; y += 2) {
                        over.dispatchEvent(new MouseEvent('mousemove', {clientX: box.x + x, clientY: box.y + y}));
                        if (over.title !== '' && over.title === (near[0]?.title ?? over.title)) near.push({x, y, title: over.title});
                      }
                    }
                    const middle = (of) => near.reduce((sum, each) => sum + each[of], 0) / near.length;
                    return near.length ? [box.x + middle('x'), box.y + middle('y')] : null;
                  }
                  """,
                  Map.of("x", box.x, "y", box.y, "width", box.width, "height", box.height));

      assertThat(found).as("a dot somewhere on the chart").isNotNull();
      assertThat(target).startsWith("/trace/");
      var at = (List<?>) found;
      visit
          .page()
          .mouse()
          .click(((Number) at.get(0)).doubleValue(), ((Number) at.get(1)).doubleValue());
      visit.await("() => location.pathname.startsWith('/trace/')");
    }
  }

  @Test
  void a_query_filters_the_series_and_is_refused_where_it_goes_wrong() {
    try (var visit = Visit.of(chromium)) {
      visit.open(fixture.url(DURATION + "&q=http.route%20:%20%22/router%22"), CHART);
      assertThat(visit.text(".chart-lines")).isEqualTo("router");

      visit.open(fixture.url(DURATION + "&q=http.route%20:"), ".metric-words");
      assertThat(visit.text(".metric-words")).isEqualTo("The query cannot be read.");
      visit.page().waitForSelector(".search [role=alert]");
    }
  }

  @Test
  void nothing_found_is_said_in_words() {
    try (var visit = Visit.of(chromium)) {
      visit.open(fixture.url(DURATION + "&q=http.route%20:%20x"), ".metric-words");
      assertThat(visit.text(".metric-words"))
          .isEqualTo("No series matches the query in this time.");

      visit.open(fixture.url("/metrics?m=http.server.durations"), ".metric-words");
      assertThat(visit.text(".metric-words"))
          .contains("metric: 'http.server.durations' is unknown");

      visit.open(fixture.url("/metrics?find=zzz"), ".metric-groups");
      assertThat(visit.text(".metric-groups")).contains("No name, unit or service contains that.");
    }
  }
}
