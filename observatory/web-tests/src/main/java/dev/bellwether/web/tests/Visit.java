package dev.bellwether.web.tests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/// One person's look at the pages, with everything that went wrong meanwhile.
public final class Visit implements AutoCloseable {
  /// The accessibility checker reads back what it has drawn; the browser would rather that it said
  /// so first.
  private static final String KNOWN_COMPLAINT = "willReadFrequently";

  private final BrowserContext context;
  private final Page page;
  private final List<String> complaints = new ArrayList<>();
  private final List<String> requests = new ArrayList<>();

  private Visit(BrowserContext context) {
    this.context = context;
    this.page = context.newPage();
    page.onConsoleMessage(message -> {
      if (List.of("error", "warning").contains(message.type())
          && !message.text().contains(KNOWN_COMPLAINT)) {
        complaints.add(message.text());
      }
    });
    page.onPageError(complaints::add);
    page.onDialog(dialog -> {
      complaints.add("dialog: " + dialog.message());
      dialog.dismiss();
    });
    page.onRequest(request -> requests.add(request.url()));
  }

  public static Visit of(Chromium chromium) {
    return of(chromium, ColorScheme.LIGHT, 1400, 900);
  }

  public static Visit of(Chromium chromium, ColorScheme theme, int width, int height) {
    return of(
        chromium,
        new Browser.NewContextOptions().setColorScheme(theme).setViewportSize(width, height));
  }

  /// The policy of the pages would keep the checker out, too.
  public static Visit withoutPolicy(Chromium chromium, ColorScheme theme) {
    return of(
        chromium,
        new Browser.NewContextOptions()
            .setColorScheme(theme)
            .setViewportSize(1400, 900)
            .setReducedMotion(ReducedMotion.REDUCE)
            .setBypassCSP(true));
  }

  public static Visit of(Chromium chromium, Browser.NewContextOptions options) {
    options.setPermissions(List.of("clipboard-read", "clipboard-write"));
    return new Visit(chromium.browser().newContext(options));
  }

  public Visit open(String url, String awaited) {
    page.navigate(url);
    page.waitForSelector(awaited);
    return this;
  }

  /// What all pages of this person share, with their cookies.
  public BrowserContext context() {
    return context;
  }

  public Page page() {
    return page;
  }

  /// Console errors, violations of the policy, dialogs, uncaught exceptions.
  public List<String> complaints() {
    return complaints;
  }

  public List<String> requests() {
    return requests;
  }

  /// The query in the address.
  public String query() {
    return (String) page.evaluate("new URLSearchParams(location.search).get('q')");
  }

  public String text(String selector) {
    return page.locator(selector).first().textContent();
  }

  public void await(String condition) {
    page.waitForFunction(condition);
  }

  /// What the accessibility checker finds, one line per violation.
  public List<String> accessibilityViolations() {
    return accessibilityViolations(page);
  }

  /// The same of a page whose policy lets the checker in.
  @SuppressWarnings("unchecked")
  public static List<String> accessibilityViolations(Page page) {
    page.evaluate(axe());
    return (List<String>)
        page.evaluate(
            """
            async () => (await axe.run(document, {resultTypes: ['violations']})).violations.map(
              (violation) => `${violation.id}: ${violation.help}: `
                + violation.nodes.slice(0, 4).map((node) => node.html.slice(0, 160)
                  + ' ' + node.any.map((check) => check.message).join(' ')).join(' | '))
            """);
  }

  private static String axe() {
    var name = "/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js";
    try (var stream = Visit.class.getResourceAsStream(name)) {
      assertThat(stream).describedAs(name).isNotNull();
      return new String(stream.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    }
  }

  @Override
  public void close() {
    context.close();
  }
}
