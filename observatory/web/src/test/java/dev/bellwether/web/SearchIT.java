package dev.bellwether.web;

import static dev.bellwether.store.tests.SampleTraces.server;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.WaitForSelectorState;
import dev.bellwether.store.query.Query;
import dev.bellwether.store.tests.SampleTraces;
import dev.bellwether.web.tests.Chromium;
import dev.bellwether.web.tests.Visit;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Searching in a real browser, in front of the real API with ten minutes of trades.
class SearchIT {
  private static Chromium chromium;
  private static Fixture fixture;

  @BeforeAll
  static void open() {
    chromium = Chromium.shared();
    fixture = Fixture.of(new LiveTrades(Duration.ofMinutes(10), Duration.ofMillis(500)));
  }

  @AfterAll
  static void close() {
    if (fixture != null) {
      fixture.close();
    }
  }

  @Test
  void keys_and_values_are_completed_with_how_often_they_occur() {
    try (var visit = Visit.of(chromium)) {
      visit.open(fixture.url("/map"), "[data-node=trader]");
      var keyboard = visit.page().keyboard();

      keyboard.press("/");
      keyboard.type("custo");
      visit.page().waitForSelector(".suggestions li:has-text('com.example.customer_id')");
      assertThat(visit.text(".suggestions")).contains(" %", "8 values", "spans");
      keyboard.press("Tab");
      visit.page().waitForSelector(".suggestions li.value");
      keyboard.type("l.h");
      visit.page().waitForSelector(".suggestions li.value:only-child:has-text('l.hall')");
      keyboard.press("ArrowDown");
      visit.page().waitForSelector(".suggestions [aria-selected=true]");
      keyboard.press("Enter");
      visit.await("() => document.querySelector('[data-search]').value.endsWith(': l.hall ')");
      keyboard.press("Enter");
      visit.page().waitForSelector("tbody tr");

      assertThat(visit.page().url()).contains("/traces?q=com.example.customer_id+:+l.hall");
      assertThat(visit.text(".chips")).contains("com.example.customer_id : l.hall");
      assertThat(visit.complaints()).isEmpty();
    }
  }

  @Test
  void a_condition_can_be_turned_around_and_taken_away_and_back_brings_it_back() {
    try (var visit = at("/traces", "service.name : trader and status : error", "tbody tr")) {
      visit.page().click(".chip:first-child .chip-not");
      visit.page().waitForSelector(".chip.negated");
      assertThat(visit.query()).isEqualTo("not service.name : trader and status : error");

      visit.page().click(".chip:first-child .chip-remove");
      visit.page().waitForSelector(".chip:only-child");
      assertThat(visit.query()).isEqualTo("status : error");

      visit.page().goBack();
      visit.page().waitForSelector(".chip.negated");
    }
  }

  @Test
  void what_was_searched_for_is_offered_again() {
    try (var visit = at("/traces", "", "tbody tr")) {
      var keyboard = visit.page().keyboard();
      keyboard.press("/");
      keyboard.type("status : error");
      keyboard.press("Enter");
      visit.page().waitForSelector(".chip");

      visit.page().click("[aria-label='Clear the query']");
      visit.page().click("[data-search]");
      visit.page().click(".suggestions li.recent");

      assertThat(visit.page().inputValue("[data-search]")).isEqualTo("status : error");
    }
  }

  @Test
  void a_refused_query_is_marked_at_its_character() {
    try (var visit = at("/logs", "severity : eror", "[role=alert]")) {
      assertThat(visit.text("[role=alert] mark")).isEqualTo("e");
      assertThat(visit.text("[role=alert]")).contains("character 12");
    }
  }

  @Test
  void where_nothing_matches_it_is_said_which_condition_keeps_everything_out() {
    try (var visit =
        at("/traces", "service.name : trader and com.example.region : XX", ".ways-out li")) {
      assertThat(visit.text(".ways-out")).contains("Without com.example.region : XX there are ");

      visit.page().click(".ways-out button");

      visit.page().waitForSelector("tbody tr");
      assertThat(visit.query()).isEqualTo("service.name : trader");
    }
  }

