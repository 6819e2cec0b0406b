package dev.bellwether.launcher;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.bellwether.launcher.RunningLab.output;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every track from its beginning to its end, as a learner goes through it, with the mistakes that
/// learners make.
@Timeout(900)
final class LabTrackIT {
  private static final String CONTEXT =
      "trading/trader/src/main/java/dev/bellwether/trader/TradeContext.java";
  private static final String NOTIFICATIONS =
      "trading/recorder/src/main/java/dev/bellwether/recorder/Notifications.java";

  private static final String ROUTER_OPTIONS = "trading/router/jvm.options";
  private static final String TRADER_OPTIONS = "trading/trader/jvm.options";

  @TempDir private static Path data;
  private static RunningLab lab;

  @BeforeAll
  static void start() throws Exception {
    lab = RunningLab.start(data);
  }

  @AfterAll
  static void end() throws Exception {
    lab.end();
  }

  @Test
  void attributes_are_asked_for_where_they_are_missing_or_wrong() throws Exception {
    open("attributes", "bearings", "Seen: no such file");
    for (var wrong : List.of("router", "postgresql")) {
      write("attributes", "bearings", wrong);
      refuse("attributes", "bearings", "Seen: " + wrong);
    }
    solve("attributes", "bearings");

    open("attributes", "before", "Seen: no such file");
    for (var wrong : List.of("l.hall", "5".repeat(32))) {
      write("attributes", "answer", wrong);
      refuse("attributes", "before", "there is no trace with that id");
    }
    solve("attributes", "before");

    // Who begins a challenge runs what solved the one before: a mistake shows in every later one.
    open("attributes", "span-attribute", "Seen: trader 0 of");
    mistake("attributes", CONTEXT, "wrong-key", "span-attribute", "baggage");
    mistake("attributes", CONTEXT, "wrong-baggage-only", "span-attribute", "every-signal");
    solve("attributes", "span-attribute");
    open("attributes", "baggage", "First hop that lacks it: trader");
    mistake("attributes", CONTEXT, "wrong-not-current", "baggage");
    solve("attributes", "baggage");
    open("attributes", "every-signal", "First hop that lacks it: trader");
    mistake("attributes", CONTEXT, "wrong-all-attributes", "every-signal");
    solve("attributes", "every-signal");
  }

  @Test
  void a_broken_hop_is_named_until_it_is_mended() throws Exception {
    open("broken-wiring", "silent-hop", "First hop that lacks it: router");
    mistake("broken-wiring", ROUTER_OPTIONS, "router-wrong-sdk", "silent-hop");
    mistake("broken-wiring", ROUTER_OPTIONS, "router-wrong-exporter", "silent-hop");
    solve("broken-wiring", "silent-hop");
    open("broken-wiring", "lost-context", "First hop that lacks it: notifier");
    mistake("broken-wiring", NOTIFICATIONS, "recorder-wrong-platform.sed", "lost-context");
    mistake("broken-wiring", NOTIFICATIONS, "recorder-wrong-short.sed", "lost-context");
    solve("broken-wiring", "lost-context");
    open("broken-wiring", "mute-service", "First hop that lacks it: trader");
    mistake("broken-wiring", TRADER_OPTIONS, "trader-wrong-exporter", "mute-service");
    mistake("broken-wiring", TRADER_OPTIONS, "trader-wrong-mdc", "mute-service");
    solve("broken-wiring", "mute-service");
  }

  @Test
  void a_cause_is_told_from_what_only_goes_together_with_it() throws Exception {
    find("slow-region", "region MARS", "throughput-surge", "/plan/where", "symbol");
    find("failing-customer", "customer nobody", "throughput-surge", "/plan/where", "region");
    find("confounded-browser", "browser chrome 1", "malformed-request", "/decoys", "region");
    find("noisy-canary", "service router", "canary-routing", "/plan/where", "region");
  }

