package dev.bellwether.launcher;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.ReducedMotion;
import java.util.ArrayList;
import java.util.List;

/// A learner before the browser, let in already.
final class LabVisit implements AutoCloseable {
  /// The map is complete with the first trade that reached everyone; the machine may be busy.
  private static final int AWAITED_MILLIS_MAX = 90_000;

  private final RunningLab lab;
  private final Playwright playwright;
  private final Browser browser;
  private final List<String> complaints = new ArrayList<>();

  LabVisit(RunningLab lab) {
    this.lab = lab;
    this.playwright = InstalledBrowser.playwright();
    this.browser = InstalledBrowser.launch(playwright);
  }

  /// @param path of the workbench
  Page open(String path, ColorScheme theme) {
    var context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setViewportSize(1500, 900)
                .setColorScheme(theme)
                .setReducedMotion(ReducedMotion.REDUCE)
                .setPermissions(List.of("clipboard-read", "clipboard-write"))
                // The checker has to get in.
                .setBypassCSP(true));
    var cookie = lab.cookie().split("=", 2);
    context.addCookies(
        List.of(new Cookie(cookie[0], cookie[1]).setDomain("localhost").setPath("/")));
    context.setDefaultTimeout(AWAITED_MILLIS_MAX);
    var page = context.newPage();
    page.onConsoleMessage(message -> {
      if (message.type().equals("error")) {
        complaints.add(message.text());
      }
    });
    page.onPageError(complaints::add);
    page.navigate(lab.address() + path);
    return page;
  }

  static void select(Page page, String tab) {
    page.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName(tab).setExact(true)).click();
  }

  static void press(Page page, String button) {
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(button).setExact(true))
        .click();
  }

  /// Errors of the pages.
  List<String> complaints() {
    return complaints;
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