  @Test
  void a_click_on_a_value_offers_only_this_and_everything_else() {
    try (var visit = at("/logs", "", ".log-row")) {
      visit.page().click(".log-row .service-name-value:has-text('router')");
      visit.page().click("[role=menuitem]:has-text('Exclude')");
      visit.page().waitForSelector(".chip.negated");

      assertThat(visit.query()).isEqualTo("not service.name : router");
      visit.await(
          "() => ![...document.querySelectorAll('.log-row')]"
              + ".some((row) => row.querySelector('.service-name').textContent === 'router')");
    }
  }

  @Test
  void the_menu_of_a_value_is_reached_with_the_keyboard_and_gives_the_focus_back() {
    try (var visit = at("/logs", "", ".log-row")) {
      visit.page().locator(".service-name-value").first().focus();
      visit.page().keyboard().press("Enter");
      visit.page().waitForSelector("[role=menu]");
      visit.page().keyboard().press("ArrowDown");
      assertThat(visit.page().evaluate("document.activeElement.textContent")).isEqualTo("Exclude");

      visit.page().keyboard().press("Escape");

      visit.page().waitForSelector("[role=menu]", hidden());
      assertThat((String) visit.page().evaluate("document.activeElement.className"))
          .contains("service-name-value");
    }
  }

  @Test
  void a_facet_narrows_the_list_to_one_of_its_values() {
    try (var visit = at("/traces", "", ".facet")) {
      visit.page().click(".facet:has-text('service.name') .facet-only:has-text('reporter')");
      visit.page().waitForSelector(".facet-value.on");
      visit.await(
          "() => [...document.querySelectorAll('tbody .trace-cell')]"
              + ".every((cell) => cell.textContent.includes('reporter'))");

      assertThat(visit.query()).isEqualTo("service.name : reporter");
    }
  }

  @Test
  void a_box_over_the_points_narrows_time_and_duration() {
    try (var visit = at("/traces", "", ".timeline canvas")) {
      var box = visit.page().locator(".timeline canvas").boundingBox();
      var mouse = visit.page().mouse();

      mouse.move(box.x + box.width / 2, box.y + 100);
      mouse.down();
      mouse.move(box.x + box.width - 20, box.y + 150);
      visit.page().waitForSelector(".timeline-tip:has-text('release to narrow')");
      mouse.up();
      visit.page().waitForSelector(".bar:has-text('fixed window')");

      assertThat(visit.query())
          .matches("not parent\\.id : \\* and duration >= \\w+ and duration <= \\w+");
      assertThat(visit.page().url()).matches(".*[?&]t=\\d+\\.\\.\\d+.*");
      visit.page().click(".bar button:has-text('Go live')");
      visit.page().waitForSelector(".live[aria-pressed=true]");
    }
  }

  @Test
  void a_point_opens_its_trace() {
    try (var visit = at("/traces", "", ".timeline canvas")) {
      var found =
          (String)
              visit
                  .page()
                  .evaluate(
                      """
                      async () => {
                        const canvas = document.querySelector('.timeline canvas');
                        const { left, top, width } = canvas.getBoundingClientRect();
                        const at = (type, x, y) => canvas.dispatchEvent(new PointerEvent(type,
                          { clientX: left + x, clientY: top + y, bubbles: true, pointerId: 1 }));
                        canvas.setPointerCapture = () => {};
                        for (let x = width - 40; x > 60; x -= 6) {
                          for (let y = 90; y < 200; y += 8) {
                            at('pointermove', x, y);
                            await new Promise(requestAnimationFrame);
                            if (canvas.style.cursor !== 'pointer') continue;
                            at('pointerdown', x, y);
                            at('pointerup', x, y);
                            return `${x} ${y}`;
                          }
                        }
                        return 'nowhere';
                      }
                      """);

      assertThat(found).isNotEqualTo("nowhere");
      visit.page().waitForSelector(".span-row.selected");
      assertThat(visit.page().url()).contains("/trace/");
    }
  }

  @Test
  void the_slowest_come_first_where_that_is_chosen() {
    try (var visit = at("/traces", "", "tbody tr")) {
      visit.page().selectOption("[aria-label=Order]", "slowest");
      visit.page().waitForSelector(".tools-end:has-text('of the newest')");
      visit.page().waitForSelector("tbody tr:first-child td.duration:has-text(' s')");

      assertThat(visit.page().url()).contains("sort=slowest");
    }
  }