  /// The challenge that the project came from where its text is, else ours with the same tabs.
  @Test
  void an_attribute_is_written_in_one_tab_and_found_in_another() throws Exception {
    boolean seed = Files.exists(LauncherProcess.root().resolve("../shared/seed"));
    var track = seed ? "seed" : "attributes";
    try (var visit = new LabVisit(lab, ColorScheme.LIGHT)) {
      var page = visit.open("/?track=%s&challenge=%s".formatted(track, seed ? "otel" : "bearings"));
      assertThat(page.frameLocator("iframe").locator("[data-node=recorder]")).isVisible();
      assertThat(page.getByRole(AriaRole.TAB)).hasCount(4);

      LabVisit.select(page, seed ? "Trader Source Code" : "Trader source");
      page.waitForSelector(".ace_keyword");
      var source = Files.readString(LauncherProcess.root().resolve(CONTEXT));
      var marked =
          source.replace(
              "    try (Scope",
              "    span.setAttribute(PREFIX + \"greeting\", \"from the lab\");\n    try (Scope");
      page.locator(".ace_text-input").focus();
      page.evaluate("text => navigator.clipboard.writeText(text)", marked);
      page.keyboard().press("Control+a");
      page.keyboard().press("Control+v");
      page.keyboard().press("Control+s");
      assertThat(page.locator(".tool-message .message")).hasText("Saved.");
      LabVisit.press(page, "Rebuild");
      assertThat(page.locator(".tool-message .message"))
          .containsText("trader runs with its new code");
      assertThat(lab.workCopy(track).resolve(CONTEXT)).hasContent(marked);

      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> !lab.search("com.example.greeting : \"from the lab\"").isEmpty());
      assertThat(visit.complaints()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ColorScheme.class,
      names = {"LIGHT", "DARK"})
  void a_trade_of_the_desk_shows_among_the_others_with_its_trace(ColorScheme theme)
      throws Exception {
    try (var visit = new LabVisit(lab, theme)) {
      var page = visit.open("/desk");
      page.getByLabel("You do").check();
      page.getByLabel("Shares").fill("7");
      page.getByLabel("Shares").press("Enter");
      assertThat(page.locator(".order-result").first()).hasText("Bought 7 ZVZZT at 100.00.");
      LabVisit.press(page, "Pause customers");

      var own = page.locator("tr.own-trade");
      assertThat(own).containsText("buy 7 ZVZZT at 100.00");
      var link = own.getByRole(AriaRole.LINK).getAttribute("href");
      assertThat(link).startsWith(lab.observatory() + "/trace/");
      page.getByLabel("Let go wrong").selectOption("Surge in a region");
      LabVisit.press(page, "Begin");
      assertThat(page.locator(".wrong")).containsText("Throughput surge");
      assertThat(visit.accessibilityViolations()).isEmpty();
      LabVisit.press(page, "Stop all");
      assertThat(page.locator(".faults")).containsText("All is well.");
      LabVisit.press(page, "Let them trade");
      assertThat(page.locator(".desk-market")).containsText("Pause customers");
      assertThat(visit.complaints()).isEmpty();
    }
  }

  /// Opens a challenge, which is not solved yet.
  private static void open(String track, String challenge, String complaint) throws Exception {
    var opened = lab.longStep(track, challenge, "open");
    assertThat(opened.path("state").asString()).as(opened.toString()).isEqualTo("STARTED");
    assertThat(output(lab.refused(track, challenge, complaint))).contains("Expected: ");
  }

  /// @return what the check says
  private static String refuse(String track, String challenge, String words) throws Exception {
    var refused = lab.step(track, challenge, "check");
    assertThat(refused.path("passed").asBoolean()).isFalse();
    assertThat(output(refused)).contains("Expected: ", words);
    return output(refused);
  }

  private static void solve(String track, String challenge) throws Exception {
    var solved = lab.longStep(track, challenge, "solve");
    assertThat(solved.path("passed").asBoolean()).as(output(solved)).isTrue();
    assertThat(lab.accepted(track, challenge).path("state").asString()).isEqualTo("DONE");
  }

  private static void write(String track, String file, String text) throws IOException {
    Files.writeString(lab.workCopy(track).resolve(file), text);
  }

  /// Runs a service with a mistake.
  ///
  /// @param file of the service, in the work copy
  /// @param mistake in the track's `sources`
  /// @param challenges that refuse it
  private static void mistake(String track, String file, String mistake, String... challenges)
      throws Exception {
    var sources = LauncherProcess.root().resolve("lab/tracks").resolve(track).resolve("sources");
    write(track, file, LabSources.text(sources.resolve(mistake), file));
    lab.rebuild(track, file.split("/", -1)[1]);
    for (var challenge : challenges) {
      refuse(track, challenge, "First hop that lacks it: ");
    }
  }

  /// @param mistake the right attribute, with a value that is wrong
  /// @param kind of the plan in the ledger that has the confounder, and where
  private static void find(
      String challenge, String mistake, String kind, String place, String confounder)
      throws Exception {
    open("root-cause", challenge, "Seen: no answer yet");
    var plan =
        lab.ledger().lines().stream()
            .filter(line -> line.at("/plan/kind").asString("").equals(kind))
            .toList()
            .getLast();

    answer(confounder + " " + plan.at(place).path(confounder).asString());
    // The first ones may all have been hit: one that was not follows.
    assertThat(output(lab.refused("root-cause", challenge, "has it and was not hit")))
        .contains("A confounder: ", "newest trades with it", "Witness: ");
    answer(mistake);
    var refusal = refuse("root-cause", challenge, "the right attribute, with another value");

    solve("root-cause", challenge);
    var right = Files.readString(lab.workCopy("root-cause").resolve("answer")).strip();
    assertThat(refusal).doesNotContain(right.replaceFirst(" ", " = "));
  }

  /// The command that the assignments speak of.
  private static void answer(String claim) throws Exception {
    var command = new ArrayList<>(List.of(LauncherProcess.root() + "/lab/bin/answer"));
    command.addAll(List.of(claim.split(" ", -1)));
    var builder = new ProcessBuilder(command);
    builder.environment().put("LAB_WORK", lab.workCopy("root-cause").toString());
    assertThat(builder.start().waitFor()).isZero();
  }
}
