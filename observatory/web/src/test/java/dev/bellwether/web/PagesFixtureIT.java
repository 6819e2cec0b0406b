package dev.bellwether.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.WaitForSelectorState;
import dev.bellwether.web.tests.Chromium;
import dev.bellwether.web.tests.Visit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The pages in a real browser, in front of scenes that the real system would take long to play.
class PagesFixtureIT {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

  private static Chromium chromium;
  private static Fixture fixture;

  @BeforeAll
  static void open() {
    chromium = Chromium.shared();
    fixture = Fixture.of(new TradingScene(false));
  }

  @AfterEach
  void calmDown() {
    fixture.show(new TradingScene(false));
  }

  @AfterAll
  static void close() {
    if (fixture != null) {
      fixture.close();
    }
  }

  static Stream<Arguments> everyPage() {
    return Stream.of(
        Arguments.of("failing", "/map?sel=node:recorder", ".map-panel"),
        Arguments.of("failing", "/map?view=table", "table"),
        Arguments.of("empty", "/map", ".first-run"),
        Arguments.of("failing", "/traces", "tbody tr"),
        Arguments.of("empty", "/traces?q=x", ".empty:not(.skeleton)"),
        Arguments.of("deep", "/trace/" + TRACE + "?span=0000000000000005", ".span-panel"),
        Arguments.of("failing", "/logs", ".log-row"),
        Arguments.of("failing", "/status", ".card"));
  }

  static Stream<Arguments> everyPageInBothThemes() {
    return everyPage()
        .flatMap(page ->
            Stream.of(ColorScheme.LIGHT, ColorScheme.DARK)
                .map(theme -> Arguments.of(page.get()[0], page.get()[1], page.get()[2], theme)));
  }

  @ParameterizedTest
  @MethodSource("everyPage")
  void nothing_is_complained_about_and_nothing_is_fetched_from_elsewhere(
      String scene, String path, String awaited) {
    fixture.show(Scene.named(scene));
    try (var visit = Visit.of(chromium)) {
      visit.open(fixture.url(path), awaited);

      assertThat(visit.complaints()).isEmpty();
      assertThat(visit.requests()).allMatch(url -> url.startsWith(fixture.url("/")));
    }
  }

