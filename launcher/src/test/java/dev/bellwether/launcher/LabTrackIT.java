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
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The track *Attributes* from its beginning to its end, as a learner goes through it, with the
/// mistakes that learners make.
final class LabTrackIT {
  private static final String SOURCE =
      "trading/trader/src/main/java/dev/bellwether/trader/TradeContext.java";

  @TempDir private Path data;
  private final HttpClient client = HttpClient.newHttpClient();
  private String address = "";
  private String cookie = "";

  /// From the first trade to a map with all of them on a busy machine.
  private static final Duration COMPLETE_MAX = Duration.ofSeconds(60);

  @Test
  @Timeout(900)
  void every_check_refuses_what_is_missing_or_wrong_and_accepts_the_solution() throws Exception {
    var settings = LauncherProcess.settings(data);
    settings.put("BELLWETHER_LAB", "true");
    settings.put("BELLWETHER_TRADES_PER_SECOND", "8");
    var launcher = LauncherProcess.start(settings, "up").awaitUp();
    try {
      address = "http://localhost:" + settings.get("BELLWETHER_WORKBENCH_PORT");
      enter();

      goThrough("bearings", "Seen: no such file", List.of());
      goThrough("before", "Seen: no such file", List.of());
      goThrough("span-attribute", "Seen: trader 0 of", List.of("wrong-key", "wrong-baggage-only"));
      goThrough(
          "baggage", "First hop that lacks it: trader", List.of("wrong-not-current", "wrong-key"));
      goThrough(
          "every-signal",
          "First hop that lacks it: trader",
          List.of("wrong-all-attributes", "wrong-baggage-only"));
    } finally {
      launcher.end();
    }
  }

  private void goThrough(String challenge, String complaint, List<String> mistakes)
      throws IOException, InterruptedException {
    assertThat(post(challenge, "open")).contains("\"state\":\"STARTED\"", "\"output\":\"\"");
    assertThat(eventually(challenge, complaint))
        .contains("\"passed\":false", "Expected: ", complaint);
    for (var mistake : mistakes) {
      var wrong = LauncherProcess.root().resolve("lab/tracks/attributes/sources").resolve(mistake);
      Files.writeString(data.resolve("lab/attributes").resolve(SOURCE), Files.readString(wrong));
      assertThat(send("/api/tracks/attributes/rebuild?service=trader"))
          .as(mistake)
          .contains("\"passed\":true");
      assertThat(post(challenge, "check")).as(mistake).contains("\"passed\":false");
    }
    assertThat(post(challenge, "solve")).contains("\"passed\":true");
    assertThat(eventually(challenge, "\"passed\":true"))
        .contains("\"passed\":true", "\"state\":\"DONE\"");
  }

  /// The map is complete, and the newest trades are those of the new code, a few seconds after it
  /// runs; a check waits for three of them.
  private String eventually(String challenge, String words) {
    return await(words)
        .atMost(COMPLETE_MAX)
        .pollInterval(Duration.ofMillis(500))
        .until(() -> post(challenge, "check"), answer -> answer.contains(words));
  }

  private void enter() throws IOException, InterruptedException {
    var token = Files.readString(data.resolve("secrets/lab-token")).strip();
    var request = HttpRequest.newBuilder(URI.create(address + "/enter?token=" + token)).build();
    var answer = client.send(request, BodyHandlers.discarding());
    var header = answer.headers().firstValue("set-cookie").orElseThrow();
    cookie = header.substring(0, header.indexOf(';'));
  }

  private String post(String challenge, String step) throws IOException, InterruptedException {
    return send("/api/tracks/attributes/challenges/%s/%s".formatted(challenge, step));
  }

  private String send(String path) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(address + path))
            .header("cookie", cookie)
            .POST(BodyPublishers.noBody())
            .build();
    return client.send(request, BodyHandlers.ofString()).body();
  }
}
