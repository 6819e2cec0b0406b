package dev.bellwether.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.SelectOption;
import dev.bellwether.web.tests.Chromium;
import dev.bellwether.web.tests.Visit;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Services in a real browser, in front of the real API with twenty minutes of trades. Four minutes
/// ago a second recorder came with a new version.
class ServicesIT {
  private static final String CHARTS_DRAWN =
      "() => document.querySelectorAll('.chart-place canvas').length === 3";

  private static Chromium chromium;
  private static Fixture fixture;

  @BeforeAll
  static void open() {
    chromium = Chromium.shared();
    fixture = Fixture.of(new LiveTrades(Duration.ofMinutes(20), Duration.ofMillis(500)));
  }

  @AfterAll
  static void close() {
    if (fixture != null) {
      fixture.close();
    }
  }

  private static final Map<String, String> VIEWS =
      Map.of(
          "/services", "tbody tr",
          "/service/recorder?cmp=15m", ".chart-place canvas",
          "/service/recorder?view=table", ".step-table tbody tr",
          "/service/recorder?tab=instances", "tbody:has-text('recorder-2') tr",
          "/service/trader?tab=dependencies", "tbody tr");

  @ParameterizedTest
  @EnumSource(
      value = ColorScheme.class,
      names = {"LIGHT", "DARK"})
  void every_view_is_accessible(ColorScheme theme) {
    try (var visit = Visit.withoutPolicy(chromium, theme)) {
      VIEWS.forEach((path, awaited) -> {
        visit.open(fixture.url(path), awaited);

        assertThat(visit.accessibilityViolations()).describedAs(path).isEmpty();
      });
    }
  }

  @Test
  void no_view_is_complained_about_and_nothing_is_fetched_from_elsewhere() {
    try (var visit = Visit.of(chromium)) {
      VIEWS.forEach((path, awaited) -> visit.open(fixture.url(path), awaited));

      assertThat(visit.complaints()).isEmpty();
      assertThat(visit.requests()).allMatch(url -> url.startsWith(fixture.url("/")));
    }
  }

  @Test
  void the_map_leads_to_a_service_and_the_charts_are_drawn_without_a_complaint() {
    try (var visit = Visit.of(chromium)) {
      visit.open(fixture.url("/map?sel=node:recorder"), ".map-panel");

      visit.page().click(".map-panel a:has-text('Service')");
      visit.await(CHARTS_DRAWN);

      assertThat(visit.page().url()).contains("/service/recorder");
      assertThat(visit.text(".service-head h1")).isEqualTo("recorder");
      assertThat(visit.text(".changes")).contains("Version 1.5.0 since");
      assertThat(visit.page().locator(".bar-failed").count()).isPositive();
      assertThat(visit.complaints()).isEmpty();
    }
  }

  @Test
  void what_is_pointed_at_in_one_chart_is_read_off_all_of_them() {
    try (var visit = Visit.of(chromium)) {
      visit.open(fixture.url("/service/trader"), ".chart-place canvas");
      var first = visit.page().locator(".chart-place .u-over").first().boundingBox();

      visit.page().mouse().move(first.x + first.width / 2, first.y + first.height / 2);

      visit.await(
          """
          () => [...document.querySelectorAll('.chart')].every((chart) =>
            chart.querySelector('.chart-at').textContent !== '' && chart.querySelector('.chart-lines b'))
          """);
    }
  }

  @Test
  void dragging_over_a_chart_narrows_the_time_and_back_widens_it_again() {
    try (var visit = Visit.of(chromium)) {
      visit.open(fixture.url("/service/trader"), ".chart-place canvas");
      var box = visit.page().locator(".chart-place .u-over").first().boundingBox();

      visit.page().mouse().move(box.x + box.width * 0.3, box.y + 40);
      visit.page().mouse().down();
      visit.page().mouse().move(box.x + box.width * 0.6, box.y + 40);
      visit.page().mouse().up();
      visit.await("() => /t=\\d+\\.\\.\\d+/.test(location.search)");

      var millis =
          (Number)
              visit
                  .page()
                  .evaluate(
                      """
                      () => {
                        const [from, to] = new URLSearchParams(location.search).get('t').split('..');
                        return to - from;
                      }
                      """);
      assertThat(millis.longValue()).isBetween(240_000L, 300_000L);
      visit.page().goBack();
      visit.await("() => !location.search.includes('t=')");
    }
  }

