package dev.bellwether.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/// The browser of this machine; a test that needs one is skipped loudly where there is none.
final class InstalledBrowser {
  private static final List<Path> BROWSERS =
      List.of(
          Path.of("/usr/bin/chromium"),
          Path.of("/usr/bin/chromium-browser"),
          Path.of("/usr/bin/google-chrome"),
          Path.of("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"));

  private static final List<String> SWITCHES =
      List.of(
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");

  private InstalledBrowser() {}

  static Playwright playwright() {
    executable();
    var environment = new HashMap<>(System.getenv());
    environment.put("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    return Playwright.create(new Playwright.CreateOptions().setEnv(environment));
  }

  static Browser launch(Playwright playwright) {
    return playwright
        .chromium()
        .launch(new BrowserType.LaunchOptions().setExecutablePath(executable()).setArgs(SWITCHES));
  }

  private static Path executable() {
    var executable = BROWSERS.stream().filter(Files::isExecutable).findFirst();
    if (executable.isEmpty()) {
      var message = "BROWSER TESTS SKIPPED: no Chromium or Chrome at any of " + BROWSERS;
      assertThat(System.getenv("CI")).describedAs(message).isNotEqualTo("true");
      System.err.println(message);
      Assumptions.abort(message);
    }
    return executable.orElseThrow();
  }

  /// What the accessibility checker finds wrong with a page that bypasses its policy.
  static List<?> violations(Page page) throws IOException {
    try (var stream =
        InstalledBrowser.class.getResourceAsStream(
            "/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js")) {
      assertThat(stream).isNotNull();
      page.evaluate(new String(stream.readAllBytes(), UTF_8));
    }
    return (List<?>)
        page.evaluate(
            """
            async () => (await axe.run(document, {resultTypes: ['violations']})).violations.map(
              (violation) => `${violation.id}: ${violation.nodes.map((node) => node.html).join(' | ')}`)
            """);
  }
}
