package dev.bellwether.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.bellwether.web.tests.Chromium;
import dev.bellwether.web.tests.Visit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/// A person looks at the running system. With `-Dbellwether.screenshots=true` the pictures of the
/// README are taken afresh; otherwise they land in `target/`.
@ExtendWith(RunningSystem.Extension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PagesIT {
  private static final List<String> WHOLE_MAP =
      List.of(
          "monkey",
          "trader",
          "router",
          "recorder",
          "notifier",
          "postgresql/trades",
          "external/clearinghouse");

  /// Five agents warm up and the map is complete with the first trade that reached everyone; the
  /// machine may be busy.
  private static final int AWAITED_MILLIS_MAX = 120_000;

  /// The pictures of the README show a system that has run for a while: its first requests are
  /// slow.
  private static final int REQUESTS_SEEN_MIN = 400;

  private final RunningSystem system;
  private final Chromium chromium = Chromium.open();

  PagesIT(RunningSystem system) {
    this.system = system;
  }

  @AfterAll
  void end() {
    chromium.close();
  }

  @Test
  void from_the_map_to_a_trace_through_five_services_to_a_log_line() throws IOException {
    try (var visit = wholeMap(ColorScheme.LIGHT)) {
      var page = visit.page();
      picture(page, "map");

      page.click("[data-node=trader]");
      page.click(".map-panel a:has-text('Traces')");
      page.click("tbody tr:has(.service-chip:nth-child(5)) a");
      page.waitForSelector(".span-row");
      assertThat(page.locator(".shares li").count()).isEqualTo(5);
      page.click(".span-row:has-text('run_model')");
      page.waitForSelector(".span-panel");
      assertThat(visit.text(".span-panel")).contains("com.example.customer_id");
      picture(page, "trace");

      page.click(".span-log");
      assertThat(page.locator(".span-logs li").count()).isPositive();
      assertThat(visit.complaints()).isEmpty();
    }
  }

  @Test
  void the_map_in_the_dark() throws IOException {
    try (var visit = wholeMap(ColorScheme.DARK)) {
      picture(visit.page(), "map-dark");

      assertThat(visit.complaints()).isEmpty();
    }
  }

  @Test
  void every_page_is_accessible_with_what_the_system_sends() {
    var pages =
        Map.of(
            "/map", "[data-node=trader]",
            "/map?view=table", "table",
            "/traces", "tbody tr",
            "/logs", ".log-row",
            "/status", ".card");

    for (var each : pages.entrySet()) {
      try (var visit = Visit.withoutPolicy(chromium, ColorScheme.LIGHT)) {
        visit.context().setDefaultTimeout(AWAITED_MILLIS_MAX);
        visit.open(system.url() + each.getKey(), each.getValue());

        assertThat(visit.accessibilityViolations()).describedAs(each.getKey()).isEmpty();
      }
    }
  }

  private Visit wholeMap(ColorScheme theme) {
    var visit = Visit.of(chromium, theme, 1400, 900);
    visit.context().setDefaultTimeout(AWAITED_MILLIS_MAX);
    visit.open(system.url() + "/map", "[data-node=trader][data-health=ok]");
    for (var node : WHOLE_MAP) {
      visit.page().waitForSelector("[data-node='%s']".formatted(node));
    }
    return visit;
  }

  private void picture(Page page, String name) throws IOException {
    var folder = Path.of("target", "images");
    if (Boolean.getBoolean("bellwether.screenshots")) {
      folder = LauncherProcess.root().resolve("docs/images");
      await().atMost(Duration.ofMinutes(4)).until(() -> requestsSeen() >= REQUESTS_SEEN_MIN);
    }
    Files.createDirectories(folder);
    page.screenshot(new Page.ScreenshotOptions().setPath(folder.resolve(name + ".png")));
  }

  private long requestsSeen() {
    for (var node : system.get("/api/service-map").get("nodes")) {
      if (node.get("id").asString().equals("trader")) {
        return node.get("requests").asLong();
      }
    }
    return 0;
  }
}
