package dev.bellwether.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import com.microsoft.playwright.options.WaitForSelectorState;
import dev.bellwether.web.tests.Chromium;
import dev.bellwether.web.tests.Visit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.Assumptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The workbench in a real browser. The page in the service tab stands for the observatory's, whose
/// own tests show it framed.
class WorkbenchIT {
  private static final String SOURCE =
      "trading/trader/src/main/java/dev/bellwether/trader/TradeContext.java";

  /// The terminal reads back what it has drawn; the browser would rather that it said so first.
  private static final String KNOWN_COMPLAINT = "willReadFrequently";

  @TempDir static Path folder;
  private static Chromium chromium;
  private static TestLab lab;

  /// The cookie of the first visit; the link is good for one.
  private static String cookies = "";

  private final List<String> complaints = new ArrayList<>();

  @BeforeAll
  static void open() {
    chromium = Chromium.open();
    lab = new TestLab(folder, Stream.of(TestLab.ownTrack(), seed()).filter(Files::exists).toList());
  }

  private static Path seed() {
    return TestLab.repository().resolve("../shared/seed").normalize();
  }

  @AfterAll
  static void close() {
    if (lab != null) {
      lab.close();
      chromium.close();
    }
  }

  @Test
  void the_assignment_stands_beside_a_page_an_editor_and_a_terminal() throws IOException {
    try (var context = chromium.browser().newContext(options())) {
      var page = opened(context, "attributes", "bearings");

      PlaywrightAssertions.assertThat(page.locator("h1").first()).hasText("Get your bearings");
      PlaywrightAssertions.assertThat(page.frameLocator("iframe").locator("h1")).hasText("The map");

      page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Trader source")).click();
      editsAndSaves(page, "attributes");

      page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Run").setExact(true))
          .click();
      PlaywrightAssertions.assertThat(tab(page, "Terminal")).hasAttribute("aria-selected", "true");
      answers(page, "attributes");

      assertThat(complaints).isEmpty();
    }
  }

  @Test
  void the_assignment_that_the_project_came_from_opens_with_all_four_tabs() throws IOException {
    Assumptions.assumeThat(seed()).exists();
    try (var context = chromium.browser().newContext(options())) {
      var page = opened(context, "seed", "otel");

      PlaywrightAssertions.assertThat(page.getByRole(AriaRole.TAB)).hasCount(4);
      PlaywrightAssertions.assertThat(page.frameLocator("iframe").locator("h1")).hasText("The map");
      PlaywrightAssertions.assertThat(page.locator(".no-picture")).hasText("service-map.png");
      PlaywrightAssertions.assertThat(page.locator(".callout")).containsText("You are welcome");

      tab(page, "Trader Source Code").click();
      editsAndSaves(page, "seed");
      tab(page, "Terminal (host-1)").click();
      answers(page, "seed");
      tab(page, "Terminal (kubernetes-vm)").click();
      answers(page, "seed");

      assertThat(complaints).isEmpty();
    }
  }

  @Test
  void a_page_that_is_loaded_again_finds_its_shell_as_it_was() {
    try (var context = chromium.browser().newContext(options())) {
      var page = opened(context, "attributes", "bearings");
      tab(page, "Terminal").click();
      type(page, "KEPT=here; echo kept$((1+1))");
      shows(page, "kept2");

      page.reload();
      tab(page, "Terminal").click();
      type(page, "echo 'and '$KEPT");

      shows(page, "and here");
    }
  }

