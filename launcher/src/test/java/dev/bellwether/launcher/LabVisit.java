package dev.bellwether.launcher;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Cookie;
import dev.bellwether.web.tests.Chromium;
import dev.bellwether.web.tests.Visit;
import java.util.List;

/// A learner before the browser, let in already.
final class LabVisit implements AutoCloseable {
  /// The map is complete with the first trade that reached everyone; the machine may be busy.
  private static final int AWAITED_MILLIS_MAX = 90_000;

  private final RunningLab lab;
  private final Chromium chromium = Chromium.open();
  private final Visit visit;

  LabVisit(RunningLab lab, ColorScheme theme) {
    this.lab = lab;
    this.visit = Visit.withoutPolicy(chromium, theme);
    var cookie = lab.cookie().split("=", 2);
    visit
        .context()
        .addCookies(List.of(new Cookie(cookie[0], cookie[1]).setDomain("localhost").setPath("/")));
    visit.context().setDefaultTimeout(AWAITED_MILLIS_MAX);
    PlaywrightAssertions.setDefaultAssertionTimeout(AWAITED_MILLIS_MAX);
  }

  /// @param path of the workbench
  Page open(String path) {
    visit.page().navigate(lab.address() + path);
    return visit.page();
  }

  static void select(Page page, String tab) {
    page.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName(tab).setExact(true)).click();
  }

  static void press(Page page, String button) {
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(button).setExact(true))
        .click();
  }

  List<String> accessibilityViolations() {
    return visit.accessibilityViolations();
  }

  /// Errors of the pages.
  List<String> complaints() {
    return visit.complaints();
  }

  @Override
  public void close() {
    visit.close();
    chromium.close();
  }
}
