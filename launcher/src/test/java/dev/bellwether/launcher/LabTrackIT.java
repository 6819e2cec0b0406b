package dev.bellwether.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// Every track from its beginning to its end, as a learner goes through it, with the mistakes that
/// learners make.
@Timeout(900)
final class LabTrackIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// From the first trade to a map with all of them on a busy machine.
  private static final Duration COMPLETE_MAX = Duration.ofSeconds(60);

  @TempDir private static Path data;
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static LauncherProcess launcher;
  private static LedgerFile ledger;
  private static String address = "";
  private static String cookie = "";

  @BeforeAll
  static void start() throws Exception {
    var settings = LauncherProcess.settings(data);
    settings.put("BELLWETHER_LAB", "true");
    // Twelve trades are what a check looks at: here they are a second, not three.
    settings.put("BELLWETHER_TRADES_PER_SECOND", "12");
    ledger = new LedgerFile(data.resolve("ledger/incidents.jsonl"));
    launcher = LauncherProcess.start(settings, "up").awaitUp();
    address = "http://localhost:" + settings.get("BELLWETHER_WORKBENCH_PORT");
    enter();
  }

  @AfterAll
  static void end() throws Exception {
    launcher.end();
  }

  @Test
  void attributes_are_asked_for_where_they_are_missing_or_wrong() throws Exception {
    var track = new Track("attributes", "trader", "TradeContext.java");

    track.goThrough("bearings", "Seen: no such file", List.of());
    track.goThrough("before", "Seen: no such file", List.of());
    track.goThrough(
        "span-attribute", "Seen: trader 0 of", List.of("wrong-key", "wrong-baggage-only"));
    track.goThrough(
        "baggage", "First hop that lacks it: trader", List.of("wrong-not-current", "wrong-key"));
    track.goThrough(
        "every-signal",
        "First hop that lacks it: trader",
        List.of("wrong-all-attributes", "wrong-baggage-only"));
  }

  @Test
  void a_cause_is_told_from_what_only_goes_together_with_it() throws Exception {
    find("slow-region", "region MARS", "throughput-surge", "/plan/where", "symbol");
    find("failing-customer", "customer nobody", "throughput-surge", "/plan/where", "region");
    find("confounded-browser", "browser chrome 1", "malformed-request", "/decoys", "region");
    find("noisy-canary", "service router", "canary-routing", "/plan/where", "region");
  }

  /// @param mistake the right attribute, with a value that is wrong
  /// @param kind of the plan in the ledger that has the confounder, and where
  private static void find(
      String challenge, String mistake, String kind, String place, String confounder)
      throws Exception {
    assertThat(ask("root-cause", challenge, "open").path("state").asString()).isEqualTo("STARTED");
    assertThat(output(ask("root-cause", challenge, "check")))
        .contains("Expected: ", "Seen: no answer yet");
    var plan =
        ledger.lines().stream()
            .filter(line -> line.at("/plan/kind").asString("").equals(kind))
            .toList()
            .getLast();

    answer(confounder + " " + plan.at(place).path(confounder).asString());
    assertThat(output(eventually("root-cause", challenge, "Witness: ")))
        .contains("A confounder: ", "newest trades with it")
        .contains("has it and was not hit");
    answer(mistake);
    var refused = ask("root-cause", challenge, "check");
    assertThat(refused.path("passed").asBoolean()).as(mistake).isFalse();
    assertThat(output(refused)).contains("the right attribute, with another value");

    assertThat(ask("root-cause", challenge, "solve").path("output").asString()).isEmpty();
    var done = ask("root-cause", challenge, "check");
    assertThat(done.path("state").asString()).as(output(done)).isEqualTo("DONE");
    var right = Files.readString(data.resolve("lab/root-cause/answer")).strip();
    assertThat(output(refused)).doesNotContain(right.replaceFirst(" ", " = "));
  }

  /// The command that the assignments speak of.
  private static void answer(String claim) throws Exception {
    var command = new ArrayList<>(List.of(LauncherProcess.root() + "/lab/bin/answer"));
    command.addAll(List.of(claim.split(" ", -1)));
    var builder = new ProcessBuilder(command);
    builder.environment().put("LAB_WORK", data.resolve("lab/root-cause").toString());
    assertThat(builder.start().waitFor()).isZero();
  }

  /// A track in which a file of one service is changed.
  private record Track(String slug, String service, String file) {
    void goThrough(String challenge, String complaint, List<String> mistakes) throws Exception {
      var opened = ask(slug, challenge, "open");
      assertThat(opened.path("state").asString()).as(opened.toString()).isEqualTo("STARTED");
      assertThat(output(eventually(slug, challenge, complaint))).contains("Expected: ");
      for (var mistake : mistakes) {
        make(mistake);
        assertThat(ask(slug, challenge, "check").path("passed").asBoolean()).as(mistake).isFalse();
      }
      var solved = ask(slug, challenge, "solve");
      assertThat(solved.path("passed").asBoolean()).as(output(solved)).isTrue();
      var done = eventually(slug, challenge, "");
      assertThat(done.path("state").asString()).isEqualTo("DONE");
    }

    private void make(String mistake) throws Exception {
      var wrong = LauncherProcess.root().resolve("lab/tracks").resolve(slug).resolve("sources");
      var source = "trading/%1$s/src/main/java/dev/bellwether/%1$s/%2$s".formatted(service, file);
      Files.writeString(
          data.resolve("lab").resolve(slug).resolve(source),
          Files.readString(wrong.resolve(mistake)));
      var rebuilt = send("/api/tracks/%s/rebuild?service=%s".formatted(slug, service));
      assertThat(rebuilt.path("passed").asBoolean()).as(output(rebuilt)).isTrue();
    }
  }

  /// The map is complete, and the newest trades are those of the new code, a few seconds after it
  /// runs; a check waits for three of them.
  ///
  /// @param words of a check that fails; none for one that passes
  private static JsonNode eventually(String track, String challenge, String words) {
    return await(words)
        .atMost(COMPLETE_MAX)
        .pollInterval(Duration.ofMillis(300))
        .until(
            () -> ask(track, challenge, "check"),
            answer ->
                words.isEmpty()
                    ? answer.path("passed").asBoolean()
                    : output(answer).contains(words));
  }

  private static String output(JsonNode answer) {
    return answer.path("output").asString("");
  }

  private static void enter() throws IOException, InterruptedException {
    var token = Files.readString(data.resolve("secrets/lab-token")).strip();
    var request = HttpRequest.newBuilder(URI.create(address + "/enter?token=" + token)).build();
    var answer = CLIENT.send(request, BodyHandlers.discarding());
    var header = answer.headers().firstValue("set-cookie").orElseThrow();
    cookie = header.substring(0, header.indexOf(';'));
  }

  private static JsonNode ask(String track, String challenge, String step)
      throws IOException, InterruptedException {
    return send("/api/tracks/%s/challenges/%s/%s".formatted(track, challenge, step));
  }

  private static JsonNode send(String path) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(address + path))
            .header("cookie", cookie)
            .POST(BodyPublishers.noBody())
            .build();
    return JSON.readTree(CLIENT.send(request, BodyHandlers.ofString()).body());
  }
}