  @Test
  void the_keyboard_reaches_everything_and_leaves_the_terminal() {
    try (var context = chromium.browser().newContext(options())) {
      var page = opened(context, "attributes", "bearings");
      var first = tab(page, "Service map");
      first.focus();

      page.keyboard().press("ArrowRight");
      page.keyboard().press("ArrowRight");

      PlaywrightAssertions.assertThat(tab(page, "Terminal")).isFocused();

      page.locator(".tab-panel:not([hidden]) .xterm-helper-textarea").focus();
      page.keyboard().press("F6");

      PlaywrightAssertions.assertThat(page.locator("#assignment")).isFocused();

      page.getByRole(AriaRole.SEPARATOR).focus();
      page.keyboard().press("ArrowRight");

      PlaywrightAssertions.assertThat(page.getByRole(AriaRole.SEPARATOR))
          .hasAttribute("aria-valuenow", "40");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ColorScheme.class,
      names = {"LIGHT", "DARK"})
  void every_tab_is_accessible(ColorScheme theme) {
    var options = options().setColorScheme(theme).setReducedMotion(ReducedMotion.REDUCE);
    try (var context = chromium.browser().newContext(options.setBypassCSP(true))) {
      var page = opened(context, "attributes", "bearings");
      for (var title : List.of("Service map", "Trader source", "Terminal")) {
        tab(page, title).click();
        page.waitForSelector(
            ".tab-panel:not([hidden]) iframe, .tab-panel:not([hidden]) .ace_line,"
                + " .tab-panel:not([hidden]) .xterm-cursor-layer");
        assertThat(Visit.accessibilityViolations(page)).as(title).isEmpty();
      }
    }
  }

  /// Types into the real file, takes it back, types again and saves.
  private static void editsAndSaves(Page page, String track) throws IOException {
    var file = lab.workCopy(track).resolve(SOURCE);
    page.waitForSelector(".ace_keyword");
    page.locator(".ace_text-input").focus();
    page.keyboard().press("Control+Home");
    page.keyboard().type("// mine\n");
    // How much one step takes back depends on how fast the keys came; a key each is the most.
    for (var step = 0; step < "// mine\n".length(); step++) {
      page.keyboard().press("Control+z");
    }
    PlaywrightAssertions.assertThat(page.locator(".ace_line").first()).not().containsText("mine");
    page.keyboard().press("Control+Home");
    page.keyboard().type("// saved\n");
    page.keyboard().press("Control+s");
    PlaywrightAssertions.assertThat(page.locator(".tool-message .message")).hasText("Saved.");

    assertThat(Files.readString(file)).startsWith("// saved\n");
    assertThat(page.locator(".ace_keyword").count()).isPositive();
  }

  private static void answers(Page page, String track) throws IOException {
    type(
        page,
        "pwd >where; printf '\\e[31mred\\e[0m '; stty size | cut -d' ' -f2 >columns; echo done$((1+1))");
    shows(page, "done2");
    assertThat(Files.readString(lab.workCopy(track).resolve("where"))).contains("/" + track);
    var columns = Files.readString(lab.workCopy(track).resolve("columns")).strip();
    assertThat(Integer.parseInt(columns)).isGreaterThan(80);
  }

  private static void type(Page page, String line) {
    var input = page.locator(".tab-panel:not([hidden]) .xterm-helper-textarea");
    input.waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.ATTACHED));
    shows(page, ":");
    input.focus();
    page.keyboard().type(line + "\n");
  }

  /// A terminal draws on a canvas: what it says is read in its mode for screen readers.
  private static void shows(Page page, String text) {
    var readable =
        page.locator(".tab-panel:not([hidden])")
            .getByRole(
                AriaRole.CHECKBOX, new Locator.GetByRoleOptions().setName("For screen readers"));
    readable.check();
    PlaywrightAssertions.assertThat(page.locator(".tab-panel:not([hidden]) .xterm-accessibility"))
        .containsText(text);
  }

  private static Locator tab(Page page, String title) {
    return page.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName(title).setExact(true));
  }

  private Page opened(BrowserContext context, String track, String challenge) {
    var page = context.newPage();
    page.onConsoleMessage(message -> {
      if (List.of("error", "warning").contains(message.type())
          && !message.text().contains(KNOWN_COMPLAINT)) {
        complaints.add(message.text());
      }
    });
    page.onPageError(complaints::add);
    if (cookies.isEmpty()) {
      page.navigate(lab.url("/enter?token=" + TestLab.TOKEN));
      cookies = context.storageState();
    }
    page.navigate(lab.url("/?track=%s&challenge=%s".formatted(track, challenge)));
    page.waitForSelector(".tab-list");
    return page;
  }

  private static Browser.NewContextOptions options() {
    var options = new Browser.NewContextOptions();
    if (!cookies.isEmpty()) {
      options.setStorageState(cookies);
    }
    return options
        .setViewportSize(1500, 900)
        .setPermissions(List.of("clipboard-read", "clipboard-write"));
  }
}