  @Test
  void a_window_of_time_can_be_typed() {
    try (var visit = at("/traces", "", "tbody tr")) {
      visit.page().keyboard().press("t");
      visit.page().fill(".time-choices input >> nth=0", "2026-05-04T12:00");
      visit.page().fill(".time-choices input >> nth=1", "2026-05-04T11:00");
      assertThat(visit.text(".time-choices [role=alert]")).contains("not after");
      visit.page().fill(".time-choices input >> nth=1", "2026-05-04T13:00");
      visit.page().click(".time-choices [type=submit]");
      visit.page().waitForSelector(".bar:has-text('fixed window')");

      visit.page().waitForSelector(".empty:has-text('No traces in this range of time.')");
      assertThat(visit.page().url()).matches(".*t=\\d{13}\\.\\.\\d{13}.*");
    }
  }

  @Test
  void repeats_are_one_row_until_somebody_looks_for_one_of_them() {
    try (var visit = traceOf("service.name : reporter and name : \"GET /report\"")) {
      assertThat(visit.text(".span-fold")).contains("60 ×", "SELECT trades", "1 failed");
      assertThat(visit.page().locator(".span-row").count()).isEqualTo(3);

      visit.page().keyboard().press("Control+f");
      visit.page().keyboard().type("canceling");
      visit.page().waitForSelector(".found-count:has-text('1 match')");
      visit.page().keyboard().press("Enter");
      visit.page().waitForSelector(".span-row.selected.failed");

      assertThat(visit.text(".found-count")).isEqualTo("1 of 1");
      assertThat(visit.page().locator("[role=treegrid]").getAttribute("aria-rowcount"))
          .isEqualTo("63");
      assertThat(visit.complaints()).isEmpty();
    }
  }

  @Test
  void what_held_up_the_trace_is_marked_until_somebody_does_not_want_to_see_it() {
    try (var visit = traceOf("service.name : monkey")) {
      visit.page().waitForSelector(".span-row.critical .critical-bar");

      visit.page().keyboard().press("c");

      visit
          .page()
          .waitForSelector(
              ".critical-bar",
              new Page.WaitForSelectorOptions().setState(WaitForSelectorState.DETACHED));
      assertThat(visit.page().url()).contains("cp=0");
    }
  }

  @Test
  void a_link_can_be_followed_both_ways() {
    try (var visit = traceOf("service.name : reporter and name : \"GET /report\"")) {
      var report = visit.page().url().replaceAll(".*/trace/([0-9a-f]+).*", "$1");
      visit.page().click(".span-row:has-text('GET /report')");
      visit.page().click(".span-panel .link a");
      visit.page().waitForSelector(".linked-from a");

      visit.page().click(".linked-from a");
      visit.page().waitForSelector(".span-fold");

      assertThat(visit.page().url()).contains("/trace/" + report);
    }
  }

  @Test
  void two_traces_are_compared_span_by_span() {
    try (var visit = traceOf("service.name : monkey and status : error")) {
      visit.page().click(".compare-with button");
      visit.page().click(".compare-choices li:has-text('12 spans') a");
      visit.page().waitForSelector(".compare tbody tr");
      assertThat(visit.page().locator(".compare tr.alone").count()).isEqualTo(3);

      visit.page().click(".compare tbody tr:has-text('run_model') button");

      assertThat(visit.text(".differences")).contains("com.example.trade_id");
      assertThat(visit.page().url()).matches(".*/trace/[0-9a-f]{32}/vs/[0-9a-f]{32}.*");
      assertThat(visit.complaints()).isEmpty();
    }
  }