  @Test
  void percentiles_can_be_left_out_and_the_address_says_so() {
    try (var visit = Visit.of(chromium)) {
      visit.open(fixture.url("/service/trader"), ".chart-place canvas");

      visit.page().click(".percentiles button:has-text('p99')");
      visit.page().waitForSelector(".percentiles button[aria-pressed=false]");

      assertThat(visit.page().url()).contains("pct=p50,p95");
      assertThat(visit.text(".chart-lines")).isEqualTo("p50p95");
    }
  }

  @Test
  void an_earlier_time_is_laid_under_the_charts() {
    try (var visit = Visit.of(chromium)) {
      visit.open(fixture.url("/service/trader?t=5m"), ".chart-place canvas");

      visit.page().selectOption(".service-head select", new SelectOption().setValue("15m"));
      visit.page().waitForSelector(".chart-lines .dashed");

      assertThat(visit.page().url()).contains("cmp=15m");
      assertThat(visit.text(".service-figures")).contains("was 2.0");
    }
  }

  @Test
  void a_click_on_an_operation_looks_at_it_alone() {
    try (var visit = Visit.of(chromium)) {
      visit.open(fixture.url("/service/recorder"), ".operation-name button");

      visit.page().click(".operation-name button");
      visit.page().waitForSelector(".service-tabs .chip");

      assertThat(visit.page().url()).contains("op=POST+/record");
      visit.page().keyboard().press("Escape");
      visit.await("() => !location.search.includes('op=')");
    }
  }

  @Test
  void dragging_over_durations_shows_their_traces() {
    try (var visit = Visit.of(chromium)) {
      visit.open(fixture.url("/service/trader"), ".distribution svg");
      var box = visit.page().locator(".distribution svg").boundingBox();

      visit.page().mouse().move(box.x + box.width * 0.2, box.y + 100);
      visit.page().mouse().down();
      visit.page().mouse().move(box.x + box.width * 0.8, box.y + 100);
      visit.page().mouse().up();
      visit.page().waitForSelector("tbody tr");

      assertThat(visit.query())
          .matches("service.name : trader and duration >= \\d+\\w+ and duration <= \\d+\\w+");
    }
  }

  @Test
  void services_are_sorted_by_any_figure_and_the_worst_first_by_itself() {
    try (var visit = Visit.of(chromium)) {
      visit.open(fixture.url("/services"), "tbody tr");
      assertThat(visit.page().locator("th[aria-sort=descending]").textContent())
          .isEqualTo("Service");

      visit.page().click("th:has-text('p95') button");
      visit.page().waitForSelector("th[aria-sort=descending]:has-text('p95')");
      assertThat(visit.text("tbody tr th")).isEqualTo("reporter");
      visit.page().click("th:has-text('p95') button");
      visit.page().waitForSelector("th[aria-sort=ascending]:has-text('p95')");

      assertThat(visit.page().url()).contains("sort=-p95");
      assertThat(visit.text("tbody tr th")).isNotEqualTo("reporter");
    }
  }

  @Test
  void nothing_to_show_has_its_words() {
    var words =
        Map.of(
            "/services?t=1000..2000", "No service served anything in this range of time.",
            "/service/trader?t=1000..2000", "It served nothing in this range of time.",
            "/service/trader?op=nothing", "This operation was not asked for in this range of time.",
            "/service/tradr", "service: 'tradr' is unknown (close to it: trader)");
    try (var visit = Visit.of(chromium)) {
      words.forEach((path, expected) -> {
        visit.open(fixture.url(path), ".empty:not(.skeleton)");

        assertThat(visit.text(".empty")).describedAs(path).contains(expected);
      });
    }
  }

  @ParameterizedTest
  @CsvSource({"/services, tbody tr", "/service/recorder, .chart-place canvas"})
  void a_narrow_screen_is_not_scrolled_sideways(String path, String awaited) {
    try (var visit = Visit.of(chromium, ColorScheme.LIGHT, 390, 844)) {
      visit.open(fixture.url(path), awaited);

      assertThat(visit.page().evaluate("document.documentElement.scrollWidth")).isEqualTo(390);
      assertThat(
              visit
                  .page()
                  .evaluate(
                      "(document.querySelector('.service-page') ?? document.body).scrollWidth"))
          .isEqualTo(390);
    }
  }
}