  @ParameterizedTest
  @MethodSource("everyPageInBothThemes")
  void every_page_is_accessible(String scene, String path, String awaited, ColorScheme theme) {
    fixture.show(Scene.named(scene));
    try (var visit = Visit.withoutPolicy(chromium, theme)) {
      visit.open(fixture.url(path), awaited);

      assertThat(visit.accessibilityViolations()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ColorScheme.class,
      names = {"LIGHT", "DARK"})
  void the_help_is_accessible(ColorScheme theme) {
    try (var visit = Visit.withoutPolicy(chromium, theme)) {
      visit.open(fixture.url("/map"), "[data-node]");
      visit.page().keyboard().press("?");
      visit.page().waitForSelector("dialog[open]");

      assertThat(visit.accessibilityViolations()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/map?sel=node:b, .map-panel",
    "/map?view=table, table",
    "/traces, tbody tr",
    "/trace/0af7651916cd43dd8448eb211c80319c?span=00f067aa0ba902b7, .span-panel",
    "/logs, .log-row",
    "/status, .card"
  })
  void markup_in_telemetry_is_shown_as_text(String path, String awaited) {
    fixture.show(new HostileScene());
    try (var visit = Visit.of(chromium)) {
      visit.open(fixture.url(path), awaited);
      visit
          .page()
          .locator(".log-open, details summary:visible")
          .all()
          .forEach(each -> each.click());

      assertThat(visit.text("main")).contains(HostileScene.PROBE);
      assertThat(visit.page().locator("img").count()).isZero();
      assertThat(visit.page().title()).isNotEqualTo("broken");
      assertThat(visit.complaints()).isEmpty();
    }
  }

  @Test
  void a_megabyte_is_shortened_visibly_and_copied_whole() {
    fixture.show(new HostileScene());
    try (var visit = Visit.of(chromium)) {
      visit.open(fixture.url("/trace/" + TRACE + "?span=00f067aa0ba902b7"), ".span-panel");
      var large = visit.page().locator(".attributes > div:has(dt:text-is('large'))").first();
      assertThat(large.textContent())
          .hasSizeLessThan(3_000)
          .contains("1,046,576 of 1,048,576 characters not shown");

      large.locator("button:has-text('copy all')").click();

      assertThat(visit.page().evaluate("async () => (await navigator.clipboard.readText()).length"))
          .isEqualTo(HostileScene.MEGABYTE.length());
    }
  }

  @Test
  void characters_that_cannot_be_seen_get_a_sign() {
    fixture.show(new HostileScene());
    try (var visit = Visit.of(chromium)) {
      visit.open(fixture.url("/trace/" + TRACE + "?span=00f067aa0ba902b7"), ".span-panel");

      assertThat(visit.text(".span-panel"))
          .contains("bell\u2407 escape\u241b[31m turned⟨U+202E⟩gnp.exe zero⟨U+200B⟩width");
    }
  }

  @Test
  void an_address_that_is_not_http_is_no_link() {
    fixture.show(new HostileScene());
    try (var visit = Visit.of(chromium)) {
      visit.open(fixture.url("/trace/" + TRACE + "?span=00f067aa0ba902b7"), ".span-panel");

      assertThat(visit.text(".span-panel")).contains("javascript:");
      assertThat(visit.page().locator("a[href^=javascript], a[href^=data]").count()).isZero();
    }
  }

  @Test
  void nodes_do_not_move_when_figures_change_nor_when_one_is_selected() {
    try (var visit = Visit.of(chromium)) {
      visit.open(fixture.url("/map"), "[data-node=trader]");
      var before = visit.page().evaluate(POSITIONS);
      var figures = visit.text("[data-node=trader] .node-figures");

      fixture.show(new TradingScene(true));
      visit.await(
          "() => document.querySelector('[data-node=trader] .node-figures').textContent !== '%s'"
              .formatted(figures));
      visit.page().click("[data-node=trader]");
      visit.page().waitForSelector(".map-panel");
      visit.await("() => document.querySelectorAll('[data-health=failing]').length > 0");

      assertThat(visit.page().evaluate(POSITIONS)).isEqualTo(before);
    }
  }

  private static final String POSITIONS =
      """
      () => [...document.querySelectorAll('[data-node]')].map((node) => {
        const {x, y, width, height} = node.getBoundingClientRect();
        return [node.dataset.node, x, y, width, height].join(' ');
      }).join()
      """;

  @Test
  void what_needs_attention_is_said_first_and_leads_to_its_failing_traces() {
    fixture.show(new TradingScene(true));
    try (var visit = Visit.of(chromium)) {
      visit.open(fixture.url("/map"), ".attention li");

      visit.page().click(".attention li:first-child button");
      visit.page().click(".map-panel a:has-text('Failing')");
      visit.page().waitForSelector("tbody tr");

      assertThat(visit.page().url()).contains("/traces?q=service.name+:+recorder");
      assertThat(visit.page().locator("tbody tr .error-mark").count()).isPositive();
    }
  }

  @Test
  void an_edge_can_be_pointed_at_and_selected() {
    try (var visit = Visit.of(chromium)) {
      visit.open(fixture.url("/map"), "[data-node=router]");
      var trader = visit.page().locator("[data-node=trader]").boundingBox();
      var router = visit.page().locator("[data-node=router]").boundingBox();
      var x = (trader.x + trader.width + router.x) / 2;
      var y = trader.y + trader.height / 2;

      visit.page().mouse().move(x, y);
      visit.page().waitForSelector("[role=tooltip]");
      visit.page().mouse().click(x, y);
      visit.page().waitForSelector(".map-panel");

      assertThat(visit.text(".map-panel h2")).isEqualTo("trader → router");
      assertThat(visit.page().url()).contains("sel=edge:trader%3Erouter");
    }
  }

  @Test
  void the_first_span_turns_the_lights_into_the_map() {
    fixture.show(new EmptyScene());
    try (var visit = Visit.of(chromium)) {
      visit.open(fixture.url("/map"), ".light.on");
      assertThat(visit.text(".first-run")).contains("OTEL_EXPORTER_OTLP_ENDPOINT", "-javaagent:");

      fixture.show(new TradingScene(false));

      visit.page().waitForSelector("[data-node=trader]");
    }
  }

  @Test
  void a_silent_observatory_is_said_and_not_hidden() {
    var other = Fixture.of(new TradingScene(false));
    try (var visit = Visit.of(chromium)) {
      visit.open(other.url("/map"), "[data-node=trader]");

      other.close();

      visit.page().waitForSelector(".bar-lost");
      assertThat(visit.text(".bar-lost")).contains("does not answer");
      assertThat(visit.page().locator("[data-node=trader]").isVisible()).isTrue();
    }
  }

  @Test
  void a_refused_query_is_explained_where_it_was_written() {
    try (var visit = Visit.of(chromium)) {
      visit.open(fixture.url("/traces"), "tbody tr");

      visit.page().keyboard().press("/");
      visit.page().keyboard().type("service.name :");
      visit.page().keyboard().press("Enter");
      visit.page().waitForSelector("[role=alert]");

      assertThat(visit.text("[role=alert]")).contains("character 15");
      assertThat(visit.page().locator("tbody tr").count()).isZero();
    }
  }

  @Test
  void a_list_waits_while_somebody_points_at_it() {
    try (var visit = Visit.of(chromium)) {
      visit.open(fixture.url("/traces"), "tbody tr");
      visit.page().hover("tbody tr:nth-child(3)");
      var first = visit.page().locator("tbody tr a").first().getAttribute("href");

      visit.page().waitForSelector(".new-rows");

      assertThat(visit.page().locator("tbody tr a").first().getAttribute("href")).isEqualTo(first);
      visit.page().click(".new-rows");
      visit.await(
          "() => document.querySelector('tbody tr a').getAttribute('href') !== '%s'"
              .formatted(first));
    }
  }

  @Test
  void ten_thousand_spans_are_a_few_rows_at_a_time() {
    fixture.show(new DeepScene(10_000));
    try (var visit = Visit.of(chromium)) {
      visit.open(fixture.url("/trace/" + TRACE), ".span-row");
      assertThat(visit.page().locator(".span-row").count()).isLessThan(80);
      assertThat(visit.page().locator("[role=treegrid]").getAttribute("aria-rowcount"))
          .isEqualTo("10000");

      visit.page().evaluate("document.querySelector('.waterfall-scroll').scrollTop = 1e9");
      visit.page().waitForSelector("[aria-rowindex='10000']");

      assertThat(visit.page().locator(".span-row").count()).isLessThan(80);
    }
  }

  @Test
  void everything_can_be_reached_with_the_keyboard() {
    fixture.show(new TradingScene(true));
    try (var visit = Visit.of(chromium)) {
      visit.open(fixture.url("/map"), "[data-node]");
      var keyboard = visit.page().keyboard();

      keyboard.press("ArrowRight");
      keyboard.press("ArrowRight");
      keyboard.press("Enter");
      visit.page().waitForSelector(".map-panel");
      keyboard.press("g");
      keyboard.press("t");
      visit.page().waitForSelector("tbody tr");
      keyboard.press("j");
      keyboard.press("Enter");
      visit.page().waitForSelector(".span-row");
      keyboard.press("j");
      visit.page().waitForSelector(".span-row.selected[aria-rowindex='1']");
      keyboard.press("j");
      visit.page().waitForSelector(".span-row.selected[aria-rowindex='2']");
      keyboard.press("h");
      visit.page().waitForSelector(".span-row.selected[aria-expanded=false]");
      keyboard.press("z");
      visit.await("() => location.search.includes('z=')");
      keyboard.press("Escape");
      visit.page().waitForSelector(".span-panel", hidden());
      keyboard.press("g");
      keyboard.press("l");
      visit.page().waitForSelector(".log-row");
      keyboard.press("p");
      visit.page().waitForSelector(".live[aria-pressed=false]");

      assertThat(visit.page().url()).contains("/logs?live=0");
      assertThat(visit.complaints()).isEmpty();
    }
  }

  @Test
  void the_chosen_theme_is_kept() {
    try (var visit = Visit.of(chromium)) {
      visit.open(fixture.url("/map"), "[data-node]");

      visit.page().keyboard().press("d");
      visit.page().reload();

      assertThat(visit.page().locator("html").getAttribute("data-theme")).isEqualTo("dark");
    }
  }

  @ParameterizedTest
  @CsvSource({"/map, [data-node]", "/traces, tbody tr", "/logs, .log-row", "/status, .card"})
  void a_narrow_screen_is_not_scrolled_sideways(String path, String awaited) {
    try (var visit = Visit.of(chromium, ColorScheme.LIGHT, 390, 844)) {
      visit.open(fixture.url(path), awaited);

      var width = visit.page().evaluate("document.documentElement.scrollWidth");

      assertThat(width).isEqualTo(390);
    }
  }

  private static Page.WaitForSelectorOptions hidden() {
    return new Page.WaitForSelectorOptions().setState(WaitForSelectorState.HIDDEN);
  }
}