  @Test
  void a_log_line_leads_to_its_span_and_back() {
    try (var visit = at("/logs", "service.name : recorder and severity : error", ".log-row")) {
      visit.page().click(".to-trace");
      visit.page().waitForSelector(".span-panel");
      assertThat(visit.text(".span-logs")).contains("trade not recorded");

      visit.page().click(".span-panel a:has-text('On the logs page')");
      visit.page().waitForSelector(".log-row");

      assertThat(visit.query()).startsWith("span.id : ");
      assertThat(visit.page().locator(".log-row").count()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          LIGHT | /traces | status : error          | tbody tr | .facet .facet-not
          DARK  | /logs   | not severity : error    | .log-row | .log-open
          LIGHT | /traces | com.example.region : NA | tbody tr | .time-open
          DARK  | /logs   | severity : info         | .log-row | .service-name-value
          DARK  | /traces | status : error          | tbody tr | [data-search]
          """)
  void what_opens_is_accessible(
      ColorScheme theme, String path, String query, String awaited, String opener) {
    try (var visit = Visit.withoutPolicy(chromium, theme)) {
      visit.open(address(path, query), awaited);
      visit.page().waitForSelector(".facet");
      visit.page().locator(opener).first().focus();
      visit.page().locator(opener).first().press("Enter");

      assertThat(visit.accessibilityViolations()).isEmpty();
    }
  }

  @Test
  void what_lines_read_like_is_told_with_values_that_lead_to_their_lines() {
    try (var visit = at("/logs", "", ".log-row")) {
      visit.page().click("button:has-text('Patterns')");
      visit.page().click(".pattern-line:has-text('trade requested for')");
      visit.page().waitForSelector(".pattern-details .value-share");
      assertThat(visit.page().url()).contains("view=patterns", "pattern=");
      assertThat(visit.text(".pattern-row.open .pattern-text"))
          .isEqualTo("trade requested for <*>");

      visit.page().click(".pattern-details .value-share button:has-text('ZVZZT')");
      visit.page().waitForSelector(".log-row");

      assertThat(visit.query()).endsWith("body : trade requested for ZVZZT");
      assertThat(visit.page().locator(".log-open").allTextContents())
          .isNotEmpty()
          .allMatch("trade requested for ZVZZT"::equals);
      assertThat(visit.complaints()).isEmpty();
    }
  }

  @Test
  void a_pattern_can_be_excluded_and_v_switches_between_lines_and_patterns() {
    try (var visit = at("/logs", "", ".log-row")) {
      visit.page().keyboard().press("v");
      visit.page().click(".pattern-line:has-text('routing request')");
      visit.page().click("button:has-text('Exclude them')");
      visit.page().waitForSelector(".pattern-line:has-text('routing request')", hidden());

      visit.page().keyboard().press("v");
      visit.page().waitForSelector(".log-row");

      assertThat(visit.query()).startsWith("not (service.name : router and severity : info");
    }
  }

  @Test
  void from_a_value_one_groups_by_its_key_and_explains_failures_by_it() {
    try (var visit = at("/logs", "severity : info", ".log-row")) {
      visit.page().click(".log-open >> nth=0");
      visit.page().click(".log-details .value-button[title^='com.example.region']");
      visit.page().click("[role=menuitem]:has-text('Group by this key')");
      visit.page().waitForSelector(".groups li:has-text('EMEA')");
      visit.page().click(".groups button:has-text('EMEA')");
      visit.await("() => location.search.includes('EMEA')");
      assertThat(visit.query()).isEqualTo("severity : info and com.example.region : EMEA");

      visit.page().keyboard().press("Escape");
      visit.await("() => !document.querySelector('.log-details, .scroll.refreshing')");
      visit.page().click(".log-open >> nth=0");
      visit.page().click(".log-details .value-button[title^='com.example.customer_id']");
      visit.page().click("[role=menuitem]:has-text('Explain failures by this key')");
      visit.page().waitForSelector(".key-look tbody tr");

      assertThat(visit.page().url()).endsWith("/explain?key=com.example.customer_id");
      assertThat(visit.text(".key-look tbody tr:first-child th")).isEqualTo("l.hall");
      assertThat(visit.complaints()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "LIGHT, /logs?view=patterns, .pattern-line:has-text('requested')",
    "DARK, /logs?view=patterns&by=service.name, .pattern-line:has-text('not recorded')",
    "DARK, /explain?key=com.example.region, .key-look button",
  })
  void what_was_mined_and_grouped_is_accessible(ColorScheme theme, String path, String opener) {
    try (var visit = Visit.withoutPolicy(chromium, theme)) {
      visit.open(fixture.url(path), opener);
      visit.page().locator(opener).first().focus();
      if (path.startsWith("/logs")) {
        visit.page().locator(opener).first().press("Enter");
        visit.page().waitForSelector(".pattern-details");
      }

      assertThat(visit.accessibilityViolations()).isEmpty();
    }
  }

  @Test
  void a_comparison_is_accessible() {
    try (var visit = Visit.withoutPolicy(chromium, ColorScheme.DARK)) {
      visit.open(address("/traces", "service.name : monkey"), "tbody tr a");
      visit.page().click("tbody tr a");
      visit.page().click(".compare-with button");
      visit.page().click(".compare-choices li a");
      visit.page().waitForSelector(".compare tbody tr");
      visit.page().click(".compare-open >> nth=2");

      assertThat(visit.accessibilityViolations()).isEmpty();
    }
  }

  @Test
  void a_query_is_taken_apart_where_its_conditions_end() {
    var vectors =
        Map.ofEntries(
            Map.entry("a : 1 and b : 2", "a : 1 | b : 2"),
            Map.entry("a : (1 or 2) and not b : x", "a : (1 or 2) | not b : x"),
            Map.entry(
                "name : POST /record and kind : client", "name : POST /record | kind : client"),
            Map.entry("url.full : http://x:1/a and c : d", "url.full : http://x:1/a | c : d"),
            Map.entry("a : \"x and y\" AND z", "a : \"x and y\" | z"),
            Map.entry("\"say \\\"and\\\"\" and b", "\"say \\\"and\\\"\" | b"),
            Map.entry("a : 1 or b : 2", "a : 1 or b : 2"),
            Map.entry("(a : 1 or b : 2) and c : 3", "(a : 1 or b : 2) | c : 3"),
            Map.entry("a >= 5 and b<7", "a >= 5 | b<7"),
            Map.entry("unfinished : \"text", "unfinished : \"text"),
            Map.entry("a : (1 and", "a : (1 and"));
    try (var visit = Visit.of(chromium)) {
      visit.open(fixture.url("/status"), ".card");

      vectors.forEach((query, conditions) ->
          assertThat(visit.page().evaluate(CLAUSES, query)).isEqualTo(conditions));
    }
  }

  private static final String CLAUSES =
      """
      async (query) => {
        const script = document.querySelector('link[href$="/query.js"]').href;
        return (await import(script)).clauses(query).map((clause) => clause.text).join(' | ');
      }
      """;

  /// What a click writes into the query box has to mean the same to the server.
  @Test
  void whatever_a_value_is_its_condition_finds_it() {
    try (var visit = Visit.of(chromium)) {
      visit.open(fixture.url("/status"), ".card");
      for (var value :
          List.of("l.hall", "", "a \"b\" \\ c", "and", "10", "x y*z", "(", "\u0007\n")) {
        var query = (String) visit.page().evaluate(CLAUSE, value);
        var span = server("trader", "POST").with("the key", value);

        assertThat(Query.parse(query).matches(SampleTraces.trace(span).getFirst()))
            .as(query)
            .isTrue();
      }
    }
  }

  @Test
  void a_value_that_is_too_long_for_a_query_is_looked_for_by_its_beginning() {
    try (var visit = Visit.of(chromium)) {
      visit.open(fixture.url("/status"), ".card");

      var query = (String) visit.page().evaluate(CLAUSE, "(x) " + HostileScene.MEGABYTE);
      var span = server("trader", "POST").with("the key", "(x) " + HostileScene.MEGABYTE);

      assertThat(query).hasSizeLessThan(1_000).endsWith("*");
      assertThat(Query.parse(query).matches(SampleTraces.trace(span).getFirst())).isTrue();
    }
  }

  private static final String CLAUSE =
      """
      async (value) => {
        const script = document.querySelector('link[href$="/query.js"]').href;
        return (await import(script)).clause('the key', value);
      }
      """;

  private static Visit at(String path, String query, String awaited) {
    return Visit.of(chromium).open(address(path, query), awaited);
  }

  private static Visit traceOf(String query) {
    var visit = at("/traces", query, "tbody tr a");
    visit.page().click("tbody tr a");
    visit.page().waitForSelector(".span-row");
    return visit;
  }

  private static String address(String path, String query) {
    var parameter = query.isEmpty() ? "" : "?q=" + URLEncoder.encode(query, StandardCharsets.UTF_8);
    return fixture.url(path + parameter);
  }

  private static Page.WaitForSelectorOptions hidden() {
    return new Page.WaitForSelectorOptions().setState(WaitForSelectorState.HIDDEN);
  }
}
